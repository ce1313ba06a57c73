"""Keeps the library of documents like the database: filled in the background at start, then change by change.

A restart embeds nothing: vectors lie in the database by model and hash of the text. What is hidden or withdrawn leaves
before anything else is done. Everything goes in small pages, so that the event loop is never held for long.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, suppress
from dataclasses import dataclass
from enum import Enum
from types import MappingProxyType
from typing import Protocol, TypeVar

from services.kit.errors import ServiceError, StartError
from services.kit.garbage import spare_what_lasts
from services.marketplace.matching.documents import Entry, Marked
from services.marketplace.matching.embed import Embedder, EmbeddingError
from services.marketplace.matching.index import VectorIndex
from services.marketplace.matching.library import Library
from services.marketplace.matching.parts import Parts, Vector, document_vectors

Item = TypeVar("Item")

LOG = logging.getLogger(__name__)
PAGE = 128  # documents that are looked at together
WORDED_TOGETHER = 8 * PAGE  # documents whose words are written together while the library is filled
TOLD = 1_000  # documents between two lines in the log
EMBEDDED_TOGETHER = 64  # documents between two writes
SPARED = 4_000  # documents that came in until the garbage collector is spared them
ENCODERS = 2  # threads that encode at once
TRY_AGAIN_AFTER = 5.0  # seconds, when the database was lost
NONE: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Written:
    """The parts of a document that are embedded, and the mark of their text."""

    entity_id: str
    text_hash: str
    parts: Parts


@dataclass(frozen=True, slots=True)
class StoredVector:
    """A vector as it lies in the database."""

    entity_id: str
    text_hash: str
    vector: Vector


class News(Protocol):
    """What changes in the database from the moment on in which somebody began to listen."""

    def waiting(self) -> bool:
        """Whether ``next`` has something at once."""

    async def next(self) -> frozenset[str]:
        """Ids of documents, or of owners of profiles, that changed. Raises ConnectionError when news may be missed."""


@dataclass(frozen=True, slots=True)
class Source:
    """Where documents and vectors come from; filled by the store, or by plain functions in tests.

    ``ids_after`` gives the next ids in order, none at the end; some of them may be of no document. ``owned`` gives the
    ids of what belongs to owners. ``documents`` leaves out what is no document any more. ``save`` writes vectors with
    the words of their documents, but of the ids that it is told. ``words_ahead`` writes the words of those that have no
    vector of a model, many at once where there are many, and gives the marks of their texts by id; ``words_settled``
    comes after the last. ``forget`` deletes what was derived from documents of these ids (None: any) that are none any
    more.
    """

    umbrella: Callable[[], Awaitable[str | None]]
    ids_after: Callable[[str, int], Awaitable[Sequence[str]]]
    owned: Callable[[Sequence[str]], Awaitable[Sequence[str]]]
    documents: Callable[[Sequence[str]], Awaitable[Sequence[Marked]]]
    parts: Callable[[Sequence[str]], Awaitable[Sequence[Written]]]
    vectors: Callable[[str, Sequence[str]], Awaitable[Sequence[StoredVector]]]
    save: Callable[[str, Sequence[StoredVector], Collection[str]], Awaitable[None]]
    words_ahead: Callable[[str, Sequence[str]], Awaitable[Mapping[str, str]]]
    words_settled: Callable[[], Awaitable[None]]
    forget: Callable[[Sequence[str] | None], Awaitable[None]]
    news: Callable[[], AbstractAsyncContextManager[News]]


class State(Enum):
    """What /health says of matching."""

    STARTING = "starting"
    READY = "ready"
    FAILED = "failed"


class NotReadyError(Exception):
    """The index is being filled or could not be; ``state`` tells which."""

    def __init__(self, state: State) -> None:
        super().__init__(f"Matching is {state.value}.")
        self.state = state


class Matching:
    """The library of this process and the task that keeps it. ``open_index`` opens an empty index or the shared one."""

    def __init__(
        self,
        source: Source,
        load: Callable[[], Embedder],
        open_index: Callable[[Embedder], Awaitable[VectorIndex]],
    ) -> None:
        self._source = source
        self._load = load
        self._open_index = open_index
        self._library: Library | None = None
        self._task: asyncio.Task[None] | None = None
        self.state = State.STARTING

    @property
    def library(self) -> Library:
        """The filled library; raises NotReadyError before the first filling is done."""
        if self._library is None or self.state is not State.READY:
            raise NotReadyError(self.state)
        return self._library

    def start(self) -> None:
        """Begin to fill the library beside everything else."""
        self._task = asyncio.create_task(self._keep(), name="matching")

    async def close(self) -> None:
        if self._task is not None:
            self._task.cancel()
            with suppress(asyncio.CancelledError):
                await self._task
        if self._library is not None:
            await self._library.index.close()

    async def _keep(self) -> None:
        try:
            embedder = await asyncio.to_thread(self._load)
        except EmbeddingError as error:
            LOG.error("matching is off: %s", error)
            self.state = State.FAILED
            return
        while True:
            try:
                await self._follow(embedder)
            except (OSError, ServiceError, StartError) as error:  # the database is away; what is in the library stays
                LOG.warning("matching lost the database and tries again in %s s: %s", TRY_AGAIN_AFTER, error)
            except Exception:
                LOG.exception("matching failed and begins anew in %s s", TRY_AGAIN_AFTER)
            await asyncio.sleep(TRY_AGAIN_AFTER)

    async def _follow(self, embedder: Embedder) -> None:
        async with self._source.news() as news:
            if self._library is None:
                umbrella = await self._source.umbrella()
                self._library = Library(embedder, umbrella, await self._open_index(embedder))
            await bring_up_to_date(self._library, self._source, news)
            self.state = State.READY
            while True:
                await follow(self._library, self._source, await news.next())


async def bring_up_to_date(library: Library, source: Source, news: News) -> None:
    """Make the library say what the database says; what changes meanwhile is followed after each page."""
    seen, has_words = set[str](), False
    async for page, worded in filling(library, source):
        has_words |= bool(worded)
        seen.update(await take_in(library, source, page, worded))
        if len(seen) // SPARED > (len(seen) - len(page)) // SPARED:
            spare_what_lasts()
        if len(seen) // TOLD > (len(seen) - len(page)) // TOLD:
            LOG.info("matching: %d documents are in", len(seen))
        while news.waiting():
            await follow(library, source, await news.next())
    async for held in library.index.ids():
        # It may have come in by the news, after its place was passed.
        gone = [each for each in held if each not in seen]
        still = {each.document.entity_id for each in await source.documents(gone)} if gone else set()
        await library.index.remove([each for each in gone if each not in still])
    await library.index.settle()
    if has_words:
        await source.words_settled()
    spare_what_lasts()
    await source.forget(None)
    LOG.info("matching: all %d documents are in", len(seen))


async def filling(library: Library, source: Source) -> AsyncIterator[tuple[Sequence[str], Mapping[str, str]]]:
    """Pages of all ids, with the marks of the texts whose words are written already."""
    last = ""
    while some := await source.ids_after(last, WORDED_TOGETHER):
        last = some[-1]
        worded = await source.words_ahead(library.version, some)
        for page in pages(some, PAGE):
            yield page, worded


async def follow(library: Library, source: Source, changed: frozenset[str]) -> None:
    """Make the library say what the database says of these documents, and of profiles of these owners."""
    marks = sorted(changed)
    ids = changed.union(await source.owned(marks), await library.index.owned_by(marks))
    for page in pages(sorted(ids), PAGE):
        taken = await take_in(library, source, page)
        # Words and vectors of a withdrawn text are derived from it and go with it.
        await source.forget([each for each in page if each not in taken])


async def take_in(
    library: Library, source: Source, ids: Sequence[str], worded: Mapping[str, str] = NONE
) -> frozenset[str]:
    """Put those in that are documents, and take the others out at once. Gives back the ids of the former.

    ``worded``: by id the mark of the text whose words are written already.
    """
    marked = {each.document.entity_id: each for each in await source.documents(ids)}
    await library.index.remove([each for each in ids if each not in marked])
    # A replica that wrote words and vector of a later text meanwhile has its words overwritten by those of the earlier.
    stale = {each for each, some in marked.items() if worded.get(each, some.text_hash) != some.text_hash}
    new = stale.union(await library.index.keep(list(marked.values())))
    stored = await source.vectors(library.version, sorted(new - stale)) if new - stale else []
    current = [each for each in stored if is_current(library, each, marked[each.entity_id])]
    await put_in(library, marked, current)
    await embed(library, source, marked, sorted(new.difference(each.entity_id for each in current)), worded)
    return frozenset(marked)


def is_current(library: Library, stored: StoredVector, marked: Marked) -> bool:
    """Whether it is of this text; and of this model, which may be another one by the same name on its hub."""
    return stored.text_hash == marked.text_hash and len(stored.vector) == library.embedder.dim


async def put_in(library: Library, marked: dict[str, Marked], vectors: Iterable[StoredVector]) -> None:
    await library.index.put([Entry(marked[each.entity_id].document, each.text_hash, each.vector) for each in vectors])


async def embed(
    library: Library, source: Source, marked: dict[str, Marked], ids: Sequence[str], worded: Mapping[str, str]
) -> None:
    """Embed documents that have no vector yet, save the vectors, and put the documents in."""
    for page in pages(ids, EMBEDDED_TOGETHER):
        written = await source.parts(page)
        vectors = await encoded(library.embedder, [each.parts for each in written])
        made = [
            StoredVector(each.entity_id, each.text_hash, vector) for each, vector in zip(written, vectors, strict=True)
        ]
        # A text that changed in between has other words.
        has_words = {each.entity_id for each in made if worded.get(each.entity_id) == each.text_hash}
        await source.save(library.version, made, has_words)
        await put_in(library, marked, made)
        LOG.debug("matching: %d documents embedded", len(made))


async def encoded(embedder: Embedder, documents: Sequence[Parts]) -> list[Vector]:
    """The vectors of many documents, on as many threads as are worth it: a model works on one text after the other."""
    some = pages(documents, -(-len(documents) // ENCODERS) or 1)
    made = await asyncio.gather(*(asyncio.to_thread(document_vectors, embedder.passages, each) for each in some))
    return [vector for vectors in made for vector in vectors]


def pages(items: Sequence[Item], size: int) -> Iterator[Sequence[Item]]:
    return (items[start : start + size] for start in range(0, len(items), size))
