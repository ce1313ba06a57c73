"""The query graph: which subgraph has what of each type, and how one gets from one subgraph to another.

A node is a type in a subgraph, and where a ``@provides`` leads there, with what that provides (its view). Edges are
fields, casts (``... on Type``) and hops: entity calls, or a root type entered again in another subgraph.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from gateway.model.operation import OperationKind, Selections
from gateway.model.supergraph import ContextArgument, EntityKey, Supergraph

TYPENAME = "__typename"


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class FieldEdge:
    """A field that the subgraph gives at a node. ``tail`` is None for a leaf; ``list_depth`` counts list levels.

    ``requires``: what must be sent along with the key for it (``@requires``). ``label``: of a progressive override; the
    edge exists only while that label is active (``when_active``) or only while it is not.
    """

    index: int
    name: str
    tail: Node | None
    list_depth: int
    type: str
    requires: Selections = ()
    label: str | None = None
    when_active: bool = True
    context_arguments: tuple[ContextArgument, ...] = ()

    def is_active(self, labels: frozenset[str]) -> bool:
        """True where the labels of this request let the field be resolved here."""
        return self.label is None or (self.label in labels) is self.when_active


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Hop:
    """A move to another subgraph (or, for ``@requires``, into the same one again: ``is_reentry``).

    ``key`` is None where a root type is entered again: that needs no representation.
    """

    index: int
    tail: Node
    key: EntityKey | None
    is_reentry: bool


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Node:
    """A type in a subgraph. ``possible``: the object types it can be there. ``view``: what a @provides adds.

    The collections are filled while the graph is built and never changed after that.
    """

    index: int
    type: str
    subgraph: str
    view: Selections
    possible: frozenset[str]
    is_abstract: bool
    is_interface_object: bool
    fields: dict[str, FieldEdge] = field(default_factory=dict)
    casts: dict[str, Node] = field(default_factory=dict)
    hops: list[Hop] = field(default_factory=list)

    def __repr__(self) -> str:
        return f"{self.type}@{self.subgraph}" + (f"#{self.index}" if self.view else "")


@dataclass(frozen=True, slots=True)
class QueryGraph:
    """All nodes of a supergraph; ``entries``: the root nodes of each kind of operation, in the supergraph's order."""

    supergraph: Supergraph
    nodes: tuple[Node, ...]
    base: Mapping[tuple[str, str], Node]
    entries: Mapping[OperationKind, tuple[Node, ...]]
    field_types: Mapping[tuple[str, str], str]
    """(type, field) -> named type, for all fields of the supergraph, hidden ones included."""
    leaves: frozenset[str]
    """Names of all scalars and enums."""

    def is_abstract(self, name: str) -> bool:
        """True for interfaces and unions of the supergraph."""
        return self.supergraph.possible.get(name) != frozenset({name})

    def field_type(self, owner: str, name: str) -> str:
        """The named type of a field of the supergraph. ``__typename`` is a String everywhere (GraphQL 4.1)."""
        return "String" if name == TYPENAME else self.field_types[owner, name]
