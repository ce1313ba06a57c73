"""Changes of calls for data projects, by the staff."""

from __future__ import annotations

from datetime import datetime

from services.civic_data_lab.rules import offers as rules
from services.civic_data_lab.rules.offers import CallText
from services.civic_data_lab.rules.viewing import Viewer
from services.civic_data_lab.store.applying import faults_of_topics, taken_places
from services.civic_data_lab.store.connection import QUERIES
from services.civic_data_lab.store.journal import note
from services.civic_data_lab.store.locked import LockedCallRow
from services.civic_data_lab.store.offer_state import running_programme
from services.kit.changing import RefusedError, first_time, refuse, request, transacted
from services.kit.database import Database
from services.kit.faults import not_found
from services.kit.identifiers import new_id

KIND = "DATA_PROJECT_SUPPORT"


@transacted
async def save_call(
    inside: Database, viewer: Viewer, at: datetime, call_id: str | None, text: CallText, key: str | None
) -> str:
    """A new call, or another text of one; a call is never deleted, it is paused or ends."""
    if call_id is None:
        return await _make(inside, viewer, at, text, key)
    return await _change(inside, viewer, at, call_id, text)


async def _make(inside: Database, viewer: Viewer, at: datetime, text: CallText, key: str | None) -> str:
    call_id = new_id("datacall")
    asked = request(viewer.actor_id or "staff", key, "saveDataProjectCall", {"text": repr(text)}, at)
    await first_time(inside, asked, call_id)
    refuse(rules.faults_of_call(text) + rules.faults_of_status(None, text.status))
    refuse(await faults_of_topics(inside, text.topic_slugs))
    words = (dict(text.title), dict(text.summary), KIND, text.status, list(text.audiences), text.apply_until, text.url)
    programme = await running_programme(inside, at)
    await inside.do(QUERIES.make_offer, call_id, "DataProjectCall", programme, *words, at)
    await inside.do(QUERIES.put_call, call_id, text.places)
    await inside.do(QUERIES.copy_principles, call_id)
    await inside.do(QUERIES.set_entity_topics, call_id, list(text.topic_slugs))
    await note(inside, viewer.actor_id, at, ("DataProjectCall", call_id), "SAVE", None, text.status)
    return call_id


async def _change(inside: Database, viewer: Viewer, at: datetime, call_id: str, text: CallText) -> str:
    row = await inside.row(LockedCallRow, QUERIES.lock_call, call_id)
    if row is None:
        raise RefusedError([not_found("call")])
    refuse(
        rules.faults_of_call(text, await taken_places(inside, call_id))
        + rules.faults_of_status(row.status, text.status)
    )
    refuse(await faults_of_topics(inside, text.topic_slugs))
    await running_programme(inside, at)
    words = (dict(text.title), dict(text.summary), text.status, list(text.audiences), text.apply_until, text.url)
    await inside.do(QUERIES.change_offer, call_id, *words)
    await inside.do(QUERIES.put_call, call_id, text.places)
    await inside.do(QUERIES.set_entity_topics, call_id, list(text.topic_slugs))
    await note(inside, viewer.actor_id, at, ("DataProjectCall", call_id), "SAVE", row.status, text.status)
    return call_id
