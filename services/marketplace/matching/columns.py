"""What filters ask of documents, as columns by row, so that a filter is a few steps over arrays and not over objects.

A row never changes its document: one that changes gets a new row. So the mask of a filter stays true for the rows that
it covers, and only has to be continued for new ones.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from typing import Generic, TypeVar

import numpy as np
from numpy.typing import NDArray

from services.marketplace.matching.documents import Document, Filter, MatchKind

Rows = NDArray[np.int64]
Mask = NDArray[np.bool_]  # by row
Number = TypeVar("Number", bound=np.generic)

KINDS = {kind: number for number, kind in enumerate(MatchKind)}
NO_PROGRAMME = -1
NOTHING: Mask = np.empty(0, np.bool_)
MOST_MASKS = 64  # filters that are remembered: lists of an application ask the same few again and again


class Growing(Generic[Number]):
    """An array that grows at its end. What ``view`` gave out stays as it was when rows are added."""

    def __init__(self, like: NDArray[Number], room: int) -> None:
        self._array = np.empty((room, *like.shape[1:]), dtype=like.dtype)
        self._length = 0

    def __len__(self) -> int:
        return self._length

    def extend(self, more: NDArray[Number]) -> None:
        needed = self._length + len(more)
        if needed > len(self._array):
            larger = np.empty((max(needed, len(self._array) * 3 // 2), *self._array.shape[1:]), self._array.dtype)
            larger[: self._length] = self._array[: self._length]
            self._array = larger
        self._array[self._length : needed] = more
        self._length = needed

    def view(self) -> NDArray[Number]:
        """The rows so far, not a copy."""
        return self._array[: self._length]


def growing(dtype: type[Number], width: int | None = None, room: int = 16) -> Growing[Number]:
    """An empty one; it is not copied before it has more rows than there is ``room`` for."""
    return Growing(np.empty((0,) if width is None else (0, width), dtype), room)


class Columns:
    """The documents of an index by row, as far as filters ask for them."""

    def __init__(self) -> None:
        self._kinds = growing(np.uint8)
        self._members_only = growing(np.bool_)
        self._programmes = growing(np.int16)
        self._programme_numbers: dict[str, int] = {}
        self._by_topic: dict[str, Growing[np.int64]] = {}
        self._by_region: dict[str, Growing[np.int64]] = {}
        self._by_language: dict[str, Growing[np.int64]] = {}
        self._masks: dict[Filter, Mask] = {}

    def __len__(self) -> int:
        return len(self._kinds)

    def add(self, documents: Iterable[Document]) -> None:
        """Documents for the next rows."""
        some = list(documents)
        start = len(self)
        self._members_only.extend(np.array([each.members_only for each in some], np.bool_))
        self._programmes.extend(np.array([self._programme(each.programme) for each in some], np.int16))
        note(self._by_topic, [each.topics for each in some], start)
        note(self._by_region, [each.regions for each in some], start)
        note(self._by_language, [each.languages for each in some], start)
        self._kinds.extend(np.array([KINDS[each.kind] for each in some], np.uint8))

    def _programme(self, slug: str | None) -> int:
        numbers = self._programme_numbers
        return NO_PROGRAMME if slug is None else numbers.setdefault(slug, len(numbers))

    def mask(self, rule: Filter, length: int) -> Mask:
        """Which of the first ``length`` rows hold a document that passes. May be called in any thread."""
        known = self._masks.get(rule, NOTHING)
        if len(known) >= length:
            return known[:length]
        longer = np.concatenate([known, self._passing(rule, len(known), length)])
        if len(self._masks) >= MOST_MASKS:
            self._masks.clear()
        self._masks[rule] = longer
        return longer

    def _passing(self, rule: Filter, start: int, end: int) -> Mask:
        passing = np.ones(end - start, np.bool_)
        if not rule.with_members_only:
            passing &= ~self._members_only.view()[start:end]
        if rule.kinds:
            passing &= np.isin(self._kinds.view()[start:end], [KINDS[kind] for kind in rule.kinds])
        if rule.topics:
            passing &= among(self._by_topic, rule.topics, start, end)
        if rule.regions:
            passing &= among(self._by_region, rule.regions, start, end)
        if rule.languages:
            passing &= among(self._by_language, rule.languages, start, end)
        if rule.programmes:
            numbers = [self._programme_numbers[slug] for slug in rule.programmes if slug in self._programme_numbers]
            passing &= np.isin(self._programmes.view()[start:end], numbers)
        if rule.not_of is not None:
            barred = [NO_PROGRAMME, *(self._programme_numbers.get(slug, NO_PROGRAMME) for slug in rule.not_of)]
            passing &= ~np.isin(self._programmes.view()[start:end], barred)
        return passing


def note(lists: dict[str, Growing[np.int64]], values: Iterable[Iterable[str]], start: int) -> None:
    """Add to each value's list the rows, from ``start`` on, that name it."""
    rows: dict[str, list[int]] = {}
    for row, some in enumerate(values, start):
        for value in some:
            rows.setdefault(value, []).append(row)
    for value, new in rows.items():
        if value not in lists:
            lists[value] = growing(np.int64)
        lists[value].extend(np.array(new, np.int64))


def among(lists: dict[str, Growing[np.int64]], values: Iterable[Hashable], start: int, end: int) -> Mask:
    """Which rows from ``start`` to ``end`` hold one of the values."""
    holding = np.zeros(end - start, np.bool_)
    for value in values:
        rows = lists.get(str(value))
        if rows is not None:
            view = rows.view()
            first, last = np.searchsorted(view, [start, end])
            holding[view[first:last] - start] = True
    return holding
