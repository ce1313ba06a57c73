"""The nearest of many vectors, exactly: each is compared.

A comparison of 100,000 vectors of 256 dimensions takes 3 ms of one core, of 10,000 a sixth of one (README of the room),
and what is found hangs on nothing but the vectors: not on the order in which they came, nor on who else was looked at.
FAISS adds up each row by itself, so that equal vectors are equally near wherever they lie, and lets go of the
interpreter's lock meanwhile.
"""

from __future__ import annotations

from typing import Any

import faiss
import numpy as np
from numpy.typing import NDArray

from services.marketplace.matching.columns import Mask, Rows
from services.marketplace.matching.parts import Vector

Matrix = NDArray[np.float32]  # (rows, dimensions)
Similarities = NDArray[np.float32]  # by row
NARROW = 8  # times more rows than pass: then it is cheaper to copy those that pass than to compare all

FAISS: Any = faiss  # what type checkers are told of it is not what SWIG makes


def compared(matrix: Matrix, vector: Vector) -> Similarities:
    """The inner product of a vector with each row."""
    similarities = np.empty(len(matrix), np.float32)
    if len(matrix):
        question, pointer = np.ascontiguousarray(vector, np.float32), FAISS.swig_ptr
        where = (pointer(similarities), pointer(question), pointer(matrix))
        FAISS.fvec_inner_products_ny(*where, matrix.shape[1], len(matrix))
    return similarities


def nearest_in(matrix: Matrix, vector: Vector, mask: Mask, count: int) -> tuple[Similarities, Rows]:
    """The nearest ``count`` rows that the mask lets through with all that are as near as the last, in order of rows."""
    rows = np.flatnonzero(mask)
    if len(rows) * NARROW < len(matrix):
        similarities = compared(matrix[rows], vector)
    else:
        similarities = compared(matrix, vector)[rows]
    if count < len(rows):
        least = np.partition(similarities, len(rows) - count)[len(rows) - count] if count > 0 else np.inf
        near = similarities >= least
        return similarities[near], rows[near]
    return similarities, rows
