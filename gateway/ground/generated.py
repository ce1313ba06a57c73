"""Python that is written for one plan and compiled once.

Nothing that a client wrote is ever part of the source but response keys, which the grammar limits to GraphQL names
(GraphQL 2.1.9), and these only as string literals.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, TypeVar
from weakref import finalize

Step = TypeVar("Step")

PART = 200
"""Lines that are compiled at once: some milliseconds."""
LEVELS = 12
"""Steps of a path whose loops stand inside one another; Python takes 20."""


def parted(path: Sequence[Step]) -> list[Sequence[Step]]:
    """The path in parts that are short enough for loops inside one another.

    >>> [len(part) for part in parted("a" * 30)], parted("")
    ([12, 12, 6], [''])
    """
    return [path[begin : begin + LEVELS] for begin in range(0, max(1, len(path)), LEVELS)]


class Code:
    """Lines of source with their indentation, and the constants that they refer to by name."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.constants: dict[str, Any] = {}
        self.depth = 0

    def line(self, text: str) -> None:
        self.lines.append("    " * self.depth + text)

    @contextmanager
    def block(self, head: str) -> Iterator[None]:
        """Everything written inside stands indented below ``head``."""
        self.line(head)
        self.depth += 1
        yield
        self.depth -= 1

    def constant(self, value: Any) -> str:
        """A name under which the source can use ``value``."""
        name = f"constant_{len(self.constants)}"
        self.constants[name] = value
        return name

    def _parts(self) -> Iterator[str]:
        """The source, cut before functions."""
        begin = 0
        for number, line in enumerate(self.lines):
            if number - begin >= PART and line.startswith("def "):
                yield "\n".join(self.lines[begin:number])
                begin = number
        yield "\n".join(self.lines[begin:])

    @property
    def source(self) -> str:
        return "\n".join(self.lines)

    def function(self, name: str) -> Callable[..., Any]:
        """Compile everything written so far and give back the function ``name`` of it.

        In parts: Python's compiler lets no other thread run meanwhile.
        """
        namespace = dict(self.constants)
        for part in self._parts():
            exec(compile(part, f"<generated {name}>", "exec"), namespace)  # noqa: S102 - see the module's docstring
        function: Callable[..., Any] = namespace.pop(name)
        # The other functions and their namespace refer to each other: they end with the one that needs them, and not
        # when a collection of garbage comes by.
        finalize(function, namespace.clear).atexit = False
        return function
