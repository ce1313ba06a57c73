"""The example graphs beside this file: subgraphs, the supergraph that Apollo makes of them, operations."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from graphql import GraphQLSchema, OperationDefinitionNode, parse, print_ast

from gateway.composition import compose
from gateway.model.composition import Composed, SubgraphSource
from gateway.model.operation import Operation
from gateway.model.supergraph import Supergraph
from gateway.operations import condition_values, pick_operation, read_document, specialise
from gateway.operations.document import DocumentLimits
from gateway.query_graph import QueryGraph, build_query_graph, read_supergraph
from tests.subgraph_schema import subgraph_schema

GRAPHS = Path(__file__).parent / "graphs"


@dataclass(frozen=True)
class ExampleGraph:
    name: str
    supergraph: Supergraph
    graph: QueryGraph
    subgraphs: dict[str, GraphQLSchema]

    def operation(self, text: str, **variables: object) -> Operation:
        """A client's text as the planner gets it."""
        client = pick_operation(read_document(text, self.supergraph.api, DocumentLimits()), None)
        planned = specialise(client, self.supergraph, condition_values(client, variables)).planned
        assert planned is not None
        return planned


@cache
def example(name: str) -> ExampleGraph:
    """The graph as Apollo composes it."""
    return _example(name, (GRAPHS / f"{name}.supergraph.graphql").read_text())


@cache
def composed_here(name: str) -> ExampleGraph:
    """The same graph as our own composition makes it."""
    sources = [SubgraphSource(each, f"http://{each}.example/graphql", sdl) for each, sdl in _parts(name)]
    composed = compose(sources)
    assert isinstance(composed, Composed), composed
    return _example(name, composed.supergraph_sdl)


def _example(name: str, sdl: str) -> ExampleGraph:
    supergraph = read_supergraph(sdl)
    schemas = {each: subgraph_schema(sdl) for each, sdl in _parts(name)}
    return ExampleGraph(name, supergraph, build_query_graph(supergraph), schemas)


def _parts(name: str) -> list[tuple[str, str]]:
    parts = re.split(r"^# --- (\w+)$", (GRAPHS / f"{name}.graphql").read_text(), flags=re.MULTILINE)[1:]
    return list(zip(parts[::2], parts[1::2], strict=True))


def names() -> list[str]:
    """Of all example graphs."""
    return sorted(each.name.split(".")[0] for each in GRAPHS.glob("*.supergraph.graphql"))


def operations(name: str) -> Iterator[tuple[str, str]]:
    """(name, text) of the operations written for a graph."""
    document = parse((GRAPHS / f"{name}.operations.graphql").read_text(), no_location=True)
    for node in document.definitions:
        assert isinstance(node, OperationDefinitionNode)
        assert node.name is not None
        yield node.name.value, print_ast(node)
