"""The erasure of an account: asked for, cancelled, begun when due, completed when all four houses are done."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from datetime import datetime
from itertools import groupby

from services.kit.changing import Fault, FaultCode, RefusedError, refuse, transacted
from services.kit.clock import Clock
from services.kit.database import Database
from services.kit.erasing import member_of
from services.kit.events import tell
from services.kit.following import ERASURE_DUE, Event
from services.kit.ground import QUERIES as GROUND
from services.kit.ordering import Order
from services.kit.paging import Page, PageRequest, StatesIn, page
from services.kit.relation import many, one
from services.marketplace.rules.erasure import (
    HOUSES,
    THINKING_TIME,
    TOO_LONG,
    DataRequestStatus,
    faults_of_cancelling,
    faults_of_confirmation,
    heir,
)
from services.marketplace.rules.names import GHOST_NAME
from services.marketplace.store.erasure_rows import ErasureRow, LateRow, StepUnder, TeamPlaceRow
from services.marketplace.store.identifiers import new_id
from services.marketplace.store.reading import QUERIES

LOG = logging.getLogger(__name__)
OWN = "marketplace"
EMPTIED_AT = ("empty_amendments", "empty_team_requests", "empty_contact_requests")
"""Statements that take the moment: what was open ends with the account."""
FORGOTTEN = (
    *("empty_messages", "forget_reporter", "empty_appeals", "drop_matches", "drop_found_matches"),
    *("drop_searches", "drop_silence", "drop_profile_skills", "drop_profile"),
    *("drop_follows", "drop_bookmarks", "drop_supports", "drop_votes", "drop_blocks", "drop_notifications"),
    *("drop_wrong_tokens", "drop_report_turns", "drop_mandates", "drop_exports", "drop_keys", "drop_account"),
    *("drop_interests", "unlink_invitations", "make_ghost"),
)
"""Statements that take the member."""

# Takes who looks, and whether that is staff.
erasures_by_ids = one(ErasureRow, QUERIES.erasures_by_ids)
erasures_of_members = one(ErasureRow, QUERIES.erasures_of_members, key="member_id")
steps_of_erasures = many(StepUnder, QUERIES.steps_of_erasures)


@transacted
async def request_erasure(inside: Database, member_id: str, at: datetime, handle: str) -> str:
    """In two weeks the account is erased; said again, it is the same request."""
    await inside.row(str, QUERIES.lock_member, member_id)
    refuse(faults_of_confirmation(handle, await inside.value(QUERIES.handle_of, member_id) or ""))
    known = await inside.row(str, QUERIES.open_erasure, member_id)
    if known is not None:
        return known
    made = new_id("erasure")
    await inside.do(QUERIES.make_erasure, made, member_id, at, at + THINKING_TIME)
    await inside.do(QUERIES.make_erasure_steps, made, list(HOUSES))
    # Also to who asked for it: whoever uses the account without leave is noticed.
    await tell(inside, at, "member.erasure_requested", ("ErasureRequest", made), [member_id])
    return made


@transacted
async def cancel_erasure(inside: Database, member_id: str, at: datetime) -> str:
    """The account stays; said again, it is the same answer."""
    await inside.row(str, QUERIES.lock_member, member_id)
    row = await inside.row(ErasureRow, QUERIES.newest_erasure, member_id)
    if row is None:
        raise RefusedError([Fault(FaultCode.NOT_FOUND, "No erasure was asked for.")])
    status = DataRequestStatus(row.status)
    if status is not DataRequestStatus.CANCELLED:
        refuse(faults_of_cancelling(status, row.scheduled_for, at))
        await inside.do(QUERIES.set_erasure, row.id, DataRequestStatus.CANCELLED.value)
        payload = {"memberId": member_id}
        await tell(inside, at, "member.erasure_cancelled", ("ErasureRequest", row.id), [member_id], payload)
    return row.id


async def erase_due(inside: Database, at: datetime) -> int:
    """Erases accounts whose time has come. One that fails does not keep the others; /health names it after a day."""
    done = 0
    for row in await inside.rows(ErasureRow, QUERIES.due_erasures, at):
        try:
            async with inside.transaction() as own:
                await _erase(own, row, at)
            done += 1
        except Exception:
            LOG.exception("the erasure %s failed and is tried again", row.id)
    return done


async def _erase(inside: Database, row: ErasureRow, at: datetime) -> None:
    """The marketplace's own part, whole, and the word to the other houses."""
    member_id = row.member_id
    await inside.row(str, QUERIES.lock_member, member_id)
    await inside.value(QUERIES.told_at, at)
    await _leave_teams(inside, member_id, at)
    for name in EMPTIED_AT:
        await inside.do(getattr(QUERIES, name), member_id, at)
    for name in FORGOTTEN:
        await inside.do(getattr(QUERIES, name), member_id)
    await inside.do(QUERIES.forget_name, member_id, GHOST_NAME)
    await inside.do(GROUND.close_account, member_id, at)
    await inside.do(QUERIES.begin_erasure, row.id, at)
    await inside.do(QUERIES.complete_step, member_id, OWN, at, {"kept": []})
    await tell(inside, at, ERASURE_DUE, ("Member", member_id), [], {"memberId": member_id})


async def _leave_teams(inside: Database, member_id: str, at: datetime) -> None:
    """Ideas with others are led on by one of them; ideas alone are withdrawn, and emptied in all versions."""
    places = await inside.rows(TeamPlaceRow, QUERIES.teams_of_member, member_id)
    await inside.rows(str, QUERIES.lock_ideas, sorted({each.idea_id for each in places}))
    kept: list[str] = []
    for idea_id, team in groupby(places, key=lambda each: each.idea_id):
        members = [(each.actor_id, each.role) for each in team]
        leads = (member_id, "OWNER") in members
        successor = heir(members, member_id)
        if successor is None and leads:
            await _empty(inside, idea_id, at)
            continue
        kept.append(idea_id)
        if leads and successor is not None and (successor, "OWNER") not in members:
            await inside.do(QUERIES.lead_idea, idea_id, successor)
            await tell(inside, at, "idea.owner_left", ("Idea", idea_id), [successor], {"ownerId": successor})
    await inside.do(QUERIES.step_back, member_id, kept)


async def _empty(inside: Database, idea_id: str, at: datetime) -> None:
    for name in ("empty_versions", "empty_open_roles", "empty_amendments_of_idea"):
        await inside.do(getattr(QUERIES, name), idea_id)
    await inside.do(QUERIES.empty_idea, idea_id, at)
    await tell(inside, at, "idea.withdrawn", ("Idea", idea_id), [], {"to": "WITHDRAWN"})


async def note_erased(source: str, clock: Clock, inside: Database, event: Event) -> None:
    """The effect of ``member.erased {memberId, kept}``: the step of that house is done; with the fourth all is."""
    member_id, kept, now = member_of(event), event.payload.get("kept"), clock.now()
    if not isinstance(kept, list):
        raise ValueError(f"member.erased needs kept, and has {dict(event.payload)!r}")
    await inside.do(QUERIES.complete_step, member_id, source, now, {"kept": kept})
    await inside.do(QUERIES.complete_erasure, member_id, now)


async def late_erasures(database: Database, clock: Clock) -> Mapping[str, str]:
    """For /health: houses that have not done their part for seven days, and erasures that could not begin."""
    now = clock.now()
    rows = await database.rows(LateRow, QUERIES.late_steps, now - TOO_LONG)
    found = {f"erasure {row.house}": f"late ({row.count})" for row in rows}
    overdue = await database.value(QUERIES.overdue_erasures, now)
    return {**found, **({"erasure": f"overdue ({overdue})"} if overdue else {})}


async def listed(database: Database, wanted: StatesIn, order: Order, request: PageRequest) -> Page[ErasureRow]:
    """A page of the erasures in these states and this time; for staff."""
    statement, place = QUERIES.sorted_by("erasures_listed", order), request.after_or_nulls(2)
    return page(await database.rows(ErasureRow, statement, *wanted, *place, request.limit), request)


async def count_listed(database: Database, wanted: StatesIn) -> int:
    return int(await database.value(QUERIES.count_erasures, *wanted) or 0)
