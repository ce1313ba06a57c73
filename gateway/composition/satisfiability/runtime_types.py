"""A shared field must give the same objects wherever it is asked, so its possible types must agree."""

from __future__ import annotations

from collections.abc import Callable

from gateway.composition.merging.process import Merging
from gateway.composition.report import Report
from gateway.composition.satisfiability.trail import Trail
from gateway.composition.words import joined, listed, subgraphs_named
from gateway.model.composition import SourceLocation
from gateway.query_graph.graph import QueryGraph
from gateway.query_graph.search import Paths

Query = Callable[[Trail], str]


def check_runtime_types(
    merging: Merging, report: Report, graph: QueryGraph, query: Query, trail: Trail, paths: Paths
) -> bool:
    """False, with SHAREABLE_HAS_MISMATCHED_RUNTIME_TYPES, where subgraphs have no type in common; a hint if some."""
    if not _is_shared(graph, trail) or sum(bool(path.node and path.node.is_abstract) for path in paths) < 2:
        return True
    everywhere = graph.supergraph.possible.get(graph.field_type(trail.owner, trail.name), frozenset())
    by_subgraph: dict[str, frozenset[str]] = {}
    for path in paths:
        if path.node is not None and (len(path.node.possible) != 1 or path.node.possible <= everywhere):
            by_subgraph[path.node.subgraph] = path.node.possible
    common = everywhere.intersection(*by_subgraph.values())
    if not any(by_subgraph.values()) or len(set(by_subgraph.values())) == 1:
        return True
    if common:
        _hint(merging, report, query(trail), trail, by_subgraph, sorted(common))
        return True
    _error(merging, report, query(trail), trail, by_subgraph)
    return False


def _is_shared(graph: QueryGraph, trail: Trail) -> bool:
    """Whether several subgraphs resolve the field of an object type."""
    if graph.is_abstract(trail.owner):
        return False
    fields = (here.fields.get(trail.name) for here in graph.supergraph.joined[trail.owner].values())
    return sum(field is not None and not field.is_external and not field.is_overridden for field in fields) > 1


def _types(names: list[str]) -> str:
    if not names:
        return "no runtime type is defined"
    return ("types " if len(names) > 1 else "type ") + joined([f'"{name}"' for name in names])


def _places(merging: Merging, trail: Trail) -> list[SourceLocation]:
    found: list[SourceLocation] = []
    for index, state in enumerate(merging.subgraphs):
        declared = state.schema.types.get(trail.owner)
        field = declared.fields.get(trail.name) if declared else None
        found += merging.place(index, field) if field else ()
    return found


def _error(merging: Merging, report: Report, query: str, trail: Trail, by_subgraph: dict[str, frozenset[str]]) -> None:
    coordinate = f"{trail.owner}.{trail.name}"
    variants: dict[str, list[str]] = {}
    for subgraph, names in by_subgraph.items():
        variants.setdefault(_types(sorted(names)), []).append(subgraph)
    lines = ";\n".join(f" - in {subgraphs_named(names)}, {text}" for text, names in variants.items())
    type_text = merging.result.types[trail.owner].fields[trail.name].type
    report.error(
        "SHAREABLE_HAS_MISMATCHED_RUNTIME_TYPES",
        f'For the following supergraph API query:\n{query}\nShared field "{coordinate}" return type "{type_text}" has '
        "a non-intersecting set of possible runtime types across subgraphs. Runtime types in subgraphs are:\n"
        f"{lines}.\nThis is not allowed as shared fields must resolve the same way in all subgraphs, and that implies "
        "at least some common runtime types between the subgraphs.",
        _places(merging, trail),
    )


def _hint(
    merging: Merging,
    report: Report,
    query: str,
    trail: Trail,
    by_subgraph: dict[str, frozenset[str]],
    common: list[str],
) -> None:
    coordinate = f"{trail.owner}.{trail.name}"
    lines = []
    for subgraph, names in by_subgraph.items():
        others = [f'"{name}"' for name in sorted(names) if name not in common]
        if others:
            wrong = listed(others, "type", "types")
            lines.append(f' - subgraph "{subgraph}" should never resolve "{coordinate}" to an object of {wrong}')
    shared = listed([f'"{name}"' for name in common], "type", "types")
    type_text = merging.result.types[trail.owner].fields[trail.name].type
    report.hint(
        "INCONSISTENT_RUNTIME_TYPES_FOR_SHAREABLE_RETURN",
        f'For the following supergraph API query:\n{query}\nShared field "{coordinate}" return type "{type_text}" has '
        "different sets of possible runtime types across subgraphs.\nSince a shared field must be resolved the same "
        f"way in all subgraphs, make sure that {subgraphs_named(by_subgraph)} only resolve "
        f'"{coordinate}" to objects of {shared}. In particular:\n'
        + ";\n".join(lines)
        + ".\nOtherwise the @shareable contract will be broken.",
        coordinate,
        _places(merging, trail),
    )
