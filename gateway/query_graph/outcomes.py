"""What a search answers, and how it says that it cannot."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from gateway.model.operation import Selections
from gateway.query_graph.paths import Path

Paths: TypeAlias = tuple[Path, ...]


class NoWay(Exception):  # noqa: N818  # control flow within this room
    """A selection that cannot be made from any of the places given."""

    def __init__(self, paths: Paths, owner: str, name: str) -> None:
        super().__init__(f"{owner}.{name}")
        self.paths = paths
        self.owner = owner
        self.name = name

    def anew(self) -> NoWay:
        """The same, never raised: one that is kept must not keep, by its traceback, the search that keeps it."""
        return NoWay(self.paths, self.owner, self.name)


@dataclass(frozen=True, slots=True)
class Advance:
    """Where one gets to. ``through``: the field can only be had by looking at each of these object types on its own.

    ``is_blocked`` (casts): objects of the type may be there, but no subgraph can tell (an @interfaceObject).
    """

    paths: Paths
    through: tuple[str, ...] = ()
    is_blocked: bool = False


@dataclass(frozen=True, slots=True)
class Needs:
    """What a jump sends: the selections as they lie in the result, and the ways to get each of their leaves."""

    selections: Selections
    paths: Paths
