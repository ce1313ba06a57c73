"""Whether a supergraph may be put in: it must be readable, and answer the saved queries that were answered before."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from typing import NamedTuple

from gateway.answering.graph import Graph
from gateway.answering.prepare import prepare
from gateway.ground.errors import ConfigurationError, RequestError
from gateway.making import check_names, graph_of, not_open, supergraph_of
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


def candidate(
    sdl: str, settings: Settings, listed: Iterable[str], answered: frozenset[str], *, is_composed: bool = False
) -> Candidate:
    """``answered``: by the supergraph before. ``is_composed``: here and now of those that are ``listed``, and so it can
    be read. Raises ConfigurationError with all that speaks against the new one.
    """
    names = frozenset(listed)
    # Where nothing hangs on saved queries they are not prepared, nor is what was just written read back: most of the
    # time until a change is served went there.
    if settings.swap_broken_documents and is_composed:
        check_names(settings, names)
        return Candidate(sdl, names, frozenset())
    supergraph = supergraph_of(sdl, settings, names)
    if settings.swap_broken_documents:
        return Candidate(sdl, names, frozenset())
    graph = graph_of(supergraph, settings, not_open, operations=read_operations(settings.operations))
    problems = {each.id: problem for each in graph.operations if (problem := _problem(graph, each)) is not None}
    broken = [f"{name}: {problem}" for name, problem in problems.items() if name in answered]
    if broken:
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
