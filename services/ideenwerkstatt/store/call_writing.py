"""Changes of calls for pilot projects, by the staff."""

from __future__ import annotations

from datetime import datetime

from services.ideenwerkstatt.rules import applying as rules
from services.ideenwerkstatt.rules.applying import CallNow, CallText
from services.ideenwerkstatt.rules.viewing import Viewer
from services.ideenwerkstatt.rules.vocabulary import PilotApplicationStatus, PilotCallPhase
from services.ideenwerkstatt.store.changing import faults_of_unknown_topics, note, tell_concerned, while_it_runs
from services.ideenwerkstatt.store.connection import QUERIES
from services.ideenwerkstatt.store.locked import LockedCallRow
from services.kit.changing import Fault, RefusedError, first_time, refuse, request
from services.kit.database import Database
from services.kit.faults import not_found
from services.kit.identifiers import new_id
from services.kit.sql import Statement

CALL = "PilotCall"


def seen(row: LockedCallRow, selected: int = 0) -> CallNow:
    """The call as the guards see it."""
    return CallNow(PilotCallPhase(row.phase), row.stored, row.apply_until, row.places, selected)


async def lock_call(inside: Database, statement: Statement, call_id: str, at: datetime, path: str) -> LockedCallRow:
    """The call, locked until the transaction ends; refused with NOT_FOUND at ``path``."""
    row = await inside.row(LockedCallRow, statement, call_id, at)
    if row is None:
        raise RefusedError([not_found("call", path)])
    return row


async def selected_of(inside: Database, call_id: str) -> int:
    """How many places of a call are given."""
    return int(await inside.value(QUERIES.count_applications, call_id, [PilotApplicationStatus.SELECTED.value]))


@while_it_runs
async def save_call(
    inside: Database, viewer: Viewer, at: datetime, call_id: str | None, text: CallText, key: str | None
) -> str:
    """A new call (ANNOUNCED), or another text of one."""
    if call_id is None:
        return await _make(inside, viewer, at, text, key)
    return await _change(inside, viewer, at, call_id, text)


async def _make(inside: Database, viewer: Viewer, at: datetime, text: CallText, key: str | None) -> str:
    call_id = new_id("pilotcall")
    body = {"text": repr(text)}
    await first_time(inside, request(viewer.actor_id or "staff", key, "savePilotCall", body, at), call_id)
    refuse(rules.faults_of_call(text) + await _faults_of_topics(inside, text))
    words = (dict(text.title), dict(text.summary), "PILOT_SUPPORT", list(text.audiences))
    programme = await inside.row(str, QUERIES.programme_slug)
    await inside.do(QUERIES.make_offer, call_id, CALL, programme, *words, text.stage_one_until, text.url, at)
    await inside.do(QUERIES.make_call, call_id, text.places)
    await inside.do(QUERIES.set_entity_topics, call_id, list(text.topic_slugs))
    await note(inside, viewer, at, (CALL, call_id), "MAKE", None, PilotCallPhase.ANNOUNCED.value)
    return call_id


async def _change(inside: Database, viewer: Viewer, at: datetime, call_id: str, text: CallText) -> str:
    row = await lock_call(inside, QUERIES.lock_call, call_id, at, "id")
    refuse(rules.faults_of_call(text) + await _faults_of_topics(inside, text))
    refuse(rules.faults_of_change(seen(row, await selected_of(inside, call_id)), text))
    words = (dict(text.title), dict(text.summary), list(text.audiences))
    await inside.do(QUERIES.change_offer, call_id, *words, text.stage_one_until, text.url, row.stored)
    await inside.do(QUERIES.change_call, call_id, text.places)
    await inside.do(QUERIES.set_entity_topics, call_id, list(text.topic_slugs))
    await note(inside, viewer, at, (CALL, call_id), "EDIT", row.phase, row.phase)
    if text.stage_one_until != row.apply_until:
        actors = await inside.rows(str, QUERIES.applicants_of_call, call_id)
        said = {"callId": call_id, "applyUntil": text.stage_one_until.isoformat()}
        await tell_concerned(inside, viewer, at, "pilot_call.moved", (CALL, call_id), actors, said)
    return call_id


async def _faults_of_topics(inside: Database, text: CallText) -> list[Fault]:
    """Known, and one of them of the environment."""
    unknown = await faults_of_unknown_topics(inside, text.topic_slugs)
    if unknown:
        return unknown
    return rules.faults_of_topics(await inside.rows(str, QUERIES.topics_with_those_above, list(text.topic_slugs)))


@while_it_runs
async def advance_call(inside: Database, viewer: Viewer, at: datetime, call_id: str, to: PilotCallPhase) -> str:
    """The next phase of a call; where it is already nothing happens."""
    row = await lock_call(inside, QUERIES.lock_call, call_id, at, "id")
    if PilotCallPhase(row.phase) is to:
        return call_id
    states = [each.value for each in rules.BEFORE.get(to, ())]
    undecided = int(await inside.value(QUERIES.count_applications, call_id, states))
    refuse(rules.faults_of_advance(seen(row), to, at, undecided))
    await inside.do(QUERIES.set_call_phase, call_id, to.value, rules.STORED.get(to))
    await note(inside, viewer, at, (CALL, call_id), "ADVANCE", row.phase, to.value)
    actors = await inside.rows(str, QUERIES.applicants_of_call, call_id)
    said = {"callId": call_id, "from": row.phase, "to": to.value}
    await tell_concerned(inside, viewer, at, "pilot_call.phase_changed", (CALL, call_id), actors, said)
    return call_id
