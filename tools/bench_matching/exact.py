"""Questions, and the right answers: what a comparison with every vector finds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import faiss
import numpy as np
from numpy.typing import NDArray

from services.marketplace.matching.documents import Filter
from services.marketplace.matching.nearest import Matrix
from tools.bench_matching.world import (
    PAGE,
    QUESTION,
    Facts,
    documents,
    facts,
    first_of,
    passing,
    read_language,
    texts,
)

TEN = 10
QUESTIONS = 200  # of each sort
FORMS = ("documents", "short texts")


@dataclass(frozen=True, slots=True)
class World:
    """Everything that is measured with: the vectors and facts of documents, and the vectors of questions by form."""

    vectors: Matrix
    facts: Facts
    questions: Mapping[str, Matrix]


def write_world(folder: Path, model: Path, size: int, seed: int) -> None:
    """Makes documents and questions in files, so that other processes have them without their cost.

    Documents come page by page: all at once would need many times their memory.
    """
    random = np.random.default_rng(seed)
    language = read_language(model, size, random)
    drawn = random.integers(0, len(language.themes), (2, QUESTIONS))
    asked = (documents(language, drawn[0], random), texts(language, drawn[1], QUESTION, random))
    np.savez(folder / "questions.npz", **dict(zip(FORMS, asked, strict=True)))  # type: ignore[arg-type]  # arrays by name
    themes = random.integers(0, len(language.themes), size)
    np.save(folder / "themes.npy", themes)
    vectors = np.lib.format.open_memmap(folder / "vectors.npy", "w+", np.float32, (size, language.dim))
    for start in range(0, size, PAGE):
        some = themes[start : start + PAGE]
        vectors[start : start + len(some)] = documents(language, some, random)
    vectors.flush()


def read_world(folder: Path, size: int, seed: int) -> World:
    """The first documents, with the same facts whatever the size is; vectors stay in their file until they are read."""
    vectors = np.load(folder / "vectors.npy", mmap_mode="r")
    every = facts(np.load(folder / "themes.npy"), np.random.default_rng(seed + 1))
    with np.load(folder / "questions.npz") as asked:
        return World(vectors[:size], first_of(every, size), {form: asked[form] for form in FORMS})


def nearest(world: World, rule: Filter, held: NDArray[np.bool_] | None = None) -> dict[str, NDArray[np.int64]]:
    """By form of question the rows of the ten nearest that pass: (questions, ten).

    ``held`` says which documents there are, where it is not all.
    """
    mask = passing(world.facts, rule)
    rows = np.flatnonzero(mask if held is None else mask & held)
    chosen = np.ascontiguousarray(world.vectors[rows])
    found = {}
    for form, vectors in world.questions.items():
        _, places = faiss.knn(vectors, chosen, min(TEN, len(rows)), faiss.METRIC_INNER_PRODUCT)
        found[form] = rows[places]
    return found


def recall(found: Sequence[Sequence[int]], right: NDArray[np.int64]) -> float:
    """The share of the right rows that were found.

    >>> recall([[1, 2]], np.array([[2, 3]]))
    0.5
    """
    hits = sum(len(set(some) & set(wanted)) for some, wanted in zip(found, right.tolist(), strict=True))
    return hits / max(1, right.size)
