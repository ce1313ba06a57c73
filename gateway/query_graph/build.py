"""Supergraph -> QueryGraph."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count

from graphql import GraphQLInterfaceType, GraphQLObjectType, get_named_type, is_leaf_type

from gateway.model.operation import Field, Fragment, OperationKind, Selection, Selections
from gateway.model.supergraph import JoinedField, JoinedType, Supergraph
from gateway.query_graph.graph import TYPENAME, FieldEdge, Hop, Node, QueryGraph

NAME = re.compile(r"[_A-Za-z]\w*")


def build_query_graph(supergraph: Supergraph) -> QueryGraph:
    """The graph of everything that the subgraphs can give. Costs some milliseconds; done once for each supergraph."""
    builder = _Builder(supergraph)
    for name, subgraphs in supergraph.joined.items():
        for subgraph in subgraphs:
            builder.node(name, subgraph, ())
    while builder.waiting:
        node = builder.waiting.pop()
        builder.add_fields(node)
        builder.add_casts(node)
    for node in builder.nodes.values():
        node.hops.extend(_hops(builder, node))
    schema = supergraph.schema
    roots = {
        OperationKind.QUERY: schema.query_type,
        OperationKind.MUTATION: schema.mutation_type,
        OperationKind.SUBSCRIPTION: schema.subscription_type,
    }
    base = {(node.type, node.subgraph): node for node in builder.nodes.values() if not node.view}
    entries = {
        kind: tuple(base[root.name, name] for name in supergraph.subgraphs if root and (root.name, name) in base)
        for kind, root in roots.items()
    }
    return QueryGraph(
        supergraph,
        tuple(builder.nodes.values()),
        base,
        entries,
        builder.field_types,
        frozenset(name for name, named in schema.type_map.items() if is_leaf_type(named)),
    )


@dataclass(slots=True)
class _Builder:
    supergraph: Supergraph
    nodes: dict[tuple[str, str, Selections], Node] = field(default_factory=dict)
    waiting: list[Node] = field(default_factory=list)
    field_types: dict[tuple[str, str], str] = field(default_factory=dict)
    numbers: count[int] = field(default_factory=count)

    def __post_init__(self) -> None:
        for name, named in self.supergraph.schema.type_map.items():
            if isinstance(named, GraphQLObjectType | GraphQLInterfaceType):
                for field_name, definition in named.fields.items():
                    self.field_types[name, field_name] = get_named_type(definition.type).name

    def joined(self, node: Node) -> JoinedType:
        return self.supergraph.joined[node.type][node.subgraph]

    def node(self, name: str, subgraph: str, view: Selections) -> Node:
        """The one node of a type in a subgraph with a view."""
        key = (name, subgraph, view)
        if key not in self.nodes:
            here = self.supergraph.joined[name][subgraph]
            is_abstract = not here.is_interface_object and self.supergraph.possible.get(name) != frozenset({name})
            self.nodes[key] = Node(
                next(self.numbers), name, subgraph, view, here.possible, is_abstract, here.is_interface_object
            )
            self.waiting.append(self.nodes[key])
        return self.nodes[key]

    def add_fields(self, node: Node) -> None:
        node.fields[TYPENAME] = FieldEdge(next(self.numbers), TYPENAME, None, 0, "String!")
        provided = {each.name: each for each in node.view if isinstance(each, Field)}
        for name, joined in self.joined(node).fields.items():
            if name in provided or self._is_given(node, name, joined):
                view = provided[name].selections if name in provided else ()
                node.fields[name] = self._edge(node, name, joined, merge(view, joined.provides))

    def _is_given(self, node: Node, name: str, joined: JoinedField) -> bool:
        """True where the subgraph itself gives the field at this node, whichever object the node turns out to be."""
        if joined.is_external or joined.is_overridden:
            return False
        if not node.is_abstract:
            return True
        return all(self._implementer_gives(each, node.subgraph, name) for each in node.possible)

    def _implementer_gives(self, type_name: str, subgraph: str, name: str) -> bool:
        joined = self.supergraph.joined[type_name][subgraph].fields.get(name)
        return joined is not None and not (
            joined.is_external or joined.is_overridden or joined.label or joined.requires or joined.context_arguments
        )

    def _edge(self, node: Node, name: str, joined: JoinedField, view: Selections) -> FieldEdge:
        named = NAME.search(joined.type)
        type_name = named.group() if named else joined.type
        has_tail = node.subgraph in self.supergraph.joined.get(type_name, ())
        return FieldEdge(
            next(self.numbers),
            name,
            self.node(type_name, node.subgraph, view) if has_tail else None,
            joined.type.count("["),
            joined.type,
            joined.requires,
            joined.label,
            joined.is_override,
            joined.context_arguments,
        )

    def add_casts(self, node: Node) -> None:
        """Casts to the object types that the node can be, and to abstract types that mean the same as in the
        supergraph.
        """
        if not node.is_abstract:
            return
        for name in node.possible:
            node.casts[name] = self.node(name, node.subgraph, self._view_on(node.view, frozenset({name})))
        for name, subgraphs in self.supergraph.joined.items():
            here = subgraphs.get(node.subgraph)
            if here is None or name == node.type or here.is_interface_object or name in node.possible:
                continue
            everywhere = self.supergraph.possible.get(name, frozenset()) & node.possible
            if everywhere and everywhere == here.possible & node.possible:
                node.casts[name] = self.node(name, node.subgraph, self._view_on(node.view, here.possible))

    def _view_on(self, view: Selections, possible: frozenset[str]) -> Selections:
        """What a view provides once it is known that the object is one of ``possible``."""
        found: list[Selection] = []
        for selection in view:
            if isinstance(selection, Field):
                found.append(selection)
            elif possible <= self.supergraph.possible.get(selection.type_condition, frozenset()):
                found.extend(self._view_on(selection.selections, possible))
        return merge(tuple(found), ())


def merge(first: Selections, second: Selections) -> Selections:
    """Two provided selections as one, equal fields merged, in a fixed order."""
    fields: dict[str, Field] = {}
    fragments: dict[str, Fragment] = {}
    for selection in first + second:
        if isinstance(selection, Field):
            known = fields.get(selection.name)
            inner = merge(known.selections if known else (), selection.selections)
            fields[selection.name] = Field(selection.name, None, (), inner)
        else:
            other = fragments.get(selection.type_condition)
            inner = merge(other.selections if other else (), selection.selections)
            fragments[selection.type_condition] = Fragment(selection.type_condition, inner)
    return (
        *(fields[name] for name in sorted(fields)),
        *(fragments[name] for name in sorted(fragments)),
    )


def _hops(builder: _Builder, node: Node) -> Iterator[Hop]:
    """Where one can go from here by an entity call, or by entering the root type again in another subgraph.

    An object also reaches the @interfaceObject of each of its interfaces; so does an interface of its interfaces.
    """
    supergraph = builder.supergraph
    if node.type in _roots(supergraph):
        for subgraph in supergraph.joined[node.type]:
            if subgraph != node.subgraph:
                yield Hop(next(builder.numbers), builder.node(node.type, subgraph, ()), None, False)
        return
    for subgraph in supergraph.joined[node.type]:
        yield from _keyed(builder, node, node.type, subgraph)
    named = supergraph.schema.type_map.get(node.type)
    if isinstance(named, GraphQLObjectType | GraphQLInterfaceType):
        for interface in named.interfaces:
            for subgraph, here in supergraph.joined.get(interface.name, {}).items():
                if here.is_interface_object:
                    yield from _keyed(builder, node, interface.name, subgraph)


def _keyed(builder: _Builder, node: Node, name: str, subgraph: str) -> Iterator[Hop]:
    is_reentry = subgraph == node.subgraph and name == node.type
    for key in builder.supergraph.joined[name][subgraph].keys:
        if key.is_resolvable:
            yield Hop(next(builder.numbers), builder.node(name, subgraph, ()), key, is_reentry)


def _roots(supergraph: Supergraph) -> set[str]:
    roots = (supergraph.schema.query_type, supergraph.schema.mutation_type, supergraph.schema.subscription_type)
    return {root.name for root in roots if root}
