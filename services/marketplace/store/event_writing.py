"""Community events by mutation: made, changed, never deleted; who keeps one in mind hears when it is moved."""

from __future__ import annotations

from datetime import datetime

from services.kit.changing import Fault, RefusedError, first_time, refuse, request, transacted
from services.kit.clock import Clock
from services.kit.database import Database
from services.kit.events import tell
from services.marketplace.rules.events import (
    EventText,
    faults_of_event,
    faults_of_making,
    faults_of_saving,
    no_event,
    programme_ended,
    stored_status,
)
from services.marketplace.rules.faults import invalid, unknown
from services.marketplace.rules.viewer import Viewer
from services.marketplace.store.event_rows import LockedEventRow
from services.marketplace.store.identifiers import new_id
from services.marketplace.store.journal import note
from services.marketplace.store.reading import QUERIES

ENDED = "ENDED"
KIND = "CommunityEvent"


@transacted
async def save_event(
    inside: Database, viewer: Viewer, clock: Clock, event_id: str | None, text: EventText, key: str | None
) -> str:
    """A new event, or another text or state of one."""
    if event_id is None:
        return await _make(inside, viewer, clock, text, key)
    await _check_programme(inside, clock)
    row = await inside.row(LockedEventRow, QUERIES.lock_event, event_id)
    if row is None:
        raise RefusedError([no_event()])
    refuse(faults_of_event(text) + await _faults_of_names(inside, text))
    refuse(faults_of_saving(row.stored, text, row.taken))
    await inside.do(QUERIES.change_event_entry, event_id, *_entry(text, clock.now()))
    await inside.do(QUERIES.save_event, event_id, *_event(text), row.taken)
    await note(
        inside, viewer.member_id, clock.now(), (KIND, [event_id]), "save", row.stored, stored_status(text.status)
    )
    await _tell(inside, row, text, clock.now())
    return event_id


async def _make(inside: Database, viewer: Viewer, clock: Clock, text: EventText, key: str | None) -> str:
    made, at = new_id("event"), clock.now()
    asked = request(viewer.member_id or "staff", key, "saveCommunityEvent", {"text": repr(text)}, at)
    await first_time(inside, asked, made)
    await _check_programme(inside, clock)
    refuse(faults_of_event(text) + faults_of_making(text) + await _faults_of_names(inside, text))
    await inside.do(QUERIES.make_event_entry, made, *_entry(text, at))
    await inside.do(QUERIES.save_event, made, *_event(text), 0)
    await note(inside, viewer.member_id, at, (KIND, [made]), "save", None, stored_status(text.status))
    return made


async def _check_programme(inside: Database, clock: Clock) -> None:
    if await inside.value(QUERIES.umbrella_state, clock.today()) == ENDED:
        raise RefusedError([programme_ended()])


async def _tell(inside: Database, row: LockedEventRow, text: EventText, at: datetime) -> None:
    is_ended = stored_status(text.status) != row.stored and text.status.value == ENDED
    if not is_ended and (row.starts_at, row.ends_at) == (text.starts_at, text.ends_at):
        return
    keepers = await inside.rows(str, QUERIES.keepers_of_offer, row.id)
    times = {"from": row.starts_at.isoformat(), "to": text.starts_at.isoformat()}
    await tell(inside, at, "event.ended" if is_ended else "event.moved", (KIND, row.id), keepers, times)


async def _faults_of_names(inside: Database, text: EventText) -> list[Fault]:
    found = unknown("topicSlugs", await inside.rows(str, QUERIES.unknown_topics, list(text.topic_slugs)))
    if text.region_ars is not None and not await inside.value(QUERIES.region_exists, text.region_ars):
        found.append(invalid("regionArs", "names no region"))
    return found


def _entry(text: EventText, at: datetime) -> tuple[object, ...]:
    topics, audiences = list(dict.fromkeys(text.topic_slugs)), [each.value for each in dict.fromkeys(text.audiences)]
    words = (stored_status(text.status), dict(text.title), dict(text.summary))
    return (*words, topics, text.region_ars, audiences, text.apply_until, text.url, at)


def _event(text: EventText) -> tuple[object, ...]:
    features = [each.value for each in dict.fromkeys(text.accessibility)]
    times = (text.format.value, text.starts_at, text.ends_at, text.region_ars, text.is_online)
    return (*times, features, text.capacity)
