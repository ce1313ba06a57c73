"""Keeps the library of documents like the database: filled in the background at start, then change by change.

A restart embeds nothing: vectors lie in the database by model and hash of the text. What is hidden or withdrawn leaves
before anything else is done.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from enum import Enum

from services.kit.errors import ServiceError, StartError
from services.marketplace.matching.documents import Document
from services.marketplace.matching.embed import Embedder, EmbeddingError
from services.marketplace.matching.library import Library, empty_library
from services.marketplace.matching.parts import Parts, Vector, document_vectors, parts_hash

LOG = logging.getLogger(__name__)
EMBEDDED_TOGETHER = 64  # documents between two steps of progress, and two writes
ENCODERS = 2  # threads that encode at once
TRY_AGAIN_AFTER = 5.0  # seconds, when the database was lost


@dataclass(frozen=True, slots=True)
class Written:
    """A document with the parts that are embedded."""

    document: Document
    parts: Parts


@dataclass(frozen=True, slots=True)
class StoredVector:
    """A vector as it lies in the database."""

    entity_id: str
    text_hash: str
    vector: Vector


@dataclass(frozen=True, slots=True)
class Source:
    """Where documents and vectors come from; filled by the store, or by plain functions in tests.

    ``documents`` takes ids of documents or of owners of profiles, None for all. ``forget`` deletes what was derived
    from documents of these ids (None: any) that are none any more. ``changes`` yields such ids as they change, and
    None whenever something may have been missed: at its start and after a lost connection.
    """

    umbrella: Callable[[], Awaitable[str | None]]
    documents: Callable[[Sequence[str] | None], Awaitable[Sequence[Written]]]
    vectors: Callable[[str, Sequence[str]], Awaitable[Sequence[StoredVector]]]
    save: Callable[[str, Sequence[StoredVector]], Awaitable[None]]
    forget: Callable[[Sequence[str] | None], Awaitable[None]]
    changes: Callable[[], AsyncIterator[frozenset[str] | None]]


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
    """The library of this process and the task that keeps it."""

    def __init__(self, source: Source, load: Callable[[], Embedder]) -> None:
        self._source = source
        self._load = load
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
        async for changed in self._source.changes():
            if self._library is None:
                self._library = empty_library(embedder, await self._source.umbrella())
            await bring_up_to_date(self._library, self._source, changed)
            self.state = State.READY


async def bring_up_to_date(library: Library, source: Source, changed: frozenset[str] | None) -> None:
    """Make the library say what the database says about the changed ids, None for all."""
    written = await source.documents(None if changed is None else sorted(changed))
    known = set(library.documents) if changed is None else library.touched_by(changed)
    ids = [each.document.entity_id for each in written]
    gone = known.difference(ids)
    library.take_out(gone)
    # Words and vectors of a withdrawn text are derived from it and go with it.
    await source.forget(None if changed is None else sorted(gone))
    stored = {each.entity_id: each for each in await source.vectors(library.version, ids)}
    current = [each.document for each in written if is_current(each, stored)]
    library.put_in(current, {each.entity_id: stored[each.entity_id].vector for each in current})
    await embed(library, source, [each for each in written if not is_current(each, stored)])


def is_current(written: Written, stored: Mapping[str, StoredVector]) -> bool:
    found = stored.get(written.document.entity_id)
    return found is not None and found.text_hash == parts_hash(written.parts)


async def encode(embedder: Embedder, documents: Sequence[Parts]) -> list[Vector]:
    """The vectors of many documents, on as many threads as are worth it: a model works on one text after the other."""
    size = -(-len(documents) // ENCODERS)
    slices = [documents[start : start + size] for start in range(0, len(documents), size)]
    made = await asyncio.gather(*(asyncio.to_thread(document_vectors, embedder.passages, some) for some in slices))
    return [vector for vectors in made for vector in vectors]


async def embed(library: Library, source: Source, written: Sequence[Written]) -> None:
    """Embed documents that have no vector yet, save the vectors, and put the documents in."""
    for start in range(0, len(written), EMBEDDED_TOGETHER):
        part = written[start : start + EMBEDDED_TOGETHER]
        vectors = await encode(library.embedder, [each.parts for each in part])
        made = [
            StoredVector(each.document.entity_id, parts_hash(each.parts), vector)
            for each, vector in zip(part, vectors, strict=True)
        ]
        await source.save(library.version, made)
        library.put_in([each.document for each in part], {each.entity_id: each.vector for each in made})
        LOG.info("matching: %d of %d documents embedded", start + len(part), len(written))
