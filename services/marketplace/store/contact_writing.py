"""Requests for contact: each change is one transaction. The two sides are locked first, in the order of their ids."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from services.kit.changing import Fault, FaultCode, RefusedError, first_time, refuse, request, transacted
from services.kit.database import Database
from services.kit.events import tell
from services.marketplace.rules.contact import (
    ANSWERED_WITHIN,
    LIFE,
    Approach,
    ContactRequestStatus,
    contact_roles,
    faults_of_approach,
)
from services.marketplace.rules.profile_life import MATCH, MatchRole
from services.marketplace.rules.viewer import Viewer
from services.marketplace.rules.vocabulary import MatchState
from services.marketplace.store.contact_rows import AboutRow, ApproachRow, ContactRequestRow, ExpiredContactRow
from services.marketplace.store.idea_ground import Change, noted, tell_them
from services.marketplace.store.identifiers import new_id
from services.marketplace.store.journal import note
from services.marketplace.store.reading import QUERIES

KIND = "ContactRequest"


@dataclass(frozen=True, slots=True)
class Wanted:
    """A request as it is sent. ``about_id``: a thing, or a match of the sender's own (``match_subject.target``)."""

    to_id: str
    about_id: str | None
    message: str


@dataclass(frozen=True, slots=True)
class About:
    """What a request is about; with ``subject_id`` it is the pair of a match."""

    id: str | None = None
    type_name: str | None = None
    subject_id: str | None = None


@transacted
async def send_contact_request(inside: Database, viewer: Viewer, at: datetime, wanted: Wanted, key: str | None) -> str:
    """A member asks a member or an organisation for contact."""
    change = Change(inside, viewer, at)
    await inside.rows(str, QUERIES.lock_actors, [change.member_id, wanted.to_id])
    body = {"to": wanted.to_id, "about": wanted.about_id, "message": wanted.message}
    made = new_id("contact")
    await first_time(inside, request(change.member_id, key, "sendContactRequest", body, at), made)
    await _expire(inside, at, [change.member_id, wanted.to_id])
    about = await _about(change, wanted.about_id)
    row = await inside.row(ApproachRow, QUERIES.approach, change.member_id, wanted.to_id, at)
    if row is None:
        raise TypeError("the statement gives one row")
    approach = Approach(row.is_self, row.is_present, about is not None, row.has_open, row.pending, row.of_day)
    refuse(faults_of_approach(approach, wanted.message))
    await _write(change, made, wanted, about or About(), is_delivered=not row.is_blocked)
    return made


async def _write(change: Change, made: str, wanted: Wanted, about: About, *, is_delivered: bool) -> None:
    sides, times = (change.member_id, wanted.to_id), (change.at, change.at + ANSWERED_WITHIN)
    thing = (about.id, about.type_name, about.subject_id)
    await change.inside.do(QUERIES.make_contact_request, made, *sides, *thing, wanted.message, is_delivered, *times)
    await noted(change, (KIND, made), "send", None, ContactRequestStatus.PENDING.value)
    await _move_match(change, about, "contact")
    if is_delivered:
        await tell_them(change, "contact_request.sent", (KIND, made), [wanted.to_id])


async def _about(change: Change, about_id: str | None) -> About | None:
    """What it is about; None when there is no such thing for the sender."""
    if about_id is None:
        return About()
    subject, _, target = (
        about_id.removeprefix("match_").partition(".") if about_id.startswith("match_") else ("", "", "")
    )
    row = await change.inside.row(AboutRow, QUERIES.about_seen, target or about_id, change.member_id)
    if row is None:
        return None
    if target:
        is_own = await change.inside.value(QUERIES.is_own_subject, subject, change.member_id)
        return About(row.id, row.type_name, subject) if is_own else None
    profile: str | None = await change.inside.value(QUERIES.profile_of_owner, change.member_id)
    return About(row.id, row.type_name, None if profile == row.id else profile)


async def _move_match(change: Change, about: About, action: str) -> None:
    """The pair of the request goes on with it, where its table lets it: a dismissed one stays dismissed."""
    if about.id is None or about.subject_id is None:
        return
    pair = (about.subject_id, about.id)
    state = MatchState(await change.inside.value(QUERIES.lock_match, *pair, change.at))
    led = MATCH.target(action, state, {MatchRole.CONTACT})
    if isinstance(led, MatchState):
        await change.inside.do(QUERIES.set_match, *pair, led.value, change.at)
        match = ("Match", [f"match_{pair[0]}.{pair[1]}"])
        await note(change.inside, change.member_id, change.at, match, action, state.value, led.value)


@transacted
async def answer_contact_request(inside: Database, viewer: Viewer, at: datetime, request_id: str, accept: bool) -> str:
    """The addressee, or an administrator of it, says yes or no."""
    change = Change(inside, viewer, at)
    row = await _lock(change, request_id)
    target = led(row, "accept" if accept else "decline")
    if target is None:
        return request_id
    await inside.do(QUERIES.decide_contact_request, request_id, target.value, at)
    await noted(change, (KIND, request_id), "accept" if accept else "decline", row.status, target.value)
    if accept:
        await inside.value(QUERIES.open_conversation, new_id("conversation"), row.from_id, row.to_id, at)
        await _move_match(change, About(row.about_id, row.about_type, row.subject_id), "accept")
        # A refusal is told to nobody: for its sender the request stays open until it expires.
        await tell_them(change, "contact_request.accepted", (KIND, request_id), [row.from_id])
    return request_id


@transacted
async def withdraw_contact_request(inside: Database, viewer: Viewer, at: datetime, request_id: str) -> str:
    """The sender takes a request back."""
    change = Change(inside, viewer, at)
    row = await _lock(change, request_id)
    target = led(row, "withdraw")
    if target is not None:
        await inside.do(QUERIES.decide_contact_request, request_id, target.value, at)
        await noted(change, (KIND, request_id), "withdraw", row.status, target.value)
    return request_id


async def _lock(change: Change, request_id: str) -> ContactRequestRow:
    sides = await change.inside.rows(str, QUERIES.sides_of_contact_request, request_id)
    await change.inside.rows(str, QUERIES.lock_actors, sides)
    row = await change.inside.row(
        ContactRequestRow, QUERIES.lock_contact_request, request_id, change.viewer.member_id, change.at
    )
    if row is None:
        raise RefusedError([Fault(FaultCode.NOT_FOUND, "There is no such request for you.", ("id",))])
    return row


def led(row: ContactRequestRow, action: str) -> ContactRequestStatus | None:
    """Where the action leads; None where it is done already. Raises ``RefusedError``."""
    roles = contact_roles(is_sender=row.is_sender, is_addressee=row.is_addressee)
    status = ContactRequestStatus(row.status)
    own = [each.target for each in LIFE.transitions if each.action == action and each.roles & roles]
    if status in own:
        return None
    found = LIFE.target(action, status, roles)
    if isinstance(found, Fault):
        raise RefusedError([found])
    return found


async def expire_contact_requests(inside: Database, at: datetime) -> int:
    """Requests that nobody answered for 30 days; the sender is told."""
    return await _expire(inside, at, None)


async def _expire(inside: Database, at: datetime, senders: Sequence[str] | None) -> int:
    """``senders``: None means everybody's."""
    rows = await inside.rows(ExpiredContactRow, QUERIES.expire_contact_requests, at, senders)
    states = (ContactRequestStatus.PENDING.value, ContactRequestStatus.EXPIRED.value)
    await note(inside, None, at, (KIND, [row.id for row in rows]), "expire", *states)
    for row in rows:
        await tell(inside, at, "contact_request.expired", (KIND, row.id), [row.from_id])
    return len(rows)
