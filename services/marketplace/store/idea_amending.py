"""Amendments: proposed on a version, decided by the team, merged field by field. Each change is one transaction."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from services.kit.changing import Changed, Fault, FaultCode, RefusedError, first_time, refuse, request, transacted
from services.kit.database import Database
from services.marketplace.rules.amendments import (
    LIFE,
    MOST_PROPOSED,
    AmendmentStatus,
    amendment_roles,
    changes_nothing,
    faults_of_conflicts,
    merged,
)
from services.marketplace.rules.faults import faults_of_note
from services.marketplace.rules.idea_life import IdeaNow, faults_of_deed, is_public, not_found
from services.marketplace.rules.ideas import IdeaText, faults_before_publishing
from services.marketplace.rules.versions import body_of, text_in
from services.marketplace.rules.viewer import Viewer
from services.marketplace.store.idea_ground import (
    Change,
    faults_of_writing,
    lock_idea,
    noted,
    seen,
    tell_team,
    tell_them,
    text_of,
    write_text,
)
from services.marketplace.store.idea_rows import LockedAmendmentRow
from services.marketplace.store.identifiers import new_id
from services.marketplace.store.reading import QUERIES

LONGEST_NOTE = 1_000
KIND = "Amendment"


@dataclass(frozen=True, slots=True)
class Proposal:
    """A whole text, and the version that it was written on."""

    idea_id: str
    base_version: int
    text: IdeaText
    note: str


@dataclass(slots=True)
class Outcome:
    """What a decision came to beside being written: the conflicts that made the amendment outdated."""

    faults: list[Fault] = field(default_factory=list)


@transacted
async def propose_amendment(inside: Database, viewer: Viewer, at: datetime, proposal: Proposal, key: str | None) -> str:
    """A member proposes a change of an idea that they see."""
    change, made = Change(inside, viewer, at), new_id("amendment")
    idea_id, body = proposal.idea_id, body_of(proposal.text)
    asked = {"ideaId": idea_id, "baseVersion": proposal.base_version, "input": body, "note": proposal.note}
    await first_time(inside, request(change.member_id, key, "proposeAmendment", asked, at), made)
    now = seen(await lock_idea(change, idea_id), viewer)
    refuse(faults_of_deed(now, "propose_amendment"))
    base = await _base(change, now, proposal)
    faults = await faults_of_writing(inside, proposal.text) + faults_of_note("note", proposal.note, LONGEST_NOTE)
    refuse(
        faults
        + ([Fault(FaultCode.INVALID, "This changes nothing.", ("input",))] if changes_nothing(base, body) else [])
    )
    if await inside.value(QUERIES.proposed_by, idea_id, change.member_id) >= MOST_PROPOSED:
        message = "At most {most} of your amendments may wait at one idea."
        raise RefusedError([Fault(FaultCode.LIMIT_EXCEEDED, message, ("ideaId",), {"most": MOST_PROPOSED})])
    columns = (made, idea_id, change.member_id, proposal.base_version, body, proposal.note, at)
    await inside.do(QUERIES.make_amendment, *columns)
    await noted(change, (KIND, made), "propose", None, AmendmentStatus.PROPOSED.value)
    editors = await inside.rows(str, QUERIES.editors_of_idea, idea_id)
    told = {"ideaId": idea_id, "baseVersion": proposal.base_version}
    await tell_them(change, "amendment.proposed", (KIND, made), editors, **told)
    return made


async def _base(change: Change, now: IdeaNow | None, proposal: Proposal) -> Mapping[str, Any]:
    """The text that it was written on; ``RefusedError`` for a version that the caller cannot have read."""
    arguments = (proposal.idea_id, proposal.base_version, change.viewer.member_id)
    body: Mapping[str, Any] | None = await change.inside.row(dict, QUERIES.base_of_amendment, *arguments)
    if now is not None and now.version == proposal.base_version:
        text = await text_of(change.inside, proposal.idea_id)
        body = None if text is None else body_of(text)
    if body is None:
        raise RefusedError([Fault(FaultCode.INVALID, "There is no such version of the idea.", ("baseVersion",))])
    return body


async def decide_amendment(
    database: Database, viewer: Viewer, at: datetime, amendment_id: str, accept: bool, note: str | None
) -> Changed:
    """The team takes an amendment, or does not. One that does not fit any more becomes OUTDATED, with the fields."""
    outcome = Outcome()
    done = await _decide_amendment(database, viewer, at, amendment_id, accept, note, outcome)
    return done if done.faults else replace(done, faults=outcome.faults)


@transacted
async def _decide_amendment(
    inside: Database, viewer: Viewer, at: datetime, amendment_id: str, accept: bool, note: str | None, outcome: Outcome
) -> str:
    change = Change(inside, viewer, at)
    row, now = await _lock_amendment(change, amendment_id)
    target = _led(change, row, now, "accept" if accept else "reject")
    refuse(faults_of_note("note", note, LONGEST_NOTE, is_needed=False))
    if target is None:
        return amendment_id
    if accept:
        refuse(faults_of_deed(now, "decide_amendment"))
        outcome.faults = await _take(change, row, now)
        target = AmendmentStatus.OUTDATED if outcome.faults else target
    await inside.do(QUERIES.decide_amendment, amendment_id, target.value, note, at)
    await noted(change, (KIND, amendment_id), "accept" if accept else "reject", row.status, target.value)
    told = {"ideaId": row.idea_id, "to": target.value}
    await tell_them(change, "amendment.decided", (KIND, amendment_id), [row.author_id], **told)
    return amendment_id


async def _take(change: Change, row: LockedAmendmentRow, now: IdeaNow) -> list[Fault]:
    """A new version with the amendment's author as editor, or the conflicts that forbid it."""
    current = await text_of(change.inside, row.idea_id)
    standing = {} if current is None else body_of(current)
    base = standing if row.base_version == now.version else row.base or {}
    came = merged(base, row.body, standing)
    if came.conflicts:
        return faults_of_conflicts(came.conflicts)
    if came.body != standing:
        text = text_in(came.body)
        faults = await faults_of_writing(change.inside, text)
        refuse(faults + (faults_before_publishing(text) if is_public(now.status) else []))
        await write_text(change, row.idea_id, now.version + 1, text, row.author_id, row.note)
        if is_public(now.status):
            await tell_team(change, "idea.updated", row.idea_id, version=now.version + 1, by=change.member_id)
    await change.inside.do(QUERIES.join_as_contributor, row.idea_id, row.author_id, change.at)
    return []


@transacted
async def withdraw_amendment(inside: Database, viewer: Viewer, at: datetime, amendment_id: str) -> str:
    """Its author takes an amendment back."""
    change = Change(inside, viewer, at)
    row, now = await _lock_amendment(change, amendment_id)
    target = _led(change, row, now, "withdraw")
    if target is not None:
        await inside.do(QUERIES.decide_amendment, amendment_id, target.value, None, at)
        await noted(change, (KIND, amendment_id), "withdraw", row.status, target.value)
        editors = await inside.rows(str, QUERIES.editors_of_idea, row.idea_id)
        told = {"ideaId": row.idea_id}
        await tell_them(change, "amendment.withdrawn", (KIND, amendment_id), editors, **told)
    return amendment_id


async def _lock_amendment(change: Change, amendment_id: str) -> tuple[LockedAmendmentRow, IdeaNow]:
    """The idea's row is locked first, then the amendment's."""
    idea_id = await change.inside.value(QUERIES.idea_of_amendment, amendment_id)
    now = None if idea_id is None else seen(await lock_idea(change, idea_id), change.viewer)
    row = await change.inside.row(LockedAmendmentRow, QUERIES.lock_amendment, amendment_id, *change.viewer.sees)
    if row is None or now is None or not now.is_visible:
        message = "There is no such amendment, or you may not see it."
        raise RefusedError([replace(not_found(), message=message)])
    return row, now


def _led(change: Change, row: LockedAmendmentRow, now: IdeaNow, action: str) -> AmendmentStatus | None:
    """The state that an action leads to; None where it is there already. ``RefusedError`` when it leads nowhere."""
    status = AmendmentStatus(row.status)
    roles = amendment_roles(is_author=row.author_id == change.member_id, is_editor=now.standing.is_editor)
    came = LIFE.target(action, status, roles)
    if not isinstance(came, Fault):
        return came
    wanted = next(each.target for each in LIFE.transitions if each.action == action)
    if came.code is FaultCode.WRONG_STATE and status is wanted:
        return None
    raise RefusedError([came])
