"""What preparing one request may cost: steps, and an end that somebody outside decides.

Every pass between a client's text and a program counts what it looks at; so the work for any text ends, and a thread
that does it hears that it is no longer wanted. The pure rooms read no clock: whoever makes the budget hands one in.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import Enum
from math import inf
from typing import TypeAlias

from gateway.ground.codes import PublicCode
from gateway.ground.errors import RequestError

Spend: TypeAlias = Callable[[int], None]
"""Counts so many steps; raises TooExpensiveError when there are no more."""

LOOK = 256
"""Steps between two looks at the end from outside: milliseconds."""


class End(Enum):
    """Why work was ended from outside."""

    TIME = "It took longer than this gateway allows; split the operation into smaller ones."
    STOP = "The gateway is stopping; ask again."


class TooExpensiveError(RequestError):
    """The budget does not suffice. ``end``: None when the steps are spent, which is so each time for the same text."""

    def __init__(self, end: End | None = None) -> None:
        message = end.value if end else "The operation is too expensive to be planned; split it into smaller ones."
        super().__init__(message, code=PublicCode.PLANNING_TOO_EXPENSIVE)
        self.end = end


def never() -> End | None:
    """The end of work that nobody ends from outside."""
    return None


@dataclass(slots=True, eq=False)
class Budget:
    """``steps``: those that are left. ``ended``: asked now and then whether the work is to end, and why.

    A step is one selection, path or line that one pass looks at, some ten microseconds on a small machine.

    >>> budget = Budget(10)
    >>> budget.spend(4); budget.steps
    6
    """

    steps: float = inf
    ended: Callable[[], End | None] = never
    look_at: float = field(init=False)

    def __post_init__(self) -> None:
        self.look_at = max(0, self.steps - LOOK)

    def spend(self, steps: int = 1) -> None:
        """Counts the steps. Raises TooExpensiveError when they are more than what is left, or the work is to end."""
        self.steps = left = self.steps - steps
        if left < self.look_at:
            self._look(left)

    def _look(self, left: float) -> None:
        if left < 0:
            raise TooExpensiveError
        end = self.ended()
        if end is not None:
            raise TooExpensiveError(end)
        self.look_at = max(0, left - LOOK)


UNLIMITED = Budget()
"""For texts of our own, and for tests: counts nothing, ends never."""
