"""``show``: any stage on its own, to find the first one that goes wrong."""

from __future__ import annotations

import sys
from argparse import Namespace
from collections.abc import Callable, Mapping

from graphql import parse, print_ast, print_schema

from gateway.answering.graph import Graph
from gateway.commands.sources import active_labels, graph_from, narrowed_from, prepared_from, supergraph_sdl
from gateway.execution import program_in_words
from gateway.making import supergraph_of
from gateway.model.operation import Operation, print_selections
from gateway.model.plan import Plan
from gateway.projection import build_shape, write_projection
from gateway.query_graph import build_query_graph, graph_text, paths_text
from gateway.settings import Settings

NOBODY = "# No subgraph is asked."


def show_command(arguments: Namespace) -> int:
    """Prints the stage that was asked for."""
    match arguments.stage:
        case "graph":
            text = graph_text(build_query_graph(supergraph_of(supergraph_sdl(arguments), Settings())))
        case "api":
            text = print_schema(supergraph_of(supergraph_sdl(arguments), Settings()).api)
        case stage:
            text = STAGES[stage](graph_from(arguments), arguments)
    sys.stdout.write(text.rstrip() + "\n")
    return 0


def operation_text(graph: Graph, arguments: Namespace) -> str:
    """The operation as it is planned."""
    planned = narrowed_from(graph, arguments).planned
    return operation_in_words(planned) if planned else NOBODY


def all_paths(graph: Graph, arguments: Namespace) -> str:
    """For each leaf the ways to it."""
    planned = narrowed_from(graph, arguments).planned
    query_graph = build_query_graph(graph.supergraph)
    return paths_text(query_graph, planned, active_labels(arguments)) if planned else NOBODY


def program_text(graph: Graph, arguments: Namespace) -> str:
    """The Python that was written for the operation: what each fetch collects and sends, and what makes the answer."""
    prepared = prepared_from(graph, arguments)
    compiled, narrowed = prepared.compiled, prepared.narrowed
    if compiled.program is None:
        return NOBODY
    shape = build_shape(narrowed.specialised.asked, graph.supergraph, narrowed.allowed)
    structs = "fit" if compiled.typed else "do not fit"
    head = f"# the answer (structs {structs} this plan)"
    return "\n".join([*program_in_words(compiled.program), head, write_projection(shape)[0].source])


def all_fetches(graph: Graph, arguments: Namespace) -> str:
    """The documents exactly as they are sent."""
    return fetches_in_words(prepared_from(graph, arguments).plan)


STAGES: Mapping[str, Callable[[Graph, Namespace], str]] = {
    "operation": operation_text,
    "paths": all_paths,
    "program": program_text,
    "fetches": all_fetches,
}


def operation_in_words(operation: Operation) -> str:
    """The operation as GraphQL."""
    variables = ", ".join(f"${each.name}: {each.type}" for each in operation.variables)
    head = f"{operation.kind.value} {operation.name or ''}{f'({variables})' if variables else ''}"
    return print_ast(parse(f"{head} {print_selections(operation.selections)}"))


def fetches_in_words(plan: Plan) -> str:
    """The documents exactly as they are sent."""
    return "\n\n".join(f"# {fetch.subgraph}\n{print_ast(parse(fetch.document))}" for fetch in plan.fetches)
