"""How far a long command is, told on stderr: what it says on stdout can be kept in a file."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from time import monotonic

EVERY = 5.0
"""Seconds between two lines; a command that is done before says nothing."""


@dataclass(slots=True)
class Telling:
    """``Telling("cip")(1000, 100_000)`` says so when it is time. ``seconds``: a clock that only goes forward."""

    name: str
    seconds: Callable[[], float] = monotonic
    begun: float = field(init=False)
    told: float = field(init=False)

    def __post_init__(self) -> None:
        self.begun = self.told = self.seconds()

    def __call__(self, done: int, rows: int) -> None:
        now = self.seconds()
        was_long, is_end = self.told > self.begun, done >= rows
        if now - self.told < EVERY and not (was_long and is_end):
            return
        self.told = now
        end = "; the database has yet to keep them" if is_end else ""
        line = f"{self.name}: {done} of {rows} rows after {now - self.begun:.0f} s{end}"
        print(line, file=sys.stderr, flush=True)
