"""Changes of rounds: by the staff, and by the time."""

from __future__ import annotations

from datetime import datetime

from services.cip.rules import competition as rules
from services.cip.rules.competition import RoundNow, RoundText
from services.cip.rules.viewing import Viewer
from services.cip.rules.vocabulary import RoundPhase
from services.cip.store.connection import QUERIES
from services.cip.store.journal import note
from services.cip.store.locked import LockedRoundRow
from services.cip.store.programme_ground import lock_running_programme
from services.kit.changing import Changed, Fault, RefusedError, first_time, refuse, request, transacted
from services.kit.chores import Chore
from services.kit.database import Database
from services.kit.events import tell
from services.kit.faults import invalid, not_found, wrong_state
from services.kit.identifiers import new_id
from services.kit.sql import Statement
from services.kit.topics import unknown_topics

KIND = "CompetitionRound"


def seen(row: LockedRoundRow) -> RoundNow:
    """The round as the guards see it."""
    return RoundNow(RoundPhase(row.phase), row.stored, row.programme_status, row.apply_until)


async def lock_round(inside: Database, statement: Statement, round_id: str, at: datetime, path: str) -> LockedRoundRow:
    """The round, locked until the transaction ends; refused with NOT_FOUND at ``path``."""
    row = await inside.row(LockedRoundRow, statement, round_id, at)
    if row is None:
        raise RefusedError([not_found("round", path)])
    return row


async def save_round(
    database: Database, viewer: Viewer, at: datetime, round_id: str | None, text: RoundText, key: str | None
) -> Changed:
    """A new round (ANNOUNCED), or another text of one."""
    if round_id is None:
        return await _make_round(database, viewer, at, text, key)
    return await _change_round(database, viewer, at, round_id, text)


@transacted
async def _make_round(inside: Database, viewer: Viewer, at: datetime, text: RoundText, key: str | None) -> str:
    round_id = new_id("round")
    body = {"text": repr(text)}
    await first_time(inside, request(viewer.actor_id or "staff", key, "saveCompetitionRound", body, at), round_id)
    refuse(rules.faults_of_round(text) + await _faults_of_topics(inside, text))
    programme = await lock_running_programme(inside, at)
    limits = (text.max_awards, text.max_prize)
    await inside.do(
        QUERIES.make_round,
        *(round_id, programme, dict(text.title), dict(text.summary), list(text.audiences)),
        *(text.submission_until, text.url, *limits),
    )
    await inside.do(QUERIES.copy_criteria, round_id)
    await _set_parts(inside, round_id, text)
    await note(inside, viewer.actor_id, at, (KIND, round_id), "CREATE", None, RoundPhase.ANNOUNCED.value)
    return round_id


@transacted
async def _change_round(inside: Database, viewer: Viewer, at: datetime, round_id: str, text: RoundText) -> str:
    row = await lock_round(inside, QUERIES.lock_round, round_id, at, "id")
    refuse(rules.faults_of_round(text) + await _faults_of_topics(inside, text))
    if RoundPhase(row.phase) not in rules.BEFORE_AWARDED:
        raise RefusedError([wrong_state("A round in {phase} is not changed any more.", phase=row.phase)])
    if text.max_awards < int(await inside.value(QUERIES.count_awards, round_id)):
        raise RefusedError([invalid("maxAwards", "is below the prizes that are given already")])
    await inside.do(
        QUERIES.change_round,
        *(round_id, dict(text.title), dict(text.summary), list(text.audiences), text.submission_until, text.url),
        *(text.max_awards, text.max_prize),
    )
    await _set_parts(inside, round_id, text)
    await note(inside, viewer.actor_id, at, (KIND, round_id), "EDIT", row.phase, row.phase)
    return round_id


async def _set_parts(inside: Database, round_id: str, text: RoundText) -> None:
    phases, days = [phase.value for phase, _ in text.timeline], [day for _, day in text.timeline]
    await inside.do(QUERIES.set_phase_dates, round_id, phases, days)
    await inside.do(QUERIES.set_entity_topics, round_id, list(text.topic_slugs))


async def _faults_of_topics(inside: Database, text: RoundText) -> list[Fault]:
    unknown = await unknown_topics(inside, text.topic_slugs)
    return [invalid("topicSlugs", "names no topic: {values}", values=unknown)] if unknown else []


@transacted
async def advance_round(inside: Database, viewer: Viewer, at: datetime, round_id: str, to: RoundPhase) -> str:
    """The next phase of a round, or its end; where it is already nothing happens."""
    row = await lock_round(inside, QUERIES.lock_round, round_id, at, "id")
    if RoundPhase(row.phase) is to:
        await _move(inside, row, to, None, at)  # the time has done it, and somebody says so
        return round_id
    undecided = await inside.value(QUERIES.count_undecided, round_id, [each.value for each in rules.IN_BETWEEN])
    refuse(rules.faults_of_advance(seen(row), to, at, int(undecided)))
    await _move(inside, row, to, viewer.actor_id, at)
    return round_id


async def _move(inside: Database, row: LockedRoundRow, to: RoundPhase, by: str | None, at: datetime) -> None:
    """Writes the phase down and tells the teams; what is written already is not told again. ``by`` None: the time."""
    if row.stored_phase == to.value:
        return
    stored = "CANCELLED" if to is RoundPhase.CANCELLED else None
    await inside.do(QUERIES.set_round_phase, row.id, to.value, stored)
    await note(inside, by, at, (KIND, row.id), "ADVANCE", row.stored_phase, to.value)
    actors = [each for each in await inside.rows(str, QUERIES.actors_of_round, row.id) if each != by]
    said = {"roundId": row.id, "from": row.stored_phase, "to": to.value}
    await tell(inside, at, "round.phase_changed", (KIND, row.id), actors, said)


async def move_rounds_by_time(inside: Database, at: datetime) -> int:
    """Writes down and tells the phases that a date has brought; how many rounds moved."""
    moved = 0
    for round_id in await inside.rows(str, QUERIES.rounds_moved_by_time, at):
        row = await inside.row(LockedRoundRow, QUERIES.lock_round, round_id, at)
        if row is not None and row.phase != row.stored_phase:
            await _move(inside, row, RoundPhase(row.phase), None, at)
            moved += 1
    return moved


CHORES = (Chore("cip phases of rounds", move_rounds_by_time),)
