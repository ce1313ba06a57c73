"""The searches that are alerted, the other way round: an index of their vectors, asked with a document.

So a document that comes in is not compared with each search, and a search not with each document. Nearness leads from a
document to the searches that mean it, and its terms to those that look for its words (``searches_led_to``).
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import numpy as np

from services.kit.clock import BERLIN
from services.kit.database import Database
from services.marketplace.matching.date_words import without_dates
from services.marketplace.matching.documents import Document, Entry, Filter, MatchKind, Search
from services.marketplace.matching.embed import Embedder
from services.marketplace.matching.index import VectorIndex
from services.marketplace.matching.library import Library, version_of
from services.marketplace.matching.local_index import LocalIndex
from services.marketplace.matching.parts import Vector
from services.marketplace.matching.understanding import times_named
from services.marketplace.store import watched
from services.marketplace.store.search_rows import WatchedRow

PAGE = 5_000  # searches that are looked at together
AGAIN = timedelta(minutes=5)  # before the last look: what was changed then may have been committed late
FIRST_LOOK = 200  # searches near to a document that are asked for at first
LEAST = 0.2  # cosine; what is less near than that fits by its words or not at all
BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)


class Watch:
    """What one process holds of them. A deleted search stays in it, and is found to be none where it is asked about."""

    def __init__(self) -> None:
        self._index: VectorIndex | None = None
        self._version = ""
        self._newest = BEGINNING
        self._held: dict[str, str] = {}  # the words of the searches in the index, by id

    def words(self, search: str) -> str:
        """The words of a search that is in the index."""
        return self._held.get(search, "")

    async def follow(self, inside: Database, library: Library) -> VectorIndex:
        """The index of today's searches: those that changed since the last look come in, new words get a vector."""
        if self._index is None or self._version != library.version:
            self._index = LocalIndex(library.embedder.dim)
            self._version, self._newest, self._held = library.version, BEGINNING, {}
        place = (self._newest - AGAIN, "") if self._newest > BEGINNING else (BEGINNING, "")
        while rows := await watched.searches_changed(inside, self._version, place, PAGE):
            new = [row for row in rows if self._held.get(row.id) != row.query]
            await self._index.put(await entries_of(inside, library.embedder, new))
            self._held |= {row.id: row.query for row in new}
            place = (rows[-1].changed_at, rows[-1].id)
            self._newest = max(self._newest, place[0])
        return self._index


async def entries_of(inside: Database, embedder: Embedder, rows: Sequence[WatchedRow]) -> list[Entry]:
    """Searches as entries of an index; what is derived of their words is kept in the database."""
    new = [row for row in rows if row.vector is None]
    made = dict(
        zip(
            [row.id for row in new],
            await asyncio.to_thread(embedder.questions, [subject_of(row) for row in new]),
            strict=True,
        )
    )
    await watched.derive(inside, version_of(embedder), [(row.id, row.query, made[row.id]) for row in new])
    return [
        Entry(Document(row.id, "SavedSearch", MatchKind.IDEA), row.query, made.get(row.id, vector_in(row.vector)))
        for row in rows
    ]


def subject_of(row: WatchedRow) -> str:
    """A search without the words of its times, as it is asked when somebody types it."""
    times = times_named(row.query, row.changed_at.astimezone(BERLIN).date())
    return without_dates(row.query, [each.words for each in times])


def vector_in(kept: bytes | None) -> Vector:
    return np.frombuffer(kept or b"", watched.FLOAT)


async def near(index: VectorIndex, vectors: Sequence[Vector]) -> list[dict[str, float]]:
    """For each document the searches that are near to it, with the cosine: all of them, however many there are."""
    count, found = FIRST_LOOK, [dict[str, float]() for _ in vectors]
    left = list(range(len(vectors)))
    while left:
        hits = await index.search([Search(vectors[place], count, Filter()) for place in left])
        for place, some in zip(left, hits, strict=True):
            found[place] = {each.entry.document.entity_id: each.similarity for each in some if each.similarity >= LEAST}
        left = [
            place for place, some in zip(left, hits, strict=True) if len(some) == count and len(found[place]) == count
        ]
        count *= 4
    return found
