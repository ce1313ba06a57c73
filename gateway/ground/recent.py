"""A bounded memory of what was asked most recently."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from typing import Generic, TypeVar

AT_ONCE = 4
"""Forgotten values that are let go of with each new one."""

K = TypeVar("K")
V = TypeVar("V")


def _one(_: object, __: object) -> int:
    return 1


class Recent(Generic[K, V]):
    """Keeps at least the ``size`` keys used last, at most twice as many; with ``weigh``, values of that weight.

    Two generations instead of one linked list: a hit costs one dict look-up. When the young generation is full it
    becomes the old one, and what the old one held without being asked for again is forgotten. A value that alone weighs
    more than ``size`` is not kept.

    What is forgotten goes little by little: thousands of plans at once would hold the loop for a tenth of a second.
    """

    __slots__ = ("_leaving", "_old", "_size", "_weigh", "_weight", "_young")

    def __init__(self, size: int, weigh: Callable[[K, V], int] = _one) -> None:
        self._size = size
        self._weigh = weigh
        self._weight = 0
        self._young: dict[K, V] = {}
        self._old: dict[K, V] = {}
        self._leaving: deque[dict[K, V]] = deque()

    def get(self, key: K) -> V | None:
        value = self._young.get(key)
        if value is None:
            value = self._old.pop(key, None)
            if value is not None:
                self.put(key, value)
        return value

    def put(self, key: K, value: V) -> None:
        weight = self._weigh(key, value)
        before = self._young.pop(key, None)
        if before is not None:
            self._weight -= self._weigh(key, before)
        if weight > self._size:
            self._old.pop(key, None)
            return
        if self._weight + weight > self._size:
            self._leaving.append(self._old)
            self._old, self._young, self._weight = self._young, {}, 0
        self._young[key] = value
        self._weight += weight
        if self._leaving:
            self._let_go()

    def _let_go(self) -> None:
        # The latest first, so that a few large values do not wait for many small ones.
        leaving = self._leaving[-1]
        for _ in range(min(AT_ONCE, len(leaving))):
            leaving.popitem()
        if not leaving:
            self._leaving.pop()

    def clearing(self) -> Iterator[None]:
        """Forgets everything, one value at a time."""
        for values in (*self._leaving, self._old, self._young):
            while values:
                values.popitem()
                yield
        self._weight = 0

    def latest(self) -> Iterator[K]:
        """The keys, roughly the one used last first.

        >>> memory = Recent(4)
        >>> memory.put("a", 1); memory.put("b", 2); list(memory.latest())
        ['b', 'a']
        """
        yield from reversed(list(self._young))
        yield from reversed(list(self._old))

    def latest_values(self) -> Iterator[V]:
        """The values in that order."""
        yield from reversed(list(self._young.values()))
        yield from reversed(list(self._old.values()))

    @property
    def weight(self) -> int:
        """Of what was used last, without what is about to be forgotten."""
        return self._weight

    def __len__(self) -> int:
        return len(self._young.keys() | self._old.keys())
