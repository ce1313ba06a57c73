"""Documents by row with their vectors: a graph over the first rows, an array over those after it.

Rows are numbered in the order of arrival and never change: a document that changes gets a new row, and its old one is
dead at once. Changes are made on one thread alone; others search the ``View`` of a moment.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from services.marketplace.matching.columns import Columns, Growing, Mask, Rows, growing
from services.marketplace.matching.documents import Document, Entry, Hit, Marked, Search
from services.marketplace.matching.nearest import Graph, Matrix, built, merged, nearest_in, nothing, on_threads
from services.marketplace.matching.parts import Vector

TOGETHER = 10_000  # rows that are handled in one go
TAIL = 50_000  # rows that the tail has room for, so that it is not copied while it grows; memory is taken as rows come


@dataclass(frozen=True, slots=True)
class Saved:
    """Documents by row, and the graph of their vectors: what is worth keeping when the process ends.

    There may be more rows than the graph covers; those after it are not kept.
    """

    rows: Sequence[Marked]
    graph: Graph


class Shelf:
    """Documents by row. ``graph`` covers the first rows, ``tail`` has the vectors of those after it."""

    def __init__(self, dim: int, saved: Saved | None = None) -> None:
        self.dim = dim
        self.rows: list[Marked] = []
        self.row_of: dict[str, int] = {}
        self.owned: dict[str, set[str]] = {}
        self.columns = Columns()
        self.alive: Growing[np.bool_] = growing(np.bool_)
        self.living = 0
        self.graph: Graph | None = None
        self.tail: Growing[np.float32] = growing(np.float32, dim, TAIL)
        self.resting: dict[str, int] = {}  # rows of a snapshot whose documents nobody has confirmed yet
        if saved is not None:
            self._add_rows(saved.rows, alive=False)
            self.graph = saved.graph
            self.resting = {marked.document.entity_id: row for row, marked in enumerate(saved.rows)}

    def __len__(self) -> int:
        return len(self.rows)

    @property
    def linked(self) -> int:
        """How many rows the graph covers."""
        return 0 if self.graph is None else len(self.graph)

    def _add_rows(self, marked: Sequence[Marked], *, alive: bool) -> None:
        self.columns.add(each.document for each in marked)
        self.rows.extend(marked)
        self.alive.extend(np.full(len(marked), alive, np.bool_))

    def keep(self, marked: Marked) -> bool:
        """Whether the vector of this text is here; then the document is found as it describes itself now."""
        document = marked.document
        row = self.row_of.get(document.entity_id, self.resting.pop(document.entity_id, None))
        if row is None or self.rows[row].text_hash != marked.text_hash:
            return False
        if self.rows[row] != marked:
            self.put([Entry(document, marked.text_hash, self.vector(row))])
        elif document.entity_id not in self.row_of:
            self._begin(document, row)
        return True

    def put(self, entries: Sequence[Entry]) -> None:
        self.remove(each.document.entity_id for each in entries)
        start = len(self)
        self._add_rows([Marked(each.document, each.text_hash) for each in entries], alive=False)
        self.tail.extend(np.stack([each.vector for each in entries]))
        for row, each in enumerate(entries, start):
            self._begin(each.document, row)

    def _begin(self, document: Document, row: int) -> None:
        self.row_of[document.entity_id] = row
        if document.owner_id is not None:
            self.owned.setdefault(document.owner_id, set()).add(document.entity_id)
        self.alive.view()[row] = True
        self.living += 1

    def remove(self, ids: Iterable[str]) -> None:
        for each in ids:
            row = self.row_of.pop(each, None)
            if row is None:
                continue
            self.alive.view()[row] = False
            self.living -= 1
            owner = self.rows[row].document.owner_id
            if owner is not None:
                self.owned[owner].discard(each)

    def vector(self, row: int) -> Vector:
        return self.vectors([row]).reshape(self.dim)

    def vectors(self, rows: Sequence[int]) -> Matrix:
        """Copies of the vectors of rows, in their order."""
        return vectors_of(self.graph, self.tail.view(), np.asarray(rows, np.int64))

    def view(self) -> View:
        return View(self.columns, self.graph, self.tail.view(), self.alive.view(), self.rows, self.row_of)

    def tail_after(self, graph: Graph) -> Growing[np.float32]:
        """A copy of the vectors after those of a graph that is not linked yet. For a thread: it may be long."""
        tail = growing(np.float32, self.dim, TAIL)
        tail.extend(self.tail.view()[len(graph) - self.linked :])
        return tail

    def link(self, graph: Graph, tail: Growing[np.float32]) -> None:
        """Put a graph that covers more of the rows in the place of the last; ``tail`` is that after it, as it was."""
        tail.extend(self.tail.view()[len(graph) - self.linked + len(tail) :])
        self.graph, self.tail = graph, tail


@dataclass(frozen=True, slots=True)
class View:
    """A shelf at one moment, for threads: its rows stay as they are, only that some of them may die."""

    columns: Columns
    graph: Graph | None
    tail: Matrix
    alive: Mask
    rows: Sequence[Marked]
    row_of: Mapping[str, int]

    def search(self, wanted: Search) -> list[Hit]:
        on_threads(1)
        mask = self.columns.mask(wanted.filter, len(self.alive)) & self.alive
        mask[[row for row in map(self.row_of.get, wanted.without) if row is not None and row < len(mask)]] = False
        linked = 0 if self.graph is None else len(self.graph)
        near = nothing() if self.graph is None else self.graph.search(wanted.vector, mask[:linked], wanted.count)
        similarities, places = nearest_in(self.tail, wanted.vector, mask[linked:], wanted.count)
        similarities, places = merged(near, (similarities, places + linked), wanted.count)
        entries = self._entries(places.tolist())
        return [
            Hit(entry, similarity)
            for entry, similarity in zip(entries, similarities.tolist(), strict=True)
            if entry.document.entity_id not in wanted.without  # it may have moved to a later row since this view
        ]

    def entries(self, ids: Iterable[str]) -> dict[str, Entry]:
        """Those of the documents that are on the shelf."""
        rows = [row for row in map(self.row_of.get, ids) if row is not None and row < len(self.alive)]
        return {each.document.entity_id: each for each in self._entries(rows)}

    def _entries(self, rows: Sequence[int]) -> list[Entry]:
        vectors = vectors_of(self.graph, self.tail, np.asarray(rows, np.int64))
        known = [self.rows[row] for row in rows]
        return [Entry(each.document, each.text_hash, vector) for each, vector in zip(known, vectors, strict=True)]


def vectors_of(graph: Graph | None, tail: Matrix, rows: Rows) -> Matrix:
    """Copies of the vectors of rows, in their order; the tail begins where the graph ends."""
    if graph is None:
        return tail[rows]
    made = np.empty((len(rows), tail.shape[1]), np.float32)
    linked = rows < len(graph)
    made[linked] = graph.of(rows[linked])
    made[~linked] = tail[rows[~linked] - len(graph)]
    return made


def renewed(old: View) -> Shelf:
    """A shelf of what is alive in an old one, all of it in a new graph."""
    rows = np.flatnonzero(old.alive)
    parts = (rows[start : start + TOGETHER] for start in range(0, len(rows), TOGETHER))
    dim = old.tail.shape[1]
    graph = built((vectors_of(old.graph, old.tail, part) for part in parts), dim)
    marked = [old.rows[row] for row in rows.tolist()]
    new = Shelf(dim, Saved(marked, graph))
    for each in marked:
        new.keep(each)
    return new
