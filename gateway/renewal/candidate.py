"""Whether a supergraph may be put in: it must be readable, and answer the saved queries that were answered before."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from typing import NamedTuple

from gateway.answering.graph import Graph
from gateway.answering.prepare import prepare
from gateway.app import graph_of, not_open, supergraph_of
from gateway.ground.errors import ConfigurationError, RequestError
from gateway.model.budget import Budget
from gateway.model.exchange import GraphQLRequest
from gateway.model.saved import SavedOperation
from gateway.operations import read_some_variables
from gateway.settings import Settings
from gateway.web.pages.operations import read_operations


class Candidate(NamedTuple):
    """A supergraph that was read and checked. ``answered``: ids of the saved queries that it answers; none where they
    may break (``swap_broken_documents``).
    """

    sdl: str
    listed: frozenset[str]
    answered: frozenset[str]


def candidate(sdl: str, settings: Settings, listed: Iterable[str], answered: frozenset[str]) -> Candidate:
    """``answered``: by the supergraph before. Raises ConfigurationError with all that speaks against the new one."""
    names = frozenset(listed)
    supergraph = supergraph_of(sdl, settings, names)
    if settings.swap_broken_documents:
        # Nothing hangs on them: half of the time until a change is served went into preparing each once more.
        return Candidate(sdl, names, frozenset())
    graph = graph_of(supergraph, settings, not_open, operations=read_operations(settings.operations))
    problems = {each.id: problem for each in graph.operations if (problem := _problem(graph, each)) is not None}
    broken = [f"{name}: {problem}" for name, problem in problems.items() if name in answered]
    if broken and not settings.swap_broken_documents:
        raise ConfigurationError("Saved queries would not be answered any more.", problems=tuple(broken))
    return Candidate(sdl, names, frozenset(each.id for each in graph.operations) - problems.keys())


def _problem(graph: Graph, saved: SavedOperation) -> str | None:
    if saved.problem is not None:
        return saved.problem
    try:
        prepare(graph, GraphQLRequest(saved.query), Budget(graph.lanes.allowance.large), read_some_variables)
    except RequestError as error:
        return error.message
    return None


def id_of(sdl: str) -> str:
    """A short name of a supergraph, from its text."""
    return hashlib.sha256(sdl.encode()).hexdigest()[:12]
