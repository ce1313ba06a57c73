"""The query graph and the search in it as text: for ``python -m gateway show graph`` and ``show paths``."""

from __future__ import annotations

from collections.abc import Iterator

from gateway.model.operation import Operation, print_selections
from gateway.query_graph.graph import TYPENAME, Node, QueryGraph
from gateway.query_graph.outcomes import NoWay
from gateway.query_graph.search import PathSearch


def graph_text(graph: QueryGraph) -> str:
    """All nodes with their fields, casts and hops, one line for each edge."""
    return "\n".join(line for node in graph.nodes for line in _node(node)) + "\n"


def _node(node: Node) -> Iterator[str]:
    view = f" with {print_selections(node.view)} provided" if node.view else ""
    yield f"{node}{view}" + (" (@interfaceObject)" if node.is_interface_object else "")
    for name, edge in node.fields.items():
        if name != TYPENAME:
            requires = f" requires {print_selections(edge.requires)}" if edge.requires else ""
            state = "active" if edge.when_active else "not active"
            label = f' while "{edge.label}" is {state}' if edge.label else ""
            yield f"  .{name}: {edge.type}" + (f" -> {edge.tail}" if edge.tail else "") + requires + label
    for name, tail in node.casts.items():
        yield f"  ... on {name} -> {tail}"
    for hop in node.hops:
        key = f"@key({hop.key.text})" if hop.key else "root"
        yield f"  => {hop.tail} by {key}"


def paths_text(graph: QueryGraph, operation: Operation, labels: frozenset[str] = frozenset()) -> str:
    """Every way that is considered to each leaf of an operation, before one is chosen; where there is none, so much.

    A leaf below an interface is looked for once for each of its types: those that have the same ways are one.
    """
    search = PathSearch(graph, labels)
    search.keys.note(operation.selections)
    lines: list[str] = []
    shown: dict[tuple[str, ...], None] = {}
    try:
        starts = search.start(operation.kind)
        for ways in search.leaves(starts, operation.root_type, operation.selections):
            shown.setdefault(tuple(dict.fromkeys(f"  {way}" for way in ways)))
    except NoWay as error:
        lines.append(f"no way to {error.owner}.{error.name} from")
        lines += [f"  {path}" for path in error.paths]
    leaves = [line for number, ways in enumerate(shown) for line in (f"leaf {number}", *ways)]
    return "\n".join([*leaves, *lines]) + "\n"
