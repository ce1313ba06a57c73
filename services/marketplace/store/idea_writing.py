"""Writing and publishing ideas: each change one transaction with its guards, its version, and the news for others."""

from __future__ import annotations

from datetime import datetime

from services.kit.changing import Fault, FaultCode, RefusedError, first_time, once, refuse, request, transacted
from services.kit.database import Database
from services.marketplace.rules.faults import faults_of_note
from services.marketplace.rules.idea_life import CHANGES, changed_to, faults_of_deed, faults_of_update, is_public, led
from services.marketplace.rules.ideas import IdeaText, faults_before_publishing
from services.marketplace.rules.versions import body_of
from services.marketplace.rules.viewer import Viewer
from services.marketplace.rules.vocabulary import IdeaStatus
from services.marketplace.store.idea_ground import (
    Change,
    faults_of_writing,
    lock_idea,
    make_idea,
    new_idea_id,
    noted,
    seen,
    tell_team,
    text_of,
    write_text,
)
from services.marketplace.store.reading import QUERIES
from services.marketplace.store.rows import LockedIdeaRow

LONGEST_NOTE = 1_000


@transacted
async def create_idea(inside: Database, viewer: Viewer, at: datetime, text: IdeaText, key: str | None) -> str:
    """A new draft of the viewer. The same key with the same text gives the same idea again, with another an error."""
    change = Change(inside, viewer, at)
    idea_id = new_idea_id()
    made = await once(inside, request(change.member_id, key, "createIdea", body_of(text), at), idea_id)
    if made == idea_id:
        refuse(await faults_of_writing(inside, text))
        await make_idea(change, idea_id, text)
    return made


@transacted
async def update_idea(
    inside: Database, viewer: Viewer, at: datetime, idea_id: str, expected: int, text: IdeaText, note: str | None
) -> str:
    """A new version of an idea. A published idea must keep what publication needs."""
    change = Change(inside, viewer, at)
    row = await lock_idea(change, idea_id)
    refuse(faults_of_update(seen(row, viewer), expected))
    shown = row is not None and is_public(IdeaStatus(row.status))
    faults = await faults_of_writing(inside, text)
    faults += faults_of_note("changeNote", note, LONGEST_NOTE, is_needed=False)
    refuse(faults + (faults_before_publishing(text) if shown else []))
    await write_text(change, idea_id, expected + 1, text, change.member_id, note)
    if shown:
        await tell_team(change, "idea.updated", idea_id, version=expected + 1, by=change.member_id)
    return idea_id


@transacted
async def submit_idea(inside: Database, viewer: Viewer, at: datetime, idea_id: str) -> str:
    """A draft goes to review, or out at once when its owner has published before and nothing of it was ever hidden."""
    change = Change(inside, viewer, at)
    row = await lock_idea(change, idea_id)
    target = _granted(led(seen(row, viewer), "submit"))
    if row is not None:
        refuse(faults_before_publishing(row))
        await _move(change, row, "submit", target)
    return idea_id


@transacted
async def review_idea(
    inside: Database, viewer: Viewer, at: datetime, idea_id: str, approve: bool, note: str | None
) -> str:
    """Staff read a new author's idea: it is published, or goes back with a note."""
    change = Change(inside, viewer, at)
    row = await lock_idea(change, idea_id)
    action = "approve" if approve else "return"
    target = _granted(led(seen(row, viewer), action))
    refuse(faults_of_note("note", note, LONGEST_NOTE, is_needed=not approve))
    if row is not None:
        if approve:
            refuse(faults_before_publishing(row))  # the team may have changed it meanwhile
        await _move(change, row, action, target, None if approve else note)
    return idea_id


@transacted
async def change_idea_status(
    inside: Database, viewer: Viewer, at: datetime, idea_id: str, to: IdeaStatus, expected: IdeaStatus | None
) -> str:
    """The owner pauses, resumes, implements, completes or withdraws an idea."""
    change = Change(inside, viewer, at)
    row = await lock_idea(change, idea_id)
    target = _granted(changed_to(seen(row, viewer), to, expected))
    if row is not None and row.status != target.value:
        await _move(change, row, CHANGES[to], target)
    return idea_id


@transacted
async def fork_idea(inside: Database, viewer: Viewer, at: datetime, idea_id: str, note: str, key: str | None) -> str:
    """A new draft of the viewer with the text of an idea as it stands; the team of the old one is told."""
    change, fork_id = Change(inside, viewer, at), new_idea_id()
    asked = request(change.member_id, key, "forkIdea", {"id": idea_id, "note": note}, at)
    await first_time(inside, asked, fork_id)
    row = await lock_idea(change, idea_id)
    refuse(faults_of_deed(seen(row, viewer), "fork") + faults_of_note("note", note, LONGEST_NOTE))
    text = await text_of(inside, idea_id)
    if row is not None and text is not None:
        await make_idea(change, fork_id, text, note, idea_id)
        await tell_team(change, "idea.forked", idea_id, forkId=fork_id, version=row.version)
    return fork_id


@transacted
async def support_idea(inside: Database, viewer: Viewer, at: datetime, idea_id: str, support: bool) -> str:
    """The viewer supports an idea, or no longer does; repeating changes nothing."""
    change = Change(inside, viewer, at)
    now = seen(await lock_idea(change, idea_id), viewer)
    # What somebody supported may be taken back in any state in which the idea is seen.
    refuse([each for each in faults_of_deed(now, "support") if support or each.code is not FaultCode.WRONG_STATE])
    if support:
        await inside.do(QUERIES.support_idea, idea_id, change.member_id, at)
    else:
        await inside.do(QUERIES.support_no_longer, idea_id, change.member_id)
    return idea_id


async def _move(change: Change, row: LockedIdeaRow, action: str, target: IdeaStatus, note: str | None = None) -> None:
    """Into another state. ``note``: why it came back from review; one of before is done with."""
    await change.inside.do(QUERIES.set_idea_status, row.id, target.value, change.at, note)
    before = IdeaStatus(row.status)
    await noted(change, ("Idea", row.id), action, before.value, target.value)
    is_first = target is IdeaStatus.PUBLISHED and not is_public(before)
    kind = "idea.published" if is_first else "idea.status_changed"
    if target is IdeaStatus.WITHDRAWN:
        kind = "idea.withdrawn"
    shown = is_public(target) and target is not IdeaStatus.WITHDRAWN
    told: dict[str, object] = {"from": before.value, "to": target.value}
    if target is IdeaStatus.WITHDRAWN:
        told["by"] = change.member_id  # other houses tell it to people, but not to who caused it
    await tell_team(change, kind, row.id, followers=shown, **told)


def _granted(came: IdeaStatus | Fault) -> IdeaStatus:
    """The state that an action leads to; ``RefusedError`` when it leads nowhere."""
    if isinstance(came, Fault):
        raise RefusedError([came])
    return came
