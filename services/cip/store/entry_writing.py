"""Changes of entries: handed in, withdrawn, decided."""

from __future__ import annotations

from dataclasses import asdict, replace
from datetime import datetime

from services.cip.rules import competition as rules
from services.cip.rules.entering import EntryWish, entered_team, faults_of_idea, faults_of_wish
from services.cip.rules.viewing import Viewer
from services.cip.rules.vocabulary import EntryStatus
from services.cip.store.connection import QUERIES
from services.cip.store.journal import note as write_note
from services.cip.store.locked import KeyRow, LockedEntryRow, LockedRoundRow
from services.cip.store.round_writing import lock_round, seen
from services.kit.actors import organisations_of
from services.kit.changing import (
    KEY_TAKEN,
    NOT_ANSWERED,
    Changed,
    Fault,
    FaultCode,
    RefusedError,
    Request,
    first_time,
    refuse,
    request,
    transacted,
)
from services.kit.database import Database
from services.kit.errors import UnavailableError
from services.kit.events import tell
from services.kit.faults import not_found
from services.kit.identifiers import new_id
from services.kit.marketplace import AskedIdea, AskIdea

KIND = "CompetitionEntry"
OPERATION = "submitCompetitionEntry"
NO_ACTOR = Fault(FaultCode.FORBIDDEN, "An entry has a person who hands it in: log in as a member.")


async def submit_entry(
    database: Database, viewer: Viewer, at: datetime, wish: EntryWish, key: str, ask: AskIdea, token: str | None
) -> Changed:
    """A new entry with the idea as it is now. A key that was answered before is answered alike, whoever is away."""
    if viewer.actor_id is None:
        return Changed(None, [NO_ACTOR])
    asked = request(viewer.actor_id, key, OPERATION, asdict(wish), at)
    used = await database.row(KeyRow, QUERIES.key_used, viewer.actor_id, key)
    if used is not None:
        same = used.request_digest == asked.digest
        return Changed(used.response_id) if same else Changed(None, [KEY_TAKEN])
    faults = faults_of_wish(wish)
    if faults:
        return Changed(None, faults)
    try:
        idea = await ask(token, wish.idea_id)
    except UnavailableError:
        return Changed(None, [NOT_ANSWERED])
    return await _entered(database, await _submit(database, viewer, at, wish, asked, idea), wish)


async def _entered(database: Database, came: Changed, wish: EntryWish) -> Changed:
    """Whose idea is in the round already is shown the entry."""
    if not any(fault.code is FaultCode.ALREADY_EXISTS for fault in came.faults):
        return came
    return replace(came, entity_id=await database.row(str, QUERIES.entry_of_idea, wish.round_id, wish.idea_id))


@transacted
async def _submit(
    inside: Database, viewer: Viewer, at: datetime, wish: EntryWish, asked: Request, idea: AskedIdea | None
) -> str:
    row = await lock_round(inside, QUERIES.share_round, wish.round_id, at, "roundId")
    entry_id = new_id("entry")
    await first_time(inside, asked, entry_id)
    refuse(rules.faults_of_entering(seen(row), at))
    acted_for = await organisations_of(inside, asked.actor_id)
    topics = list(idea.topic_slugs) if idea else []
    categories = await inside.rows(str, QUERIES.categories_of_topics, topics)
    refuse(faults_of_idea(idea, wish, acted_for, categories))
    if idea is not None:
        await _freeze(inside, row, entry_id, at, wish, asked.actor_id, idea)
    return entry_id


async def _freeze(
    inside: Database, row: LockedRoundRow, entry_id: str, at: datetime, wish: EntryWish, actor: str, idea: AskedIdea
) -> None:
    """Writes the entry with text, version and team as they are, and tells the team."""
    if await inside.row(str, QUERIES.entry_of_idea, row.id, idea.id) is not None:
        raise RefusedError([already_there()])
    number = f"R{row.number}-{int(await inside.value(QUERIES.next_number, row.id)):03}"
    entered = await inside.value(
        QUERIES.make_entry,
        *(entry_id, number, row.id, idea.id, idea.version, wish.category, idea.title, idea.summary, at),
        *(dict(idea.body), wish.video_url, actor),
    )
    if entered is None:
        raise RefusedError([already_there()])
    for place, each in enumerate(entered_team(idea, wish)):
        who = (None, each.actor_id) if each.is_organisation else (each.actor_id, None)
        await inside.do(QUERIES.make_team_line, entry_id, place, *who, each.sector, each.name, each.role)
    await write_note(inside, actor, at, (KIND, entry_id), "SUBMIT", None, EntryStatus.SUBMITTED.value)
    await tell_of_entry(
        inside, actor, at, "submitted", entry_id, roundId=row.id, ideaId=idea.id, ideaVersion=idea.version
    )


def already_there() -> Fault:
    return Fault(FaultCode.ALREADY_EXISTS, "This idea is in the round already.", ("ideaId",))


async def tell_of_entry(
    inside: Database, by: str | None, at: datetime, what: str, entry_id: str, **payload: object
) -> None:
    """Tells its team, but not who did it, also not as somebody who acts for an organisation of the team."""
    team = [each for each in await inside.rows(str, QUERIES.actors_of_entry, entry_id) if each != by]
    await tell(inside, at, f"competition_entry.{what}", (KIND, entry_id), team, {**payload, "by": by})


async def lock_entry(
    inside: Database, viewer: Viewer, at: datetime, entry_id: str, path: str = "id"
) -> tuple[LockedRoundRow, LockedEntryRow]:
    """The round, then the entry; refused with NOT_FOUND where the caller sees none."""
    round_id = await inside.row(str, QUERIES.round_of_entry, entry_id)
    if round_id is None:
        raise RefusedError([not_found("entry", path)])
    row = await lock_round(inside, QUERIES.lock_round, round_id, at, path)
    entry = await inside.row(LockedEntryRow, QUERIES.lock_entry, entry_id, *viewer)
    if entry is None or not entry.is_visible:
        raise RefusedError([not_found("entry", path)])
    return row, entry


@transacted
async def withdraw_entry(inside: Database, viewer: Viewer, at: datetime, entry_id: str) -> str:
    """The team takes its entry back; what is withdrawn stays so."""
    row, entry = await lock_entry(inside, viewer, at, entry_id)
    if entry.status == EntryStatus.WITHDRAWN.value and entry.is_editor:
        return entry_id
    refuse(rules.faults_of_withdrawal(seen(row), EntryStatus(entry.status), is_editor=entry.is_editor, moment=at))
    await inside.do(QUERIES.set_entry_status, entry_id, EntryStatus.WITHDRAWN.value, None, at)
    states = (entry.status, EntryStatus.WITHDRAWN.value)
    await write_note(inside, viewer.actor_id, at, (KIND, entry_id), "WITHDRAW", *states)
    await tell_of_entry(inside, viewer.actor_id, at, "withdrawn", entry_id, roundId=row.id, ideaId=entry.idea_id)
    return entry_id


@transacted
async def decide_entry(
    inside: Database,
    viewer: Viewer,
    at: datetime,
    entry_id: str,
    to: EntryStatus,
    note: str | None,
    pitch_at: datetime | None,
) -> str:
    """What the staff decides; the same decision again changes nothing."""
    row, entry = await lock_entry(inside, viewer, at, entry_id)
    status = EntryStatus(entry.status)
    if status is to and to not in (EntryStatus.AWARDED, EntryStatus.WITHDRAWN, EntryStatus.SUBMITTED):
        return entry_id
    refuse(rules.faults_of_decision(seen(row), status, to, note, pitch_at, at))
    await inside.do(QUERIES.set_entry_status, entry_id, to.value, note and note.strip(), at)
    if pitch_at is not None:
        await inside.do(QUERIES.plan_pitch, entry_id, pitch_at, entry.video_url)
    await write_note(inside, viewer.actor_id, at, (KIND, entry_id), "DECIDE", status.value, to.value)
    when = pitch_at.isoformat() if pitch_at else None
    said = {"roundId": row.id, "from": status.value, "to": to.value, "pitchAt": when}
    await tell_of_entry(inside, viewer.actor_id, at, "decided", entry_id, **said)
    return entry_id
