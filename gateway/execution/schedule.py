"""Which fetches of a program may start now: each as soon as those that it waits for are done."""

from __future__ import annotations

from collections.abc import Sequence

from gateway.execution.program import Program


class Schedule:
    """How far one run of a program is. Says nothing of what a fetch asks or gets, only that it is done."""

    __slots__ = ("_open", "_then", "_waits", "startable")

    def __init__(self, program: Program) -> None:
        self._then = program.then
        self._waits = list(program.waits)
        self.startable = list(program.first)
        self._open = len(program.waits)

    @property
    def is_finished(self) -> bool:
        """Every fetch is done."""
        return self._open == 0

    def ready(self) -> Sequence[int]:
        """The fetches that may start, each given out once, in the order in which they became ready."""
        if not self.startable:
            return ()
        startable, self.startable = self.startable, []
        return startable

    def done(self, number: int) -> None:
        """Fetch ``number`` needs nothing more; whatever waited only for it may start."""
        self._open -= 1
        for later in self._then[number]:
            self._waits[later] -= 1
            if self._waits[later] == 0:
                self.startable.append(later)
