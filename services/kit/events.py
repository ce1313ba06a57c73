"""Events: what a house tells the others. Written in the transaction of the change, read in the order of the commits.

A payload holds ids, states and dates, never a name or a text of a person. Delivery is at least once.

Who comes without a cursor is told everything that is kept, and then the state of today (``outbox_snapshot``): records
like any other, which end what the events that are not kept any more left open. Then it goes on with what is new.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import orjson
import strawberry
from strawberry import federation

from services.kit.database import Database
from services.kit.errors import BadInputError
from services.kit.ground import QUERIES
from services.kit.guard import Guard, requires_scopes
from services.kit.paging import decode_cursor, encode_cursor, opened_cursor

LARGEST_PAGE = 1000
CURSOR = (int, str)  # the place, how far the snapshot was read ("" after its end)
BEGINNING = "\x01"
"""Before every record of a snapshot; kinds are words."""


@dataclass(frozen=True, slots=True)
class EventRow:
    """An event at its place; ``seq`` is 0 for the state of today."""

    seq: int
    kind: str
    subject_type: str
    subject_id: str
    actor_ids: list[str]
    payload: dict[str, Any]
    at: datetime


@dataclass(frozen=True, slots=True)
class Place:
    """How far somebody has read. ``snapshot``: the newest record of the snapshot, "" when that is over."""

    seq: int
    snapshot: str = ""


@federation.type(
    shareable=True,
    inaccessible=True,
    description="One event that others may learn of, in the order of the commits, at least once; for machines only.",
)
class EventRecord:
    cursor: str
    kind: str = strawberry.field(description='What happened, as "competition_entry.submitted".')
    subject_type: str = strawberry.field(description="The thing that it happened to.")
    subject_id: strawberry.ID
    actor_ids: list[strawberry.ID] = strawberry.field(description="Whom it concerns; each of them may be told.")
    payload: str = strawberry.field(
        description="JSON, as the list of events describes it; never holds more about a person than ids."
    )
    at: datetime


def for_followers() -> Guard:
    """Events are read by the other houses."""
    return requires_scopes("service:events")


async def tell(
    inside: Database,
    at: datetime,
    kind: str,
    subject: tuple[str, str],
    actor_ids: Sequence[str] = (),
    payload: Mapping[str, object] | None = None,
) -> None:
    """Writes an event in a transaction. ``subject``: the type and id of the thing that it happened to."""
    await inside.do(QUERIES.tell, kind, *subject, list(dict.fromkeys(actor_ids)), dict(payload or {}), at)


async def event_page(
    database: Database, feed: str, since: str | None, first: int | None, at: datetime
) -> list[EventRecord]:
    """The records after a cursor. ``BadInputError`` for a size out of range or a cursor of something else."""
    if first is None or not 1 <= first <= LARGEST_PAGE:
        raise BadInputError(f"first must be from 1 to {LARGEST_PAGE}, not {'null' if first is None else first}.")
    place = Place(0, BEGINNING) if since is None else _place(feed, since)
    if not place.snapshot and place.seq < await database.value(QUERIES.oldest_event):
        # What came next may be forgotten already; whoever is told twice loses nothing (domain_slice2 1.4).
        place = Place(0, BEGINNING)
    found: list[EventRecord] = []
    if place.snapshot == BEGINNING:
        found, place = await _events(database, feed, place, first)
    if place.snapshot and len(found) < first:
        rows = await database.rows(EventRow, QUERIES.snapshot_after, place.snapshot, first - len(found), at)
        found += [_record(feed, row, Place(place.seq, f"{row.kind} {row.subject_id}")) for row in rows]
        place = Place(place.seq, "" if len(found) < first else place.snapshot)
    if not place.snapshot and len(found) < first:
        found += (await _events(database, feed, place, first - len(found)))[0]
    return found


async def _events(database: Database, feed: str, place: Place, first: int) -> tuple[list[EventRecord], Place]:
    """The events after a place, and the place after them."""
    rows = await database.rows(EventRow, QUERIES.events_after, place.seq, first)
    found = [_record(feed, row, Place(row.seq, place.snapshot)) for row in rows]
    return found, Place(rows[-1].seq, place.snapshot) if rows else place


def _place(feed: str, cursor: str) -> Place:
    try:
        seq, snapshot = decode_cursor(feed, cursor, CURSOR)
    except BadInputError:
        seq, snapshot = -1, ""
    if not 0 <= seq < 2**63:
        raise BadInputError("since is not a cursor of this list; take it from a record, or leave it out to begin.")
    return Place(int(seq), str(snapshot))


def number_of(cursor: str) -> int:
    """The number of an event in the list of its house; those of a snapshot have the number at which it was taken.

    ``ValueError`` for a text that is no cursor of events.

    >>> number_of(encode_cursor("cipEvents", (7, "")))
    7
    """
    _, number, _ = opened_cursor(cursor)
    return int(number)


def _record(feed: str, row: EventRow, place: Place) -> EventRecord:
    return EventRecord(
        cursor=encode_cursor(feed, (place.seq, place.snapshot)),
        kind=row.kind,
        subject_type=row.subject_type,
        subject_id=strawberry.ID(row.subject_id),
        actor_ids=[strawberry.ID(each) for each in row.actor_ids],
        payload=orjson.dumps(row.payload, option=orjson.OPT_SORT_KEYS).decode(),
        at=row.at,
    )
