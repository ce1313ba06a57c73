"""A memory of what was asked most recently, bounded by what it weighs."""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar

K = TypeVar("K")
V = TypeVar("V")


class Recent(Generic[K, V]):
    """Keeps at least the ``size`` bytes used last, at most twice as many; ``weigh`` estimates an entry's.

    Two generations: a full young one becomes the old one, and what the old one held and nobody asked for again is gone.
    An entry that alone weighs more than ``size`` is not kept.
    """

    __slots__ = ("_old", "_size", "_weigh", "_young", "weight")

    def __init__(self, size: int, weigh: Callable[[K, V], int]) -> None:
        self._size = size
        self._weigh = weigh
        self._young: dict[K, V] = {}
        self._old: dict[K, V] = {}
        self.weight = 0

    def get(self, key: K) -> V | None:
        value = self._young.get(key)
        if value is None and (value := self._old.pop(key, None)) is not None:
            self.put(key, value)
        return value

    def put(self, key: K, value: V) -> None:
        weight = self._weigh(key, value)
        before = self._young.pop(key, None)
        if before is not None:
            self.weight -= self._weigh(key, before)
        if weight > self._size:
            self._old.pop(key, None)
            return
        if self.weight + weight > self._size:
            self._old, self._young, self.weight = self._young, {}, 0
        self._young[key] = value
        self.weight += weight

    def __len__(self) -> int:
        return len(self._young.keys() | self._old.keys())
