"""``show``: any stage on its own, to find the first one that goes wrong."""

from __future__ import annotations

import sys
from argparse import Namespace
from collections.abc import Iterator

from graphql import parse, print_ast, print_schema

from gateway.answering.engine import Engine
from gateway.app import supergraph_of
from gateway.commands.planning import plan_from
from gateway.commands.sources import active_labels, engine_from, operation_from, supergraph_sdl
from gateway.execution import compile_plan, compile_typed, program_in_words
from gateway.model.operation import Operation, print_selections
from gateway.model.plan import Plan
from gateway.projection import build_shape, write_projection
from gateway.query_graph import build_query_graph, graph_text, paths_text
from gateway.settings import Settings


def show_command(arguments: Namespace) -> int:
    """Prints the stage that was asked for."""
    match arguments.stage:
        case "graph":
            graph = build_query_graph(supergraph_of(supergraph_sdl(arguments), Settings()))
            text = graph_text(graph)
        case "api":
            text = print_schema(supergraph_of(supergraph_sdl(arguments), Settings()).api)
        case "operation":
            operation = operation_from(engine_from(arguments), arguments)
            text = operation_in_words(operation) if operation else "# No subgraph is asked."
        case "paths":
            engine = engine_from(arguments)
            operation = operation_from(engine, arguments)
            graph = build_query_graph(engine.supergraph)
            text = paths_text(graph, operation, active_labels(arguments)) if operation else "# No subgraph is asked."
        case "program":
            engine = engine_from(arguments)
            operation = operation_from(engine, arguments)
            text = "\n".join(program_of(engine, operation, plan_from(arguments))) if operation else "# Nothing runs."
        case _:
            text = fetches_in_words(plan_from(arguments))
    sys.stdout.write(text.rstrip() + "\n")
    return 0


def operation_in_words(operation: Operation) -> str:
    """The operation as GraphQL."""
    variables = ", ".join(f"${each.name}: {each.type}" for each in operation.variables)
    head = f"{operation.kind.value} {operation.name or ''}{f'({variables})' if variables else ''}"
    return print_ast(parse(f"{head} {print_selections(operation.selections)}"))


def fetches_in_words(plan: Plan) -> str:
    """The documents exactly as they are sent."""
    return "\n\n".join(f"# {fetch.subgraph}\n{print_ast(parse(fetch.document))}" for fetch in plan.fetches)


def program_of(engine: Engine, operation: Operation, plan: Plan) -> Iterator[str]:
    """The Python that was written for the operation: what each fetch collects and sends, and what makes the answer."""
    program = compile_plan(plan, engine.supergraph.schema)
    shape = build_shape(operation, engine.supergraph)
    structs = "fit" if compile_typed(plan, shape, program) else "do not fit"
    yield from program_in_words(program)
    yield f"# the answer (structs {structs} this plan)"
    yield write_projection(shape)[0].source
