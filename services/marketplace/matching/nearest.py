"""The nearest of many vectors, by FAISS: exactly over an array, or by a graph (HNSW) over half-precision copies.

FAISS lets go of the interpreter's lock while it searches, so these functions belong in threads. Nothing here changes
after it was made: searches run beside each other and beside whatever makes the next graph.

HNSW: Malkov, Yashunin 2018. ``LINKS``, ``BREADTH_BUILDING`` and ``BREADTH`` were measured at a million vectors
(README of the room): fewer links lose more of what short texts ask for than a wider search brings back.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import faiss
import numpy as np
from numpy.typing import NDArray

from services.marketplace.matching.columns import Mask, Rows
from services.marketplace.matching.parts import Vector

Matrix = NDArray[np.float32]  # (rows, dimensions)
Found = tuple[NDArray[np.float32], Rows]  # similarities and rows, the nearest first

LINKS = 32  # of a node to others; twice as many on the lowest level
BREADTH_BUILDING = 160  # nodes that are kept in view while a node is linked
BREADTH = 600  # nodes that are kept in view while searching
# What it costs to look at a node of the graph, which lies anywhere in memory and has LINKS neighbours, in comparisons
# of rows that are fetched FETCHED at a time: so many fit the cache of a core.
NODE, FETCHED = 13, 2_048
SPARE = 1.5  # times as many nodes are kept in view as would do if what passes lay everywhere alike
TOGETHER = 20_000  # vectors that are linked in one call


FAISS: Any = faiss  # what type checkers are told of it is not what SWIG makes
# Of building a graph, which has a thread of its own; what holds for products of matrices says nothing of it.
THREADS = os.cpu_count() or 1


def on_threads(count: int) -> None:
    """How many threads FAISS uses for what the calling thread asks next.

    One for a search: a second one only waits, which costs as much again and gains nothing.
    """
    FAISS.omp_set_num_threads(count)


def selecting(mask: Mask) -> Any:
    """The mask as FAISS asks it while searching. Keep it in a name for that long: FAISS itself does not hold it."""
    return FAISS.IDSelectorBitmap(np.packbits(mask, bitorder="little"))


def nothing() -> Found:
    return np.empty(0, np.float32), np.empty(0, np.int64)


def nearest_in(matrix: Matrix, vector: Vector, mask: Mask, count: int) -> Found:
    """The nearest ``count`` rows of an array that the mask lets through, exactly."""
    wanted = min(count, int(np.count_nonzero(mask)))
    if wanted < 1:
        return nothing()
    similarities, rows = np.empty(wanted, np.float32), np.empty(wanted, np.int64)
    pointer = FAISS.swig_ptr
    selector = selecting(mask)
    question = np.ascontiguousarray(vector, np.float32)
    FAISS.knn_inner_product(
        *(pointer(question), pointer(matrix), matrix.shape[1], 1, len(matrix), wanted),
        *(pointer(similarities), pointer(rows), selector),
    )
    return similarities, rows


def merged(one: Found, other: Found, count: int) -> Found:
    """The nearest ``count`` of both."""
    similarities = np.concatenate([one[0], other[0]])
    best = np.argsort(-similarities, kind="stable")[:count]
    return similarities[best], np.concatenate([one[1], other[1]])[best]


@dataclass(frozen=True, slots=True)
class Graph:
    """Vectors of rows 0 to ``len``, linked to their neighbours. Half precision: 2 bytes for each dimension."""

    index: Any  # FAISS's IndexHNSWSQ
    vectors: NDArray[np.float16]  # (rows, dimensions), a view of what FAISS holds

    def __len__(self) -> int:
        return len(self.vectors)

    @property
    def dim(self) -> int:
        return int(self.vectors.shape[1])

    def search(self, vector: Vector, mask: Mask, count: int) -> Found:
        """The nearest ``count`` rows that the mask lets through; exactly where so few pass that it is faster."""
        passing = int(np.count_nonzero(mask))
        wanted = min(count, passing)
        if wanted < 1:
            return nothing()
        # A narrow filter lets few of the nodes in view count, so more have to be in view.
        breadth = max(BREADTH, int(SPARE * count * len(self) / passing))
        if breadth * NODE < passing:
            found = self._linked(vector, mask, wanted, breadth)
            if len(found[1]) == wanted:
                return found
            # What passes lies far away from what was asked for.
        return self._each(vector, np.flatnonzero(mask), wanted)

    def _linked(self, vector: Vector, mask: Mask, count: int, breadth: int) -> Found:
        """The nearest that pass among the nearest ``breadth`` of all; fewer than wanted where those lie elsewhere.

        Not by a filter inside FAISS's walk: that fills up with whatever it came by that passes, however far away, so
        half of what is nearest in a topic was missing when the question lay in another.
        """
        chosen = FAISS.SearchParametersHNSW(efSearch=breadth)
        similarities, rows = self.index.search(vector[np.newaxis], breadth, params=chosen)
        found = rows[0] >= 0  # FAISS fills up with -1
        found[found] = mask[rows[0][found]]
        return similarities[0][found][:count], rows[0][found][:count]

    def _each(self, vector: Vector, rows: Rows, count: int) -> Found:
        """The nearest of some rows, by comparing with each."""
        best = nothing()
        for start in range(0, len(rows), FETCHED):
            some = rows[start : start + FETCHED]
            index = FAISS.IndexScalarQuantizer(self.dim, FAISS.ScalarQuantizer.QT_fp16, FAISS.METRIC_INNER_PRODUCT)
            index.add_sa_codes(self.vectors[some].view(np.uint8))
            similarities, places = index.search(vector[np.newaxis], min(count, len(some)))
            best = merged(best, (similarities[0], some[places[0]]), count)
        return best

    def of(self, rows: Rows) -> Matrix:
        """The vectors of some rows."""
        return self.vectors[rows].astype(np.float32)

    def extended(self, vectors: Matrix) -> Graph:
        """Another graph, with these vectors in the next rows."""
        return grown(FAISS.clone_index(self.index), [vectors])

    def write(self, file: Path) -> None:
        FAISS.write_index(self.index, str(file))


def built(vectors: Iterable[Matrix], dim: int) -> Graph:
    """A graph over all vectors, in their order. Takes minutes for a million."""
    index = FAISS.IndexHNSWSQ(dim, FAISS.ScalarQuantizer.QT_fp16, LINKS, FAISS.METRIC_INNER_PRODUCT)
    index.hnsw.efConstruction = BREADTH_BUILDING
    index.is_trained = True  # half precision has nothing to learn from the vectors
    return grown(index, vectors)


def grown(index: Any, vectors: Iterable[Matrix]) -> Graph:
    on_threads(THREADS)
    for some in vectors:
        for start in range(0, len(some), TOGETHER):
            index.add(np.ascontiguousarray(some[start : start + TOGETHER], np.float32))
    return graph_of(index)


def graph_of(index: Any) -> Graph:
    storage = FAISS.downcast_index(index.storage)
    codes = FAISS.rev_swig_ptr(storage.codes.data(), storage.codes.size())
    return Graph(index, codes.view(np.float16).reshape(index.ntotal, index.d))


def read(file: Path) -> Graph:
    """A graph from its file. Raises OSError for a file that is none."""
    try:
        return graph_of(FAISS.read_index(str(file)))
    except (RuntimeError, AttributeError, ValueError) as error:  # FAISS raises the first, a foreign index the others
        raise OSError(f"{file} holds no graph: {error}") from error
