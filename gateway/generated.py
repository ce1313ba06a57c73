"""Python that is written for one plan and compiled once.

Nothing that a client wrote is ever part of the source but response keys, which the grammar limits to GraphQL names
(GraphQL 2.1.9), and these only as string literals.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any


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

    @property
    def source(self) -> str:
        return "\n".join(self.lines)

    def function(self, name: str) -> Callable[..., Any]:
        """Compile everything written so far and give back the function ``name`` of it."""
        namespace = dict(self.constants)
        exec(compile(self.source, f"<generated {name}>", "exec"), namespace)  # noqa: S102 - see the module's docstring
        function: Callable[..., Any] = namespace[name]
        return function
