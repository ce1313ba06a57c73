"""What the commands look at: a supergraph, and an operation over it."""

from __future__ import annotations

import sys
from argparse import Namespace
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType
from typing import Any

import msgspec

from gateway.answering.graph import Graph
from gateway.answering.prepare import Narrowed, Prepared, ReadVariables, at_once, narrowing, prepare
from gateway.commands.composing import ask_for_schema, composed, sdl_of
from gateway.ground.errors import ConfigurationError
from gateway.ground.sentence import ended
from gateway.guard.rights import asked_by
from gateway.making import graph_of, not_open, supergraph_of
from gateway.model.budget import Budget
from gateway.model.caller import Caller
from gateway.model.exchange import GraphQLRequest
from gateway.operations import read_some_variables
from gateway.renewal.source import Source, SubgraphList, SupergraphFile, SupergraphText
from gateway.settings import Settings

NOTHING: Mapping[str, Any] = MappingProxyType({})


def supergraph_sdl(arguments: Namespace) -> str:
    """The text of ``--supergraph``, or what ``--subgraphs`` composes to. Raises ConfigurationError."""
    if arguments.supergraph is not None:
        return read_text(arguments.supergraph)
    return composed(arguments.subgraphs)


def source_from(arguments: Namespace) -> Source:
    """The same, to be read again and again. Raises ConfigurationError for standard input that cannot be read."""
    if arguments.supergraph is None:
        return SubgraphList(arguments.subgraphs, ask_for_schema, sdl_of)
    if str(arguments.supergraph) == "-":
        return SupergraphText(read_text(arguments.supergraph))
    return SupergraphFile(arguments.supergraph)


def read_text(file: Path) -> str:
    """A file's text, or standard input for ``-``. Raises ConfigurationError."""
    try:
        return sys.stdin.read() if str(file) == "-" else file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigurationError(f"{file} cannot be read: {ended(error)}") from error


def graph_from(arguments: Namespace) -> Graph:
    """A graph that can do everything but send."""
    labels = frozenset(arguments.label)
    return replace(looked_at(supergraph_sdl(arguments)), roll=lambda _: labels)


def looked_at(sdl: str) -> Graph:
    """The graph of a supergraph as the operator sees it: every policy is met. Raises ConfigurationError."""
    settings = Settings()
    supergraph = supergraph_of(sdl, settings)
    policies = dict.fromkeys(asked_by(supergraph.auth).policies, _met)
    return graph_of(supergraph, settings, not_open, policies=policies)


def _met(_: Caller) -> bool:
    return True


def request_of(
    graph: Graph, text: str, name: str | None = None, variables: Mapping[str, Any] = NOTHING
) -> GraphQLRequest:
    """The request of somebody who may ask for everything."""
    operator = Caller("operator", asked_by(graph.supergraph.auth).scopes)
    return GraphQLRequest(text, name, variables, caller=operator)


def request_from(graph: Graph, arguments: Namespace) -> GraphQLRequest:
    """The operation that the command line names."""
    return request_of(graph, read_text(arguments.operation), arguments.name, _variables(arguments.variables))


def narrowed_from(graph: Graph, arguments: Namespace) -> Narrowed:
    """The operation before it is planned. Raises RequestError as a client would get it."""
    return at_once(narrowing(graph, request_from(graph, arguments), read_some_variables), budget_of(graph))


def prepared_from(graph: Graph, arguments: Namespace) -> Prepared:
    """The operation with its plan and programs. Raises RequestError as a client would get it."""
    return looked_up(graph, request_from(graph, arguments))


def looked_up(graph: Graph, request: GraphQLRequest, read: ReadVariables = read_some_variables) -> Prepared:
    """A request prepared within what a gateway allows for one. Raises RequestError."""
    return prepare(graph, request, budget_of(graph), read)


def budget_of(graph: Graph) -> Budget:
    """The steps of one request, without a clock."""
    return Budget(graph.lanes.allowance.large)


def active_labels(arguments: Namespace) -> frozenset[str]:
    """The progressive overrides that count for this plan."""
    return frozenset(arguments.label)


def _variables(text: str) -> dict[str, Any]:
    try:
        return msgspec.json.decode(text, type=dict[str, Any])
    except (msgspec.DecodeError, UnicodeError, RecursionError) as error:
        raise ConfigurationError(f"--variables must be a JSON object: {ended(error)}") from error
