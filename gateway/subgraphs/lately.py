"""How often something happened in the last seconds."""

from __future__ import annotations

from collections import deque


class Lately:
    """Counts calls, and those of them that matter, over a window that moves on by seconds.

    >>> lately = Lately(10)
    >>> lately.count(0.0, True); lately.count(5.2, False); lately.of(5.9), lately.of(10.1)
    ((2, 1), (1, 0))
    """

    __slots__ = ("_seconds", "_slots", "newest")

    def __init__(self, seconds: int) -> None:
        self._seconds = seconds
        self._slots: deque[list[int]] = deque()
        self.newest = [-1, 0, 0]
        """The second, its calls, those of them that matter: whoever finds it to be his second may add one himself."""

    def count(self, moment: float, matters: bool) -> None:
        second = int(moment)
        if self.newest[0] != second:
            self._forget(second)
            self.newest = [second, 0, 0]
            self._slots.append(self.newest)
        self.newest[1] += 1
        self.newest[2] += matters

    def of(self, moment: float) -> tuple[int, int]:
        """All, and those that matter."""
        self._forget(int(moment))
        return sum(slot[1] for slot in self._slots), sum(slot[2] for slot in self._slots)

    def clear(self) -> None:
        self._slots.clear()
        self.newest = [-1, 0, 0]

    def _forget(self, second: int) -> None:
        while self._slots and self._slots[0][0] <= second - self._seconds:
            self._slots.popleft()
        if not self._slots:
            self.newest = [-1, 0, 0]
