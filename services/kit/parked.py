"""Events that were put aside: what an operator sees of them, and how one is tried again by hand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from services.kit.database import Database
from services.kit.errors import StartError
from services.kit.events import number_of
from services.kit.followed import Effects
from services.kit.following import Event
from services.kit.ground import QUERIES


@dataclass(frozen=True, slots=True)
class ParkedRow:
    """An event whose effect failed again and again. ``event``: as it came; ``reason``: the last error."""

    source: str
    cursor: str
    event: Mapping[str, Any]
    reason: str
    at: datetime

    @property
    def number(self) -> int:
        """Its number in the list of its source."""
        return number_of(self.cursor)


async def parked(database: Database) -> Sequence[ParkedRow]:
    """All of them, the oldest first."""
    return await database.rows(ParkedRow, QUERIES.parked_ones)


async def retry(database: Database, effects: Effects, source: str, number: int) -> int:
    """Does what the event of that number does here, and takes it from those put aside; how many there were.

    What fails stays as it was, and its error is raised. ``StartError`` when no event of that number lies there, or
    nothing is done here at one of its kind.
    """
    wanted = [each for each in await parked(database) if (each.source, each.number) == (source, number)]
    if not wanted:
        raise StartError(f"No event {number} of {source} was put aside; `inbox` lists those that were.")
    done = 0
    for row in wanted:
        async with database.transaction() as inside:
            if not await inside.value(QUERIES.take_parked, row.source, row.cursor):
                continue  # somebody else is at it
            event = event_of(row)
            effect = effects.get(source, {}).get(event.kind)
            if effect is None:
                raise StartError(f"Nothing is done here at {event.kind} of {source}; it stays where it is.")
            await effect(inside, event)
            await inside.do(QUERIES.forget_parked, row.source, row.cursor)
            done += 1
    return done


def event_of(row: ParkedRow) -> Event:
    told = row.event
    who = tuple(map(str, told["actor_ids"]))
    return Event(row.cursor, told["kind"], told["subject_type"], told["subject_id"], who, told["payload"])
