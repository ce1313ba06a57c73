"""A supergraph that is over is taken apart: schemas and query graph are full of cycles, and looking for them among all
that lives would hold everybody for a second, while counting frees each part at once.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from types import CellType, FunctionType

from graphql import GraphQLSchema, is_introspection_type, is_specified_scalar_type

from gateway.query_graph.graph import QueryGraph


def taken_apart(graph: QueryGraph) -> Iterator[None]:
    """One type or node at a time. Nobody may use the graph or its supergraph any more."""
    for schema in (graph.supergraph.api, graph.supergraph.schema):
        yield from _types_apart(schema)
    for node in graph.nodes:
        node.hops.clear()
        node.casts.clear()
        node.fields.clear()
        yield


def _types_apart(schema: GraphQLSchema) -> Iterator[None]:
    makers: dict[int, CellType] = {}
    for named in schema.type_map.values():
        # Those are graphql-core's own, the same in all schemas.
        if is_introspection_type(named) or is_specified_scalar_type(named):
            continue
        for value in vars(named).values():
            _find_cells(value, makers)
        vars(named).clear()
        yield
    # graphql-core's makers of types are functions that call themselves, and know all that they made.
    for cell in makers.values():
        del cell.cell_contents
        yield


def _find_cells(value: object, found: dict[int, CellType]) -> None:
    """What a function closes over, and what functions that it closes over do."""
    for cell in value.__closure__ or () if isinstance(value, FunctionType) else ():
        with suppress(ValueError):  # an empty one
            if id(cell) not in found:
                inner, found[id(cell)] = cell.cell_contents, cell
                _find_cells(inner, found)
