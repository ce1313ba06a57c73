"""``@context`` and ``@fromContext``: arguments that take their values from an enclosing object.

Federation directives, ``@fromContext(field: "$name selection")``: the nearest enclosing object whose type sets the
context.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from gateway.model.operation import Argument, Field, Fragment, Selection, Selections, Variable
from gateway.model.supergraph import ContextArgument
from gateway.query_graph.field_set import parse_field_set
from gateway.query_graph.graph import FieldEdge, QueryGraph
from gateway.query_graph.outcomes import Needs
from gateway.query_graph.paths import Context, Jump, Path

if TYPE_CHECKING:
    from gateway.query_graph.search import PathSearch

NO_WORD = re.compile(r"\W+")


def in_context(search: PathSearch, landed: Path, edge: FieldEdge) -> Path | None:
    """The jump with the values of the field's contextual arguments; None where one cannot be had.

    A path that does not begin at a root (the satisfiability check begins anywhere) does not know what encloses it:
    there the jump alone must do, and whether a context is set on every way is checked by rules of its own.
    """
    origin, move = landed.previous, landed.move
    if origin is None or landed.node is None or not isinstance(move, Jump):
        return None
    if next(origin.moves()).node not in [node for nodes in search.graph.entries.values() for node in nodes]:
        return landed
    found = _values(search, [_holders(search.graph, origin, each.context) for each in edge.context_arguments], edge)
    if found is None:
        return None
    contexts, needs = found
    return search.extend(origin, replace(move, contexts=contexts), landed.node, (*landed.needs, *needs))


def in_same_request(search: PathSearch, path: Path, edge: FieldEdge) -> tuple[Path, tuple[Argument, ...]] | None:
    """The place in a request that brings the values of the field's contextual arguments along, and the arguments.

    None where the request cannot know them before it is sent: it is the first, or it gives the enclosing object itself.
    """
    start, way = path, list[Path]()
    while start.previous is not None and not isinstance(start.move, Jump):
        way.append(start)
        start = start.previous
    origin, move = start.previous, start.move
    if origin is None or start.node is None or not isinstance(move, Jump) or move.hop.key is None:
        return None
    holders: list[list[Path]] = []
    for argument in edge.context_arguments:
        nearest = _holders(search.graph, path, argument.context)
        if not nearest or len(nearest[0].position) > len(origin.position):
            return None
        holders.append(_holders(search.graph, origin, argument.context))
    found = _values(search, holders, edge)
    if found is None:
        return None
    contexts, needs = found
    brought = tuple(dict.fromkeys(move.contexts + contexts))
    place = search.extend(origin, replace(move, contexts=brought), start.node, (*start.needs, *needs))
    for each in reversed(way):
        place = search.extend(place, each.move, each.node)
    return place, _arguments(edge, contexts)


def _values(
    search: PathSearch, holders: list[list[Path]], edge: FieldEdge
) -> tuple[tuple[Context, ...], tuple[Path, ...]] | None:
    """For each contextual argument of the field the cheapest way to its value from one of its holders."""
    contexts: list[Context] = []
    needs: list[Path] = []
    for argument, those in zip(edge.context_arguments, holders, strict=True):
        ways = [
            (holder, found)
            for holder in those
            if (found := search.needs(holder, _applying(search.graph, argument, holder))) is not None
        ]
        if not ways:
            return None
        holder, found = min(ways, key=lambda way: _price(search, way[1]))
        # An underscore of a name counts twice, so that `a_b` is not `a { b }`.
        selection = argument.selection.rstrip("} \n").replace("_", "__")
        variable = NO_WORD.sub("_", f"_context_{argument.context}{selection}")
        contexts.append(Context(variable, argument.type, holder, found.selections))
        needs += found.paths
    return tuple(contexts), tuple(needs)


def context_arguments(landed: Path, edge: FieldEdge) -> tuple[Argument, ...]:
    """The arguments of the field as they stand in the request."""
    return _arguments(edge, landed.move.contexts if isinstance(landed.move, Jump) else ())


def _arguments(edge: FieldEdge, contexts: tuple[Context, ...]) -> tuple[Argument, ...]:
    pairs = zip(edge.context_arguments, contexts, strict=False)
    return tuple(Argument(argument.name, Variable(context.variable)) for argument, context in pairs)


def _holders(graph: QueryGraph, origin: Path, context: str) -> list[Path]:
    """The nearest object around the origin whose type sets the context, in each subgraph that the way leads by."""
    found: list[Path] = []
    path: Path | None = origin
    while path is not None and (not found or path.position == found[0].position):
        if path.node is not None and context in _contexts_of(graph, path.node.type):
            found.append(path)
        path = path.previous
    return found


def _price(search: PathSearch, needs: Needs) -> tuple[int, int]:
    hops = 0
    for path in needs.paths:
        hops |= path.hops
    return search.cost(hops), max((path.depth for path in needs.paths), default=0)


def _contexts_of(graph: QueryGraph, name: str) -> frozenset[str]:
    """Those that the type sets itself, or that an interface or union sets to which it belongs."""
    possible = graph.supergraph.possible
    wanted = possible.get(name, frozenset())
    names = [each for each, types in possible.items() if each == name or (types >= wanted and len(types) > 1)]
    joined = graph.supergraph.joined
    return frozenset().union(*(here.contexts for each in names for here in joined.get(each, {}).values()))


def _applying(graph: QueryGraph, argument: ContextArgument, holder: Path) -> Selections:
    """The part of the argument's selection that applies to the holder's type."""
    possible = graph.supergraph.possible
    mine = possible.get(holder.node.type, frozenset()) if holder.node else frozenset()

    def applying(selection: Selection) -> Selections:
        if isinstance(selection, Field):
            return (selection,)
        wanted = possible.get(selection.type_condition, frozenset())
        if mine <= wanted:
            return selection.selections
        return (selection,) if isinstance(selection, Fragment) and mine & wanted else ()

    return tuple(each for selection in parse_field_set(argument.selection) for each in applying(selection))
