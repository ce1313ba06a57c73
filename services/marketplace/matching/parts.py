"""A document's vector: each of its parts is embedded by itself, and the unit vectors are averaged by weight.

In one text the longest part would drown the rest; apart, a title of three words counts as much as a page of reasons.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from enum import Enum

import numpy as np
from numpy.typing import NDArray

Vector = NDArray[np.float32]  # one dimension, length 1, or 0 for what no model can read
Encode = Callable[[Sequence[str]], NDArray[np.float32]]


class Part(Enum):
    """The parts that the view ``document_parts`` names."""

    TITLE = "TITLE"
    HEADLINE = "HEADLINE"
    SUMMARY = "SUMMARY"
    BODY = "BODY"
    TOPICS = "TOPICS"
    SKILLS = "SKILLS"
    NAMES = "NAMES"  # owner, place, region: found by words, and no part of the meaning


# A headline says what somebody is ("association", "developer"), which many are: it counts half.
WEIGHTS = {
    Part.TITLE: 1.0,
    Part.HEADLINE: 0.5,
    Part.SUMMARY: 1.0,
    Part.BODY: 1.0,
    Part.TOPICS: 1.0,
    Part.SKILLS: 1.0,
}
RECIPE = "parts-4"  # stands in the version of every vector: change it with weights, averaging, or what is read

Parts = Mapping[Part, str]


def parts_of(named: Mapping[str, str]) -> dict[Part, str]:
    """Parts by their names in the database, without those that say nothing.

    >>> parts_of({"TITLE": "Wald", "TOPICS": " "})
    {<Part.TITLE: 'TITLE'>: 'Wald'}
    """
    return {Part(name): text for name, text in named.items() if text.strip()}


def document_vectors(encode: Encode, documents: Sequence[Parts]) -> list[Vector]:
    """One vector of length 1 for each document; all parts are encoded in one go."""
    # A document without any text is the empty text, so that it has a vector too.
    meant = [[(part, text) for part, text in parts.items() if part in WEIGHTS] for parts in documents]
    chosen = [some or [(Part.TITLE, "")] for some in meant]
    encoded = iter(encode([text for parts in chosen for _, text in parts]))
    vectors = []
    for parts in chosen:
        weighted = np.stack([WEIGHTS[part] * next(encoded) for part, _ in parts])
        vectors.append(unit(weighted.sum(axis=0)))
    return vectors


def stacked(vectors: Sequence[Vector]) -> NDArray[np.float32]:
    """At least one vector as rows: what numpy.stack gives, which takes seven times as long for a hundred."""
    return np.concatenate(vectors).reshape(len(vectors), -1)


def unit(vector: NDArray[np.float32]) -> Vector:
    """The vector with length 1; that of length nought stays."""
    return np.asarray(vector / max(float(np.linalg.norm(vector)), 1e-12), dtype=np.float32)
