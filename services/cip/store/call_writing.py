"""Changes of funding calls, by the staff."""

from __future__ import annotations

from datetime import datetime

from services.cip.rules import funding as rules
from services.cip.rules.funding import CallNow, CallText
from services.cip.rules.viewing import Viewer
from services.cip.rules.vocabulary import CallPhase
from services.cip.store.connection import QUERIES
from services.cip.store.grant_rows import LockedCallRow
from services.cip.store.journal import note
from services.cip.store.programme_ground import lock_running_programme
from services.kit.changing import Changed, Fault, RefusedError, first_time, refuse, request, transacted
from services.kit.database import Database
from services.kit.events import tell
from services.kit.faults import invalid, not_found, wrong_state
from services.kit.identifiers import new_id
from services.kit.sql import Statement
from services.kit.topics import unknown_topics

KIND = "FundingCall"


def seen(row: LockedCallRow) -> CallNow:
    """The call as the guards see it."""
    return CallNow(
        CallPhase(row.phase),
        row.stored,
        row.programme_status,
        row.apply_until,
        row.application_until,
        row.max_funding_per_project,
        row.min_partners,
        row.required_sectors,
    )


async def lock_call(inside: Database, statement: Statement, call_id: str, at: datetime, path: str) -> LockedCallRow:
    """The call, locked until the transaction ends; refused with NOT_FOUND at ``path``."""
    row = await inside.row(LockedCallRow, statement, call_id, at)
    if row is None:
        raise RefusedError([not_found("call", path)])
    return row


async def save_call(
    database: Database, viewer: Viewer, at: datetime, call_id: str | None, text: CallText, key: str | None
) -> Changed:
    """A new call (ANNOUNCED), or another text of one."""
    if call_id is None:
        return await _make_call(database, viewer, at, text, key)
    return await _change_call(database, viewer, at, call_id, text)


@transacted
async def _make_call(inside: Database, viewer: Viewer, at: datetime, text: CallText, key: str | None) -> str:
    call_id = new_id("call")
    body = {"text": repr(text)}
    await first_time(inside, request(viewer.actor_id or "staff", key, "saveFundingCall", body, at), call_id)
    refuse(rules.faults_of_call(text) + await _faults_of_topics(inside, text))
    programme = await lock_running_programme(inside, at)
    words = (dict(text.title), dict(text.summary), list(text.audiences))
    await inside.do(QUERIES.make_call, call_id, programme, *words, *_columns(text))
    await inside.do(QUERIES.set_entity_topics, call_id, list(text.topic_slugs))
    await note(inside, viewer.actor_id, at, (KIND, call_id), "CREATE", None, CallPhase.ANNOUNCED.value)
    return call_id


@transacted
async def _change_call(inside: Database, viewer: Viewer, at: datetime, call_id: str, text: CallText) -> str:
    row = await lock_call(inside, QUERIES.lock_call, call_id, at, "id")
    refuse(rules.faults_of_call(text) + await _faults_of_topics(inside, text))
    if CallPhase(row.phase) not in rules.CHANGED_UNTIL:
        raise RefusedError([wrong_state("A call in {phase} is not changed any more.", phase=row.phase)])
    words = (dict(text.title), dict(text.summary), list(text.audiences))
    await inside.do(QUERIES.change_call, call_id, *words, *_columns(text))
    await inside.do(QUERIES.set_entity_topics, call_id, list(text.topic_slugs))
    await note(inside, viewer.actor_id, at, (KIND, call_id), "EDIT", row.phase, row.phase)
    return call_id


def _columns(text: CallText) -> tuple[object, ...]:
    """The columns behind the texts, in the order of make_call and change_call."""
    return (
        text.url,
        text.guideline_url,
        text.agency.strip(),
        text.max_funding,
        text.budget,
        text.min_partners,
        text.required_sectors,
        text.interest_until,
        text.application_until,
    )


async def _faults_of_topics(inside: Database, text: CallText) -> list[Fault]:
    unknown = await unknown_topics(inside, text.topic_slugs)
    return [invalid("topicSlugs", "names no topic: {values}", values=unknown)] if unknown else []


@transacted
async def advance_call(inside: Database, viewer: Viewer, at: datetime, call_id: str, to: CallPhase) -> str:
    """The next phase of a call, or its end; where it is already nothing happens."""
    row = await lock_call(inside, QUERIES.lock_call, call_id, at, "id")
    if CallPhase(row.phase) is to:
        return call_id
    unfinished = await inside.value(QUERIES.count_unfinished, call_id, [each.value for each in rules.UNFINISHED])
    refuse(rules.faults_of_advance(CallPhase(row.phase), to, int(unfinished)))
    await inside.do(QUERIES.set_call_phase, call_id, to.value, rules.STORED.get(to), at)
    await note(inside, viewer.actor_id, at, (KIND, call_id), "ADVANCE", row.phase, to.value)
    actors = [each for each in await inside.rows(str, QUERIES.actors_of_call, call_id) if each != viewer.actor_id]
    said = {"callId": call_id, "from": row.phase, "to": to.value}
    await tell(inside, at, "funding_call.phase_changed", (KIND, call_id), actors, said)
    return call_id
