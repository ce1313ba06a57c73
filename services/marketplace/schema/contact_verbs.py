"""What members do to find each other: states of profiles and matches, requests for contact, messages."""

from __future__ import annotations

import strawberry
from strawberry import ID

from services.kit.changing import Changed, Fault, FaultCode
from services.kit.field import field
from services.kit.guard import authenticated, requires_scopes
from services.kit.payloads import payload_of
from services.marketplace.rules.sentences import SENTENCES
from services.marketplace.rules.vocabulary import MatchState, ProfileStatus
from services.marketplace.store import contact_talking as talking
from services.marketplace.store import contact_writing as writing
from services.marketplace.store.notifying import read_notifications
from services.marketplace.suggesting.asking import MatchingNotReadyError
from services.marketplace.types import matches, profiles
from services.marketplace.types.contact_payloads import (
    BlockPayload,
    ContactRequestPayload,
    MatchPayload,
    MessagePayload,
    contact_request_payload,
    message_payload,
)
from services.marketplace.types.context import Info
from services.marketplace.types.notifications import NotificationsPayload, unread_of_viewer
from services.marketplace.types.payloads import ProfilePayload, user_errors

WRITE = "contact:write"
PERSONAL = ["personal"]
MOST_MARKED = 100
profile_payload = payload_of(ProfilePayload, profiles.profile_by_id, SENTENCES)


@strawberry.type
class ContactVerbs:
    @field(guard=requires_scopes("profile:write"))
    async def change_profile_status(self, info: Info, id: ID, to: ProfileStatus) -> ProfilePayload | None:
        changed = await talking.change_profile_status(*info.context.writes, id, to)
        return await profile_payload(info, changed)

    @field(
        guard=authenticated(),
        description="What the people of an idea or a profile did with a suggestion: SEEN, or DISMISSED for ever.",
    )
    async def rate_match(
        self, info: Info, target_id: ID, to: MatchState, idea_id: ID | None = None, profile_id: ID | None = None
    ) -> MatchPayload | None:
        changed = await rated(info, target_id, to, idea_id, profile_id)
        info.context.forget()
        if changed.entity_id is None or to is MatchState.DISMISSED:
            return MatchPayload(match=None, errors=user_errors(changed.faults))
        try:
            match = await matches.match_by_id(info, matches.match_id(idea_id or profile_id or "", target_id))
        except MatchingNotReadyError:
            match = None  # it is written down; only how well the two fit nobody can say at the moment
        return MatchPayload(match=match, errors=[])

    @field(guard=requires_scopes(WRITE), tags=PERSONAL)
    async def send_contact_request(
        self, info: Info, to_actor_id: ID, message: str, about_id: ID | None = None, idempotency_key: ID | None = None
    ) -> ContactRequestPayload | None:
        wanted = writing.Wanted(to_actor_id, about_id, message)
        changed = await writing.send_contact_request(*info.context.writes, wanted, idempotency_key)
        return await contact_request_payload(info, changed)

    @field(guard=requires_scopes(WRITE), tags=PERSONAL)
    async def answer_contact_request(self, info: Info, id: ID, accept: bool) -> ContactRequestPayload | None:
        return await contact_request_payload(
            info, await writing.answer_contact_request(*info.context.writes, id, accept)
        )

    @field(guard=requires_scopes(WRITE), tags=PERSONAL)
    async def withdraw_contact_request(self, info: Info, id: ID) -> ContactRequestPayload | None:
        return await contact_request_payload(info, await writing.withdraw_contact_request(*info.context.writes, id))

    @field(guard=requires_scopes(WRITE), tags=PERSONAL)
    async def send_message(
        self, info: Info, conversation_id: ID, body: str, idempotency_key: ID | None = None
    ) -> MessagePayload | None:
        return await message_payload(
            info, await talking.send_message(*info.context.writes, conversation_id, body, idempotency_key)
        )

    @field(guard=requires_scopes(WRITE), tags=PERSONAL, description="The other one is not told of it.")
    async def block_actor(self, info: Info, actor_id: ID, block: bool) -> BlockPayload | None:
        changed = await talking.block_actor(*info.context.writes, actor_id, block)
        info.context.forget()
        return BlockPayload(blocked=None if changed.entity_id is None else block, errors=user_errors(changed.faults))

    @field(guard=authenticated(), tags=PERSONAL, description="Without ids: all. Who has read of a message has read it.")
    async def mark_notifications_read(self, info: Info, ids: list[ID] | None = None) -> NotificationsPayload | None:
        database, viewer, at = info.context.writes
        if ids is not None and len(ids) > MOST_MARKED:
            places = {"field": "ids", "most": MOST_MARKED}
            fault = Fault(FaultCode.INVALID, "{field} may have {most} items.", ("ids",), places)
            return NotificationsPayload(unread_count=None, errors=user_errors([fault]))
        await read_notifications(database, viewer.member_id or "", at, ids)
        info.context.forget()
        return NotificationsPayload(unread_count=await unread_of_viewer(info), errors=[])


async def rated(info: Info, target_id: str, to: MatchState, idea_id: str | None, profile_id: str | None) -> Changed:
    """The pair as it was rated; INVALID unless one subject is given."""
    if (idea_id is None) == (profile_id is None):
        return Changed(None, [Fault(FaultCode.INVALID, "Give exactly one of them: an idea or a profile.", ("ideaId",))])
    path = "profileId" if idea_id is None else "ideaId"
    return await talking.rate_match(*info.context.writes, idea_id or profile_id or "", target_id, to, path)
