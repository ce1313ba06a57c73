"""Documents by row with their vectors.

Rows are numbered in the order of arrival and never change: a document that changes gets a new row, and its old one is
dead at once. Changes are made on one thread alone; others search the ``View`` of a moment.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from services.marketplace.matching.columns import Columns, Growing, Mask, growing
from services.marketplace.matching.documents import Document, Entry, Hit, Marked, Search
from services.marketplace.matching.nearest import Matrix, nearest_in
from services.marketplace.matching.parts import stacked

ROOM = 200_000  # rows until vectors are copied to grow; memory is taken as rows come


class Shelf:
    """Documents by row. ``owned``: ids by owner; ``living``: how many rows are not dead."""

    def __init__(self, dim: int) -> None:
        self.dim = dim
        self.rows: list[Marked] = []
        self.row_of: dict[str, int] = {}
        self.owned: dict[str, set[str]] = {}
        self.columns = Columns()
        self.alive: Growing[np.bool_] = growing(np.bool_)
        self.living = 0
        self.vectors: Growing[np.float32] = growing(np.float32, dim, ROOM)

    def __len__(self) -> int:
        return len(self.rows)

    def keep(self, marked: Marked) -> bool:
        """Whether the vector of this text is here; then the document is found as it describes itself now."""
        document = marked.document
        row = self.row_of.get(document.entity_id)
        if row is None or self.rows[row].text_hash != marked.text_hash:
            return False
        if self.rows[row] != marked:
            self.put([Entry(document, marked.text_hash, self.vectors.view()[row].copy())])
        return True

    def put(self, entries: Sequence[Entry]) -> None:
        start = len(self)
        self.columns.add(each.document for each in entries)
        self.rows.extend(Marked(each.document, each.text_hash) for each in entries)
        self.vectors.extend(stacked([each.vector for each in entries]))
        self.alive.extend(np.zeros(len(entries), np.bool_))
        for row, each in enumerate(entries, start):
            self._begin(each.document, row)

    def _begin(self, document: Document, row: int) -> None:
        self.remove([document.entity_id])
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

    def view(self) -> View:
        return View(self.columns, self.vectors.view(), self.alive.view(), self.rows, self.row_of)


@dataclass(frozen=True, slots=True)
class View:
    """A shelf at one moment, for threads: its rows stay as they are, only that some of them may die."""

    columns: Columns
    vectors: Matrix
    alive: Mask
    rows: Sequence[Marked]
    row_of: Mapping[str, int]

    def search(self, wanted: Search) -> list[Hit]:
        """The nearest first, equally near ones in order of their ids: so replicas agree, whatever came when.

        A vector of length nought, of a text that no model can read, is near to nothing: all would be equally near.
        """
        if not wanted.vector.any():
            return []
        mask = self.columns.mask(wanted.filter, len(self.alive)) & self.alive
        if wanted.among is not None:
            mask &= self._these(wanted.among)
        mask[self._rows_of(wanted.without)] = False
        count = len(mask) if np.count_nonzero(mask) <= wanted.few else wanted.count
        similarities, rows = nearest_in(self.vectors, wanted.vector, mask, count)
        entries = self._entries(rows.tolist())
        hits = [
            Hit(entry, similarity)
            for entry, similarity in zip(entries, similarities.tolist(), strict=True)
            if entry.document.entity_id not in wanted.without  # it may have moved to a later row since this view
        ]
        return sorted(hits, key=lambda hit: (-hit.similarity, hit.entry.document.entity_id))[:count]

    def entries(self, ids: Iterable[str]) -> dict[str, Entry]:
        """Those of the documents that are on the shelf."""
        return {each.document.entity_id: each for each in self._entries(self._rows_of(ids))}

    def _rows_of(self, ids: Iterable[str]) -> list[int]:
        end = len(self.alive)
        return [row for row in map(self.row_of.get, ids) if row is not None and row < end]

    def _these(self, ids: Iterable[str]) -> Mask:
        mask = np.zeros(len(self.alive), np.bool_)
        mask[self._rows_of(ids)] = True
        return mask

    def _entries(self, rows: Sequence[int]) -> list[Entry]:
        vectors = self.vectors[np.asarray(rows, np.int64)]  # copies
        known = [self.rows[row] for row in rows]
        return [Entry(each.document, each.text_hash, vector) for each, vector in zip(known, vectors, strict=True)]


def renewed(old: View, together: int = 10_000) -> Shelf:
    """A shelf of what is alive in an old one."""
    new, rows = Shelf(old.vectors.shape[1]), np.flatnonzero(old.alive).tolist()
    for start in range(0, len(rows), together):
        some = rows[start : start + together]
        new.put([Entry(old.rows[row].document, old.rows[row].text_hash, old.vectors[row]) for row in some])
    return new
