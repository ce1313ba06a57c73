"""``show``: any stage on its own, to find the first one that goes wrong."""

from __future__ import annotations

import sys
from argparse import Namespace
from collections.abc import Iterator

from graphql import parse, print_ast, print_schema

from gateway.app import supergraph_of
from gateway.commands.planning import NOTHING_TO_FETCH, selections_in_words
from gateway.commands.sources import active_labels, engine_from, operation_from, supergraph_sdl
from gateway.model.operation import Operation
from gateway.query_graph.build import build_query_graph
from gateway.query_graph.graph import Node, QueryGraph
from gateway.settings import Settings


def show_command(arguments: Namespace) -> int:
    """Prints the stage that was asked for."""
    match arguments.stage:
        case "graph":
            graph = build_query_graph(supergraph_of(supergraph_sdl(arguments), Settings()))
            text = "\n".join(graph_in_words(graph))
        case "api":
            text = print_schema(supergraph_of(supergraph_sdl(arguments), Settings()).api)
        case "operation":
            operation = operation_from(engine_from(arguments), arguments)
            text = operation_in_words(operation) if operation else NOTHING_TO_FETCH
        case _:
            text = _fetches(arguments)
    sys.stdout.write(text.rstrip() + "\n")
    return 0


def graph_in_words(graph: QueryGraph) -> Iterator[str]:
    """Every type in every subgraph: its fields, and the ways to other subgraphs."""
    for node in graph.nodes:
        yield repr(node)
        yield from (f"  {line}" for line in _edges(node))


def _edges(node: Node) -> Iterator[str]:
    for edge in node.fields.values():
        requires = f" requires {selections_in_words(edge.requires)}" if edge.requires else ""
        label = f" {'while' if edge.when_active else 'unless'} {edge.label}" if edge.label else ""
        yield f"{edge.name}: {edge.type}{f' -> {edge.tail!r}' if edge.tail else ''}{requires}{label}"
    for name, tail in node.casts.items():
        yield f"... on {name} -> {tail!r}"
    for hop in node.hops:
        way = f"by {selections_in_words(hop.key.fields)}" if hop.key else "again from the root"
        yield f"=> {hop.tail!r} {way}"


def operation_in_words(operation: Operation) -> str:
    """The operation as GraphQL; arguments are left to ``show fetches``."""
    return print_ast(parse(f"{operation.kind.value} {selections_in_words(operation.selections).replace('(...)', '')}"))


def _fetches(arguments: Namespace) -> str:
    engine = engine_from(arguments)
    operation = operation_from(engine, arguments)
    if operation is None or not operation.selections:
        return NOTHING_TO_FETCH
    fetches = engine.plan(operation, labels=active_labels(arguments)).fetches
    return "\n\n".join(f"# {fetch.subgraph}\n{print_ast(parse(fetch.document))}" for fetch in fetches)
