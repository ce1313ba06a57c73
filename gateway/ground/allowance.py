"""Points in so much time."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Allowance:
    """``points`` in any ``seconds``, which come back evenly.

    >>> str(Allowance(20000, 60))
    '20000/60'
    """

    points: int
    seconds: int

    def __str__(self) -> str:
        return f"{self.points}/{self.seconds}"
