"""Conversations, who blocks whom, and the states of profiles and matches: each change is one transaction."""

from __future__ import annotations

from datetime import datetime

from services.kit.changing import Fault, FaultCode, RefusedError, first_time, refuse, request, transacted
from services.kit.database import Database
from services.marketplace.rules.contact import HOUR, faults_of_message
from services.marketplace.rules.profile_life import fault_of_profile_status, fault_of_rating
from services.marketplace.rules.viewer import Viewer
from services.marketplace.rules.vocabulary import MatchState, ProfileStatus, Visibility
from services.marketplace.store.contact_rows import ConversationRow, OwnProfileRow
from services.marketplace.store.idea_ground import Change, tell_them
from services.marketplace.store.identifiers import new_id
from services.marketplace.store.journal import note
from services.marketplace.store.reading import QUERIES


@transacted
async def send_message(
    inside: Database, viewer: Viewer, at: datetime, conversation_id: str, body: str, key: str | None
) -> str:
    """A participant writes."""
    change = Change(inside, viewer, at)
    await inside.row(str, QUERIES.lock_sender, change.member_id)  # their messages of an hour are counted one by one
    await inside.row(str, QUERIES.lock_conversation, conversation_id)
    made, said = new_id("message"), {"conversation": conversation_id, "body": body}
    await first_time(inside, request(change.member_id, key, "sendMessage", said, at), made)
    found = await inside.rows(ConversationRow, QUERIES.conversations_by_ids, [conversation_id], viewer.member_id)
    if not found:
        raise RefusedError([Fault(FaultCode.NOT_FOUND, "There is no such conversation of yours.", ("conversationId",))])
    row = found[0]
    sent = int(await inside.value(QUERIES.messages_sent_since, change.member_id, at - HOUR))
    refuse(faults_of_message(body, sent, is_blocked=row.is_blocked, is_present=row.is_present))
    await inside.do(QUERIES.make_message, made, conversation_id, row.own_id, change.member_id, body, at)
    await inside.do(QUERIES.move_conversation, conversation_id, at)
    await note(inside, change.member_id, at, ("Conversation", [conversation_id]), "send_message")
    await inside.do(QUERIES.read_messages, conversation_id, row.partner_id, at)
    await tell_them(change, "message.sent", ("Conversation", conversation_id), [row.partner_id], messageId=made)
    return made


@transacted
async def block_actor(inside: Database, viewer: Viewer, at: datetime, actor_id: str, block: bool) -> str:
    """A member blocks somebody, or no longer; the other one is not told."""
    change = Change(inside, viewer, at)
    if not block:
        await inside.do(QUERIES.block_no_longer, change.member_id, actor_id)
        return actor_id
    if actor_id == change.member_id:
        raise RefusedError([Fault(FaultCode.INVALID, "Nobody blocks themselves.", ("actorId",))])
    if not await inside.value(QUERIES.actor_is_present, actor_id):
        message = "There is no such member or organisation here."
        raise RefusedError([Fault(FaultCode.NOT_FOUND, message, ("actorId",))])
    await inside.rows(str, QUERIES.lock_actors, [change.member_id, actor_id])
    await inside.do(QUERIES.block_actor, change.member_id, actor_id, at)
    await inside.do(QUERIES.hide_requests_of_blocked, change.member_id, actor_id)
    return actor_id


@transacted
async def change_profile_status(
    inside: Database, viewer: Viewer, at: datetime, profile_id: str, to: ProfileStatus
) -> str:
    """Its owner publishes, pauses or archives a profile."""
    row = await inside.row(OwnProfileRow, QUERIES.lock_own_profile, profile_id, viewer.member_id)
    if row is None:
        raise RefusedError([Fault(FaultCode.NOT_FOUND, "There is no such profile of yours.", ("id",))])
    before, visibility = ProfileStatus(row.status), Visibility(row.visibility)
    has_consent = bool(await inside.value(QUERIES.has_consent, row.owner_id, "PROFILE_PUBLIC"))
    fault = fault_of_profile_status(before, to, visibility, has_consent=has_consent)
    refuse([] if fault is None else [fault])
    if before is not to:
        await inside.do(QUERIES.set_profile_status, profile_id, to.value, at)
        await note(inside, viewer.member_id, at, ("Profile", [profile_id]), "change_status", before.value, to.value)
    return profile_id


@transacted
async def rate_match(
    inside: Database, viewer: Viewer, at: datetime, subject_id: str, target_id: str, to: MatchState, path: str
) -> str:
    """The people of a subject have seen a suggestion, or want it no more. ``path``: where the subject was named."""
    if not await inside.value(QUERIES.is_own_subject, subject_id, viewer.member_id):
        raise RefusedError([Fault(FaultCode.NOT_FOUND, "There is no such idea or profile of yours.", (path,))])
    if not await inside.value(QUERIES.match_target_exists, target_id, viewer.member_id):
        raise RefusedError([Fault(FaultCode.NOT_FOUND, "There is nothing to suggest by this id.", ("targetId",))])
    before = MatchState(await inside.value(QUERIES.lock_match, subject_id, target_id, at))
    fault = fault_of_rating(before, to)
    refuse([] if fault is None else [fault])
    if before is not to:
        await inside.do(QUERIES.set_match, subject_id, target_id, to.value, at)
        match = ("Match", [f"match_{subject_id}.{target_id}"])
        await note(inside, viewer.member_id, at, match, "rate", before.value, to.value)
    return target_id
