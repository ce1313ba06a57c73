"""The index in this process: an exact one over the newest documents, and a graph over the others once they are many.

When the newest have become many, another graph is made in a thread and put in the place of the old one, while searches
and changes go on. Changes are made on the event loop alone; searches run in threads, each on the view of its moment.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Iterable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Protocol

from services.kit.departure import while_awaited
from services.kit.garbage import spare_what_lasts
from services.marketplace.matching.documents import Entry, Hit, Marked, Search
from services.marketplace.matching.nearest import Graph, built
from services.marketplace.matching.shelf import Saved, Shelf, View, renewed
from services.marketplace.matching.snapshot import FolderSnapshots

LOG = logging.getLogger(__name__)
GRAPH_FROM = 20_000  # rows: up to here, comparing with each takes about a millisecond
LITTLE = 4_000  # rows times searches that are compared in a third of a millisecond: a thread would cost as much
FEW = 200  # entries that are looked up as fast
MOST_DEAD = 0.2  # of all rows: dead ones are walked through and lie in memory
PAGE = 1_000


class Snapshots(Protocol):
    """Where a graph outlives the process."""

    def load(self) -> Saved | None:
        """The last one saved, None when there is none that can be used."""

    def save(self, saved: Saved) -> None:
        """Keep this one instead of the last."""


class NoSnapshots:
    """Each start makes its graph anew."""

    def load(self) -> Saved | None:
        return None

    def save(self, saved: Saved) -> None:
        """Nothing is kept."""


async def opened(dim: int, version: str, folder: Path | None) -> LocalIndex:
    """An index that keeps its graph in ``folder``; ``version`` marks the vectors. None: it keeps nothing."""
    index = LocalIndex(dim, None if folder is None else FolderSnapshots(folder, version))
    await index.open()
    return index


class LocalIndex:
    """The index of this process; ``VectorIndex`` says what its methods do."""

    def __init__(self, dim: int, snapshots: Snapshots | None = None, graph_from: int = GRAPH_FROM) -> None:
        self._snapshots = NoSnapshots() if snapshots is None else snapshots
        self._graph_from = graph_from
        self._shelf = Shelf(dim)
        self._changed: set[str] = set()  # since the last graph was begun
        self._tidying: asyncio.Task[None] | None = None

    async def open(self) -> None:
        """Begin with the snapshot: its documents are found as soon as they are kept."""
        saved = await asyncio.to_thread(self._snapshots.load)
        if saved is not None and saved.graph.dim == self._shelf.dim:
            self._shelf = await asyncio.to_thread(Shelf, self._shelf.dim, saved)

    async def keep(self, marked: Sequence[Marked]) -> list[str]:
        self._note(each.document.entity_id for each in marked)
        return [each.document.entity_id for each in marked if not self._shelf.keep(each)]

    async def put(self, entries: Sequence[Entry]) -> None:
        if not entries:
            return
        self._note(each.document.entity_id for each in entries)
        self._shelf.put(entries)
        self._tidy()
        if self._newest > 2 * self._graph_from:  # who fills the index waits, or what is not linked would grow and grow
            await self.tidied()

    async def remove(self, ids: Iterable[str]) -> None:
        gone = list(ids)
        self._note(gone)
        self._shelf.remove(gone)

    async def settle(self) -> None:
        self._shelf.resting.clear()
        self._tidy()

    async def search(self, searches: Sequence[Search]) -> list[list[Hit]]:
        if not searches:
            return []
        view = self._shelf.view()
        if len(self._shelf) * len(searches) <= LITTLE:
            return [view.search(each) for each in searches]
        return await asyncio.to_thread(lambda: [view.search(each) for each in while_awaited(searches)])

    async def entries(self, ids: Sequence[str]) -> dict[str, Entry]:
        if len(ids) <= FEW:
            return self._shelf.view().entries(ids) if ids else {}
        return await asyncio.to_thread(self._shelf.view().entries, ids)

    async def owned_by(self, owners: Sequence[str]) -> frozenset[str]:
        return frozenset().union(*(self._shelf.owned.get(owner, ()) for owner in owners))

    async def ids(self) -> AsyncIterator[Sequence[str]]:
        shelf, start = self._shelf, 0
        while start < len(shelf):
            alive = shelf.alive.view()[start : start + PAGE].tolist()
            rows = shelf.rows[start : start + PAGE]
            yield [each.document.entity_id for each, lives in zip(rows, alive, strict=True) if lives]
            start += PAGE

    async def close(self) -> None:
        if self._tidying is not None:
            self._tidying.cancel()
            with suppress(asyncio.CancelledError):
                await self._tidying

    async def tidied(self) -> None:
        """Returns when no graph is being made."""
        if self._is_tidying and self._tidying is not None:
            await asyncio.wait([self._tidying])

    @property
    def _newest(self) -> int:
        return len(self._shelf) - self._shelf.linked

    @property
    def _is_tidying(self) -> bool:
        return self._tidying is not None and not self._tidying.done()

    def _note(self, ids: Iterable[str]) -> None:
        if self._is_tidying:
            self._changed.update(ids)

    def _tidy(self) -> None:
        """Begin to make another graph beside everything else, if it is time to."""
        if not self._is_tidying and self._newest >= self._graph_from:
            self._changed.clear()
            self._tidying = asyncio.create_task(self._link(self._shelf, self._shelf.view()), name="graph")

    async def _link(self, shelf: Shelf, view: View) -> None:
        try:
            LOG.info("matching: linking %d new documents", len(view.tail))
            if len(shelf) - shelf.living > MOST_DEAD * len(shelf):
                self._replace(await asyncio.to_thread(renewed, view))
            elif view.graph is None:
                await linked(shelf, await asyncio.to_thread(built, [view.tail], shelf.dim))
            else:
                await linked(shelf, await asyncio.to_thread(view.graph.extended, view.tail))
            spare_what_lasts()
            await self._save(self._shelf)
            LOG.info("matching: %d documents are linked", self._shelf.linked)
        except Exception:
            LOG.exception("matching: the new documents could not be linked, and are compared one by one")

    def _replace(self, new: Shelf) -> None:
        """A renewed shelf in the place of the old, after what changed meanwhile was done to it again."""
        current = self._shelf.view().entries(self._changed)
        new.remove(self._changed)
        if current:
            new.put(list(current.values()))
        self._shelf = new

    async def _save(self, shelf: Shelf) -> None:
        if shelf.graph is not None:
            await asyncio.to_thread(self._snapshots.save, Saved(shelf.rows, shelf.graph))


async def linked(shelf: Shelf, graph: Graph) -> None:
    """Puts a graph in the place of a shelf's last, without holding the loop while megabytes of vectors are copied."""
    shelf.link(graph, await asyncio.to_thread(shelf.tail_after, graph))
