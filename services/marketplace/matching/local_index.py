"""The index in this process: every document is compared, so what is found is exact.

Changes are made on the event loop alone; searches of many rows run in a thread, each on the view of its moment.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Iterable, Sequence
from contextlib import suppress

from services.kit.departure import while_awaited
from services.kit.garbage import spare_what_lasts
from services.marketplace.matching.documents import Entry, Hit, Marked, Search
from services.marketplace.matching.index import Steps, Value
from services.marketplace.matching.shelf import Shelf, View, renewed

LOG = logging.getLogger(__name__)
LITTLE = 30_000  # rows times searches that are compared in half a millisecond: a thread would cost as much
FEW = 1_000  # entries that are looked up as fast
DEAD = 1_000  # rows: so few do not matter
MOST_DEAD = 0.2  # of all rows: dead ones are compared with, and lie in memory
PAGE = 1_000


class LocalIndex:
    """The index of this process; ``VectorIndex`` says what its methods do.

    ``dead``: so many dead rows are never tidied away.
    """

    def __init__(self, dim: int, dead: int = DEAD) -> None:
        self._shelf = Shelf(dim)
        self._dead = dead
        self._changed: set[str] = set()  # since the tidying began
        self._tidying: asyncio.Task[None] | None = None

    async def keep(self, marked: Sequence[Marked]) -> list[str]:
        self._note(each.document.entity_id for each in marked)
        missing = [each.document.entity_id for each in marked if not self._shelf.keep(each)]
        self._tidy()
        return missing

    async def put(self, entries: Sequence[Entry]) -> None:
        if entries:
            self._note(each.document.entity_id for each in entries)
            self._shelf.put(entries)
            self._tidy()

    async def remove(self, ids: Iterable[str]) -> None:
        gone = list(ids)
        self._note(gone)
        self._shelf.remove(gone)

    async def settle(self) -> None:
        self._tidy()

    async def walk(self, steps: Steps[Value], searches: int = 1) -> Value:
        view = self._shelf.view()
        if len(self._shelf) * searches <= LITTLE:
            return walked(steps, view)
        return await asyncio.to_thread(walked, steps, view)

    async def search(self, searches: Sequence[Search]) -> list[list[Hit]]:
        return await self.walk(asked(searches), len(searches)) if searches else []

    async def entries(self, ids: Sequence[str]) -> dict[str, Entry]:
        if len(ids) <= FEW:
            return self._shelf.view().entries(ids) if ids else {}
        return await asyncio.to_thread(self._shelf.view().entries, ids)

    async def count(self, most: int) -> int:
        return min(self._shelf.living, most)

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
        """Returns when nothing is being tidied."""
        if self._is_tidying and self._tidying is not None:
            await asyncio.wait([self._tidying])

    @property
    def _is_tidying(self) -> bool:
        return self._tidying is not None and not self._tidying.done()

    def _note(self, ids: Iterable[str]) -> None:
        if self._is_tidying:
            self._changed.update(ids)

    def _tidy(self) -> None:
        """Begin to make a shelf without the dead rows, beside everything else, if it is time to."""
        dead = len(self._shelf) - self._shelf.living
        if not self._is_tidying and dead > self._dead and dead > MOST_DEAD * len(self._shelf):
            self._changed.clear()
            self._tidying = asyncio.create_task(self._renew(self._shelf.view()), name="tidying")

    async def _renew(self, view: View) -> None:
        try:
            self._replace(await asyncio.to_thread(renewed, view))
            spare_what_lasts()
            LOG.info("matching: %d documents are put in order", self._shelf.living)
        except Exception:
            LOG.exception("matching: dead documents could not be tidied away, and go on taking room")

    def _replace(self, new: Shelf) -> None:
        """A renewed shelf in the place of the old, after what changed meanwhile was done to it again."""
        current = self._shelf.view().entries(self._changed)
        new.remove(self._changed)
        if current:
            new.put(list(current.values()))
        self._shelf = new


def walked(steps: Steps[Value], view: View) -> Value:
    """All steps of a walk, in this thread."""
    try:
        searches = next(steps)
        while True:
            searches = steps.send([view.search(each) for each in while_awaited(searches)])
    except StopIteration as end:
        found: Value = end.value
        return found


def asked(searches: Sequence[Search]) -> Steps[list[list[Hit]]]:
    """A walk of one step."""
    return (yield searches)
