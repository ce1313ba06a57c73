"""Searches that are alerted, the documents that came in, and what is found and told: inside one transaction."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np

from services.kit.database import Database
from services.kit.events import tell
from services.marketplace.matching.content import content
from services.marketplace.matching.documents import MatchKind
from services.marketplace.matching.parts import Vector
from services.marketplace.store.documents import ENOUGH, IN_PARTS, QUESTION_READ, SELECTIVE, SOUNDS_ALIKE
from services.marketplace.store.journal import note as write_line
from services.marketplace.store.reading import QUERIES
from services.marketplace.store.rows import IdRow, LinkUnder
from services.marketplace.store.search_rows import AlertedRow, SaidRow, WatchedRow

FLOAT = np.dtype("<f4")
FOUND = "match.found"
SEARCH = "SavedSearch"
Pair = tuple[str, str]  # ids of a subject and a document


@dataclass(frozen=True, slots=True)
class Fit:
    """A document that fits a search, an idea or a profile. ``waits``: for the next daily word."""

    subject_id: str
    document_id: str
    relevance: float
    waits: bool = False


@dataclass(frozen=True, slots=True)
class Derived:
    """What is kept of a search, for its words as they are: its vector, and the spellings of its subject."""

    search_id: str
    query: str
    vector: Vector
    spellings: tuple[str, ...]


async def begin_watching(inside: Database, at: datetime) -> bool:
    """Takes what is there off the list where nobody looked before, for it is not new; whether it was so."""
    return bool(await inside.value(QUERIES.begin_alerts, at))


async def take_arrived(inside: Database, most: int) -> list[str]:
    """Takes documents whose text is new off the list; their ids."""
    return await inside.rows(str, QUERIES.take_arrived, most)


async def searches_changed(inside: Database, mark: str, after: tuple[datetime, str], most: int) -> list[WatchedRow]:
    return await inside.rows(WatchedRow, QUERIES.searches_changed, mark, *after, most)


async def derive(inside: Database, mark: str, made: Sequence[Derived]) -> None:
    """Keeps what is derived of searches; words that changed meanwhile are derived at the next look."""
    if not made:
        return
    ids = [each.search_id for each in made]
    vectors = [each.vector.astype(FLOAT).tobytes() for each in made]
    await inside.do(QUERIES.derive_searches, ids, [each.query for each in made], vectors, mark)
    await inside.do(QUERIES.forget_search_terms, ids)
    words = [
        (each.search_id, spelling, content(words))
        for each in made
        for spelling, words in enumerate(each.spellings, start=1)
    ]
    columns = [[row[column] for row in words] for column in range(3)]
    await inside.do(QUERIES.note_search_terms, *columns, QUESTION_READ)


async def said(
    inside: Database, documents: Sequence[str], kind: MatchKind, near: Sequence[Pair], least: float
) -> list[SaidRow]:
    """What documents of a kind say of searches: of those that are near to one of them (``near``), and of those whose
    rare words lead to one, where it says at least the share ``least``.
    """
    searches, found = [pair[0] for pair in near], [pair[1] for pair in near]
    limits = (SELECTIVE, ENOUGH, SOUNDS_ALIKE, IN_PARTS, least)
    return await inside.rows(SaidRow, QUERIES.said_of_searches, list(documents), kind.value, found, searches, *limits)


async def watched_searches(inside: Database, ids: Sequence[str]) -> dict[str, AlertedRow]:
    """Those that are still there and whose owners want to be told."""
    return {row.id: row for row in await inside.rows(AlertedRow, QUERIES.watched_searches, list(ids))}


async def blocked(inside: Database, pairs: Sequence[Pair]) -> frozenset[Pair]:
    """Those of these pairs of actors of whom one has blocked the other."""
    ones, others = [pair[0] for pair in pairs], [pair[1] for pair in pairs]
    return frozenset(
        (row.parent, row.target) for row in await inside.rows(LinkUnder, QUERIES.blocked_pairs, ones, others)
    )


async def people_of(inside: Database, subjects: Sequence[str]) -> list[LinkUnder]:
    """Owners of ideas and profiles who want to be told."""
    return await inside.rows(LinkUnder, QUERIES.people_of_subjects, list(subjects))


async def note(inside: Database, fits: Sequence[Fit], at: datetime) -> frozenset[Pair]:
    """Keeps what fits; the pairs that were not known before."""
    columns = (
        [each.subject_id for each in fits],
        [each.document_id for each in fits],
        [each.relevance for each in fits],
        [each.waits for each in fits],
    )
    rows = await inside.rows(LinkUnder, QUERIES.note_found, *columns, at)
    return frozenset((row.parent, row.target) for row in rows)


async def tell_found(
    inside: Database, at: datetime, subject: tuple[str, str], people: Sequence[str], count: int | None = None
) -> None:
    """Tells that something was found. Which documents stays here: it would say what somebody is interested in."""
    payload: Mapping[str, object] = {} if count is None else {"documents": count}
    await tell(inside, at, FOUND, subject, people, payload)


async def note_told(inside: Database, at: datetime, kind: str, subjects: Sequence[str]) -> None:
    """Lines in the journal: something was found for these and told."""
    await write_line(inside, None, at, (kind, subjects), FOUND)


async def tell_daily(inside: Database, at: datetime) -> int:
    """The daily word of each search for which something waits."""
    told = [row.id for row in await inside.rows(IdRow, QUERIES.tell_daily, at)]
    for row in await inside.rows(LinkUnder, QUERIES.owners_of_searches, told):
        await tell_found(inside, at, (SEARCH, row.parent), [row.target])
    await note_told(inside, at, SEARCH, told)
    return len(told)
