"""An index that replicas share: a PostgreSQL with pgvector, the marketplace's own or another one.

``VectorIndex`` says what the methods do. What one process writes is there for all at once. Vectors are kept in half
precision.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Iterable, Sequence
from contextlib import AsyncExitStack, suppress
from typing import Any, TypeVar

import asyncpg
import numpy as np
import orjson

from services.kit.database import Database, open_database
from services.kit.errors import ServiceError, StartError, UnavailableError
from services.kit.sql import Statement
from services.marketplace.matching.documents import Document, Entry, Filter, Hit, Marked, MatchKind, Search
from services.marketplace.matching.index import Steps, Value
from services.marketplace.matching.parts import Vector
from services.marketplace.store.documents import shared
from services.marketplace.store.entry_rows import HeldRow, NearRow
from services.marketplace.store.homes import QUERIES, Home, build_graph, drop_left, make

LOG = logging.getLogger(__name__)
Row = TypeVar("Row")

PAGE = 1_000
NO_PROGRAMME = ""  # in the column of slugs
HEAD = 4  # bytes before the numbers, when pgvector sends a vector
SENT = np.dtype(">f2")
ASKED = 20.0  # rows that are looked at in the time in which the graph comes by one (measured: README of the room)
COUNTED_FOR = 60.0  # seconds in which the number of documents is not asked for again
USED_EVERY = 3_600.0  # seconds between two notes that the home is in use


async def opened(url: str, version: str, dim: int, pool_size: int) -> SharedIndex:
    """The index of these vectors in a database; ``StartError`` when it is away or cannot hold one."""
    home = Home(version, dim)
    await make(url, home)
    async with AsyncExitStack() as stack:
        database = await stack.enter_async_context(open_database(url, schema=home.name, pool_size=pool_size))
        return SharedIndex(url, home, database, stack.pop_all())


class SharedIndex:
    """One version of vectors in a shared database. Raises ``UnavailableError`` when that is away."""

    def __init__(self, url: str, home: Home, database: Database, opened: AsyncExitStack, asked: float = ASKED) -> None:
        self._url = url
        self._home = home
        self._database = database
        self._opened = opened
        self._asked = asked
        self._is_made = True
        self._used_at = asyncio.get_running_loop().time()
        self._building: asyncio.Task[None] | None = None
        self._counted: tuple[int, int, float] | None = None  # up to how many, how many, when

    async def keep(self, marked: Sequence[Marked]) -> list[str]:
        if not marked:
            return []
        await self._use()
        kept = await self._rows(str, QUERIES.keep_entries, [written(each) for each in marked])
        held = frozenset(kept)
        return [each.document.entity_id for each in marked if each.document.entity_id not in held]

    async def put(self, entries: Sequence[Entry]) -> None:
        last = {each.document.entity_id: each for each in entries}
        if last:
            values = [
                written(Marked(each.document, each.text_hash)) | {"vector": number_list(each.vector)}
                for each in last.values()
            ]
            await self._rows(str, QUERIES.put_entries, values)

    async def remove(self, ids: Iterable[str]) -> None:
        gone = list(ids)
        if gone and self._is_made:
            await self._rows(str, QUERIES.remove_entries, gone)

    async def settle(self) -> None:
        await self._rows(str, QUERIES.analyse_entries)
        for name in await drop_left(self._database, self._home):
            LOG.info("matching: the vectors in %s were not used any more and are dropped", name)
        if self._building is None or self._building.done():
            self._building = asyncio.create_task(self._build(), name="graph")

    async def walk(self, steps: Steps[Value], searches: int = 1) -> Value:
        """A trip for each step: the index is not here."""
        try:
            wanted = next(steps)
            while True:
                wanted = steps.send(await self.search(wanted))
        except StopIteration as end:
            found: Value = end.value
            return found

    async def search(self, searches: Sequence[Search]) -> list[list[Hit]]:
        if not searches:
            return []
        await self._note_use()
        asked = [asked_of(place, each) for place, each in enumerate(searches)]
        rows = await self._rows(NearRow, QUERIES.near_entries, asked, self._asked)
        return await asyncio.to_thread(hits_of, rows, len(searches))

    async def entries(self, ids: Sequence[str]) -> dict[str, Entry]:
        if not ids:
            return {}
        rows = await self._rows(HeldRow, QUERIES.entries_by_ids, list(ids))
        return await asyncio.to_thread(lambda: {row.entity_id: entry_of(row) for row in rows})

    async def count(self, most: int) -> int:
        """As it was at most a minute ago: each question asks it."""
        now = asyncio.get_running_loop().time()
        if self._counted is None or self._counted[0] != most or now - self._counted[2] > COUNTED_FOR:
            (count,) = await self._rows(int, QUERIES.count_entries, most)
            self._counted = (most, count, now)
        return self._counted[1]

    async def owned_by(self, owners: Sequence[str]) -> frozenset[str]:
        return frozenset(await self._rows(str, QUERIES.entry_ids_of_owners, list(owners)))

    async def ids(self) -> AsyncIterator[Sequence[str]]:
        last = ""
        while page := await self._rows(str, QUERIES.entry_ids_after, last, PAGE):
            yield page
            last = page[-1]

    async def close(self) -> None:
        if self._building is not None:
            self._building.cancel()
            with suppress(asyncio.CancelledError):
                await self._building
        await self._opened.aclose()

    async def settled(self) -> None:
        """Returns when no graph is being built by this process."""
        if self._building is not None:
            await asyncio.wait([self._building])

    async def _rows(self, row: Callable[..., Row], statement: Statement, *arguments: object) -> list[Row]:
        try:
            return await self._database.rows(row, statement, *arguments)
        except (asyncpg.UndefinedTableError, asyncpg.UndefinedFunctionError, asyncpg.UndefinedObjectError) as error:
            # Somebody dropped the home. Who keeps the library makes it anew and fills it.
            self._is_made = False
            raise UnavailableError("The index of matching is being filled anew; try again later.") from error

    async def _use(self) -> None:
        """Before documents are kept: the home is there, and is noted as used."""
        if not self._is_made:
            await make(self._url, self._home)
            self._is_made = True
        await self._note_use()

    async def _note_use(self) -> None:
        now = asyncio.get_running_loop().time()
        if now - self._used_at > USED_EVERY:
            self._used_at = now
            await self._rows(str, QUERIES.note_home, self._home.name, self._home.version)

    async def _build(self) -> None:
        try:
            if await build_graph(self._url, self._home):
                LOG.info("matching: the graph is built")
        except (OSError, ServiceError, StartError, asyncpg.PostgresError) as error:
            LOG.warning("matching: the graph could not be built, and each document is looked at: %s", error)


def number_list(vector: Vector) -> str:
    """As pgvector reads a vector."""
    return orjson.dumps(np.ascontiguousarray(vector, np.float32), option=orjson.OPT_SERIALIZE_NUMPY).decode()


def written(marked: Marked) -> dict[str, Any]:
    """A document as the statements read it, by the names of the columns."""
    document = marked.document
    return {
        "entity_id": document.entity_id,
        "text_hash": marked.text_hash,
        "type_name": document.type_name,
        "kind": document.kind.value,
        "owner_id": document.owner_id,
        "members_only": document.members_only,
        "programme": document.programme or NO_PROGRAMME,
        "topics": sorted(document.topics),
        "regions": sorted(document.regions),
        "offers": sorted(document.offers),
        "seeks": sorted(document.seeks),
        "languages": sorted(document.languages),
    }


def asked_of(place: int, search: Search) -> dict[str, Any]:
    rule: Filter = search.filter
    return {
        "place": place,
        "question": number_list(search.vector),
        "wanted": max(search.count, search.few),
        "with_members_only": rule.with_members_only,
        "kinds": narrowing(kind.value for kind in rule.kinds),
        "topics": narrowing(rule.topics),
        "regions": narrowing(rule.regions),
        "not_of": None if rule.not_of is None else holdable(rule.not_of),
        "without": holdable(search.without),
        "programmes": narrowing(rule.programmes),
        "languages": narrowing(rule.languages),
        "among": None if search.among is None else holdable(search.among),
    }


def narrowing(values: Iterable[str]) -> list[str] | None:
    """The values that a document may have; None where nothing is narrowed."""
    wanted = list(values)
    return holdable(wanted) if wanted else None


def holdable(values: Iterable[str]) -> list[str]:
    """Those that a document in PostgreSQL can have: no text there holds a NUL."""
    return sorted(each for each in values if "\0" not in each)


def entry_of(row: HeldRow) -> Entry:
    document = Document(
        entity_id=row.entity_id,
        type_name=row.type_name,
        kind=MatchKind(row.kind),
        owner_id=row.owner_id,
        members_only=row.members_only,
        programme=row.programme or None,
        topics=shared(tuple(row.topics)),
        regions=shared(tuple(row.regions)),
        offers=shared(tuple(row.offers)),
        seeks=shared(tuple(row.seeks)),
        languages=shared(tuple(row.languages)),
    )
    return Entry(document, row.text_hash, np.frombuffer(row.vector, SENT, offset=HEAD).astype(np.float32))


def hits_of(rows: Sequence[NearRow], searches: int) -> list[list[Hit]]:
    """Hits by search, the nearest first: a graph gives them in about their order only."""
    hits: list[list[Hit]] = [[] for _ in range(searches)]
    for row in sorted(rows, key=lambda each: -each.similarity):
        hits[row.place].append(Hit(entry_of(row), row.similarity))
    return hits
