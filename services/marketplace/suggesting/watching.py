"""The searches that are alerted, the other way round: an index of their vectors, asked with a document.

So a document that comes in is not compared with each search, and a search not with each document. Nearness leads from a
document to the searches that mean it, and its rare terms to those that look for them (``said_of_searches``); how sure
it is that it fits says ``judging.py``.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import numpy as np

from services.kit.clock import BERLIN
from services.kit.database import Database
from services.marketplace.matching.documents import Document, Entry, Filter, MatchKind, Search
from services.marketplace.matching.index import VectorIndex
from services.marketplace.matching.library import Library
from services.marketplace.matching.local_index import LocalIndex
from services.marketplace.matching.parts import Vector
from services.marketplace.matching.translating import in_german
from services.marketplace.matching.wording import RULES, wording_of
from services.marketplace.store import watched
from services.marketplace.store.search_rows import WatchedRow
from services.marketplace.store.watched import Derived
from services.marketplace.suggesting.understood import understood_of_all

PAGE = 5_000  # searches that are looked at together
TOGETHER = 500  # that are read together: their words take the event loop some hundredths of a second
AGAIN = timedelta(minutes=5)  # before the last look: what was changed then may have been committed late
FIRST_LOOK = 200  # searches near to a document that are asked for at first
BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)


class Watch:
    """What one process holds of them. A deleted search stays in it, and is found to be none where it is asked about."""

    def __init__(self) -> None:
        self._index: VectorIndex | None = None
        self._version = ""
        self._newest = BEGINNING
        self._held: dict[str, str] = {}  # the words of the searches in the index, by id

    def words(self, search: str) -> str:
        """The words of a search that is in the index, as they are asked."""
        return in_german(self._held.get(search, ""))

    async def follow(self, inside: Database, library: Library) -> VectorIndex:
        """The index of today's searches: those that changed since the last look come in, new words get a vector."""
        if self._index is None or self._version != library.version:
            self._index = LocalIndex(library.embedder.dim)
            self._version, self._newest, self._held = library.version, BEGINNING, {}
        place = (self._newest - AGAIN, "") if self._newest > BEGINNING else (BEGINNING, "")
        while rows := await watched.searches_changed(inside, mark_of(library), place, PAGE):
            new = [row for row in rows if self._held.get(row.id) != row.query]
            await self._index.put(await entries_of(inside, library, new))
            self._held |= {row.id: row.query for row in new}
            place = (rows[-1].changed_at, rows[-1].id)
            self._newest = max(self._newest, place[0])
        return self._index


async def entries_of(inside: Database, library: Library, rows: Sequence[WatchedRow]) -> list[Entry]:
    """Searches as entries of an index; what is derived of their words is kept in the database."""
    new = [row for row in rows if row.vector is None]
    made: dict[str, Vector] = {}
    for start in range(0, len(new), TOGETHER):
        made |= await derived(inside, library, new[start : start + TOGETHER])
    return [
        Entry(Document(row.id, "SavedSearch", MatchKind.IDEA), row.query, made.get(row.id, vector_in(row.vector)))
        for row in rows
    ]


async def derived(inside: Database, library: Library, rows: Sequence[WatchedRow]) -> dict[str, Vector]:
    """The vectors of searches, by id; with their words they are kept, as these were meant on the day of saying them."""
    texts = [in_german(row.query) for row in rows]
    days = [row.changed_at.astimezone(BERLIN).date() for row in rows]
    said = await understood_of_all(inside, list(zip(texts, days, strict=True)))
    wordings = [wording_of(text, some) for text, some in zip(texts, said, strict=True)]
    read = await asyncio.to_thread(library.embedder.questions, [each.meaning or each.text for each in wordings])
    made = [
        Derived(row.id, row.query, np.zeros_like(vector) if each.meaning is None else vector, each.spellings)
        for row, each, vector in zip(rows, wordings, read, strict=True)
    ]
    await watched.derive(inside, mark_of(library), made)
    return {each.search_id: each.vector for each in made}


def mark_of(library: Library) -> str:
    """What marks what is derived of a search: the model, and by which rules a text is asked."""
    return f"{library.version}/{RULES}"


def vector_in(kept: bytes | None) -> Vector:
    return np.frombuffer(kept or b"", watched.FLOAT)


async def near(index: VectorIndex, vectors: Sequence[Vector], least: float) -> list[dict[str, float]]:
    """For each document the searches that are near to it, with their cosine, ``least`` and more: all, however many."""
    count, found = FIRST_LOOK, [dict[str, float]() for _ in vectors]
    left = list(range(len(vectors)))
    while left:
        hits = await index.search([Search(vectors[place], count, Filter()) for place in left])
        for place, some in zip(left, hits, strict=True):
            found[place] = {each.entry.document.entity_id: each.similarity for each in some if each.similarity >= least}
        left = [
            place for place, some in zip(left, hits, strict=True) if len(some) == count and len(found[place]) == count
        ]
        count *= 4
    return found
