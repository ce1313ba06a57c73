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
    contexts: list[Context] = []
    needs = list(landed.needs)
    for argument in edge.context_arguments:
        ways = [
            (holder, found)
            for holder in _holders(search.graph, origin, argument.context)
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
    return search.extend(origin, replace(move, contexts=tuple(contexts)), landed.node, tuple(needs))


def context_arguments(landed: Path, edge: FieldEdge) -> tuple[Argument, ...]:
    """The arguments of the field as they stand in the request."""
    contexts = landed.move.contexts if isinstance(landed.move, Jump) else ()
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
