"""Paths through the query graph: persistent lists of moves that share their beginnings."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias

from gateway.model.operation import Argument, Directives, Selections
from gateway.query_graph.graph import FieldEdge, Hop, Node


@dataclass(frozen=True, slots=True)
class Enter:
    """Start at a root type; ``order``: position of the root field in a mutation, else 0."""

    node: Node
    order: int


@dataclass(frozen=True, slots=True)
class Take:
    """Take a field; ``key`` is the response key that its value gets."""

    edge: FieldEdge
    key: str
    arguments: tuple[Argument, ...]
    directives: tuple[Directives, ...] = ()


@dataclass(frozen=True, slots=True)
class Cast:
    """``... on node.type`` in the same subgraph; ``names``: the object types that this lets through."""

    node: Node
    names: frozenset[str]


@dataclass(frozen=True, slots=True)
class Context:
    """The value of a ``@fromContext`` argument: read by ``selections`` from the object at the end of ``holder``."""

    variable: str
    type: str
    holder: Path
    selections: Selections


@dataclass(frozen=True, slots=True)
class Jump:
    """Take a hop. ``key`` and ``requires`` are read from the result under their response keys (aliases)."""

    hop: Hop
    key: Selections
    requires: Selections
    contexts: tuple[Context, ...] = ()


Move: TypeAlias = Enter | Take | Cast | Jump


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Path:
    """A way from a root to ``node`` (None: to a leaf). Equal ways are the same object within one search.

    ``position``: the response keys on the way. ``hops``: bit set of all requests on the way and in ``needs``, the
    ways to everything that the last move must send. ``depth``: how many requests must have been answered before.
    """

    previous: Path | None
    move: Move
    node: Node | None
    position: tuple[str, ...]
    hops: int
    depth: int
    needs: tuple[Path, ...] = ()
    cost: int = 0
    """Of all requests in ``hops``."""

    def moves(self) -> Iterator[Path]:
        """All paths that this one extends, from the root to itself."""
        chain: list[Path] = []
        path: Path | None = self
        while path is not None:
            chain.append(path)
            path = path.previous
        return reversed(chain)

    def __repr__(self) -> str:
        return "".join(_words(path) for path in self.moves())


def _words(path: Path) -> str:
    match path.move:
        case Enter(node=node):
            return str(node)
        case Take(edge=edge, key=key):
            return f" .{edge.name}" if key == edge.name else f" .{key}: {edge.name}"
        case Cast(node=node):
            return f" ...{node.type}"
        case Jump(hop=hop):
            needed = ", ".join(str(need) for need in path.needs)
            words = f"@key({hop.key.text})" if hop.key else "root"
            return f" ->{hop.tail} by {words}" + (f" [{needed}]" if needed else "")
