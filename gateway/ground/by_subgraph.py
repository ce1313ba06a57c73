"""One value for each subgraph: what is said of it by name, else what is said of all."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")
ALL = "all"
"""Stands for every subgraph that has no value of its own."""


@dataclass(frozen=True, slots=True)
class BySubgraph(Generic[T]):
    """``values``: by the name of a subgraph, and under ``all`` for the others.

    >>> waits = BySubgraph({"all": 30, "marketplace": 5})
    >>> waits.of("marketplace"), waits.of("cip"), waits.names
    (5, 30, ('marketplace',))
    """

    values: Mapping[str, T]

    def of(self, subgraph: str) -> T:
        """The value for this subgraph. Raises KeyError if nothing is said of it nor of all."""
        return self.values[subgraph] if subgraph in self.values else self.values[ALL]

    def over(self, default: BySubgraph[T]) -> BySubgraph[T]:
        """The same, with ``default`` for whatever is not said."""
        return BySubgraph({**default.values, **self.values})

    @property
    def names(self) -> tuple[str, ...]:
        """The subgraphs that have a value of their own."""
        return tuple(name for name in self.values if name != ALL)


def for_all(value: T) -> BySubgraph[T]:
    """The same value for every subgraph."""
    return BySubgraph({ALL: value})
