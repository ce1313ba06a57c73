"""Making a graph: the supergraph with the addresses of the settings, and everything that answers requests over it.

Read and built here once for each supergraph; ``app`` wires the application around the cell that holds it.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable
from dataclasses import replace
from functools import cache, partial
from importlib import import_module
from pathlib import Path

from graphql import GraphQLSchema, specified_rules

from gateway.answering.caching import Named, naming
from gateway.answering.client_mark import HEADER as CLIENT_MARK
from gateway.answering.client_mark import ClientMarks, marks_with
from gateway.answering.deadline import RequestDeadline
from gateway.answering.disclosure import Disclosure
from gateway.answering.graph import Graph
from gateway.answering.headers import gives_cookies, handing_on
from gateway.answering.lanes import Allowance, Lanes
from gateway.answering.memory import new_memory
from gateway.ground.cache_control import CacheControl
from gateway.ground.cost_mode import CostMode
from gateway.ground.errors import ConfigurationError, SubgraphError
from gateway.guard.cost import Costing
from gateway.guard.filtering import guard
from gateway.guard.limits import Limits, check_limits
from gateway.guard.overrides import roll_labels
from gateway.guard.rate import Rate
from gateway.guard.rights import Policies, Policy, asked_by
from gateway.model.exchange import SubgraphAnswer, SubgraphRequest
from gateway.model.saved import SavedOperation
from gateway.model.standing import not_asked
from gateway.model.supergraph import Supergraph
from gateway.model.syntax import parse_leanly
from gateway.observe.events import Observe, nobody_hears
from gateway.operations import DocumentLimits, validation_errors
from gateway.operations.growth import only_grew
from gateway.planning import plan_operation
from gateway.query_graph.apart import taken_apart
from gateway.query_graph.build import build_query_graph
from gateway.query_graph.read import read_supergraph
from gateway.settings import Settings, unknown_subgraphs
from gateway.subgraphs.accountable import accountable
from gateway.subgraphs.patience import within_each
from gateway.subgraphs.send import Send
from gateway.subgraphs.signed import vouched

QUICK = 40
"""The part of the steps that everybody has at once."""
log = logging.getLogger(__name__)


def supergraph_of(sdl: str, settings: Settings, listed: Iterable[str] = (), *, is_checked: bool = False) -> Supergraph:
    """The supergraph, with the addresses that the settings give. Raises ConfigurationError.

    ``listed``: subgraphs that the settings may name though they are not in it, since they are away. ``is_checked``: as
    read_supergraph.
    """
    supergraph = read_supergraph(sdl, is_checked=is_checked)
    check_names(settings, (*supergraph.subgraphs, *listed))
    moved = {
        name: replace(subgraph, url=settings.subgraph_urls.get(name, subgraph.url))
        for name, subgraph in supergraph.subgraphs.items()
    }
    return replace(supergraph, subgraphs=moved)


def check_names(settings: Settings, there: Iterable[str]) -> None:
    """Raises ConfigurationError where the settings name subgraphs that are not ``there``."""
    problems = unknown_subgraphs(settings, dict.fromkeys(there))
    if problems:
        raise ConfigurationError("The settings cannot be used.", problems=problems)


def graph_of(
    supergraph: Supergraph,
    settings: Settings,
    send: Send,
    *,
    policies: Policies | None = None,
    operations: tuple[SavedOperation, ...] = (),
    lanes: Lanes | None = None,
    rate: Rate | None = None,
    observe: Observe = nobody_hears,
    before: Graph | None = None,
) -> Graph:
    """Everything that answers requests over one supergraph. Raises ConfigurationError.

    ``policies``: others than those of the settings. ``operations``: the saved queries as they were read. ``lanes`` and
    ``rate``: of this process, where there are some. ``before``: the graph in whose place this one comes.
    """
    judged = judged_operations(operations, supergraph.api, before)
    limits = Limits(settings.limit_depth, settings.limit_aliases, settings.limit_root_fields, settings.limit_fields)
    rights = policies_of(supergraph, settings) if policies is None else policies
    query_graph = build_query_graph(supergraph)
    return Graph(
        supergraph=supergraph,
        plan=partial(plan_operation, query_graph),
        take_apart=partial(taken_apart, query_graph),
        send=send,
        hasten=lambda way: accountable(within_each(way, settings.requires_deadline), supergraph.subgraphs),
        roll=roll_labels(supergraph.labels, frozenset(settings.override_labels)),
        check=partial(check_limits, limits=limits),
        guard=guard(supergraph, rights, mode=settings.unauthorised),
        hand_on=handing_on((*settings.forward_headers, CLIENT_MARK), settings.headers),
        marks=marks_of(settings.client_mark_key),
        returns=settings.headers.to_client,
        named=named_by(settings),
        unshared=frozenset(name for name in supergraph.subgraphs if gives_cookies(settings.headers.to_client, name)),
        limits=DocumentLimits(
            tokens=settings.limit_tokens,
            introspection=settings.introspection,
            suggestions=settings.introspection,  # else "Did you mean" tells the schema to whoever may not ask for it
            directives=settings.limit_directives,
        ),
        disclosure=Disclosure(
            settings.error_detail, frozenset(settings.public_codes), frozenset(settings.error_extensions)
        ),
        deadline=RequestDeadline(settings.request_deadline),
        dedupe=settings.query_dedupe,
        operations=judged,
        documents={each.query: each.id for each in judged if each.problem is None},
        states={name: not_asked() for name in supergraph.subgraphs},
        observe=observe,
        memory=new_memory(settings.plan_memory, settings.repeat_memory),
        lanes=lanes or Lanes(allowance_of(settings)),
        costing=costing_of(supergraph, settings),
        rate=rate or rate_of(settings),
        largest=settings.limit_answer,
        vouch=vouched if settings.signing_key else None,
        vouches_queries=settings.sign_queries,
        patience=min(settings.request_deadline, *settings.subgraph_deadline.values.values()) / 2,
    )


def costing_of(supergraph: Supergraph, settings: Settings) -> Costing:
    """What operations over the supergraph may cost. A rate needs to know what they did cost."""
    mode = CostMode.MEASURE if settings.cost is CostMode.OFF and settings.rate.values else settings.cost
    return Costing(supergraph, mode, settings.cost_max, settings.cost_list, settings.cost_fetch, settings.limit_page)


def rate_of(settings: Settings) -> Rate | None:
    """The points that callers have in a while; None where nobody counts them."""
    return Rate(settings.rate) if settings.rate.values else None


@cache
def marks_of(key_file: Path | None) -> ClientMarks:
    """The marks of this process, which go on from one graph to the next."""
    return marks_with(key_file)


def named_by(settings: Settings) -> Named | None:
    """Whence headers to subgraphs come; None where HTTP caches are told to keep nothing."""
    if settings.cache_control is CacheControl.OFF:
        return None
    return naming(settings.forward_headers, settings.headers)


def allowance_of(settings: Settings) -> Allowance:
    """What preparing one request may take."""
    steps = settings.limit_planning_steps
    return Allowance(steps // QUICK, steps, settings.limit_planning)


def policies_of(supergraph: Supergraph, settings: Settings) -> Policies:
    """The functions behind ``@policy``. Raises ConfigurationError for one that cannot be imported.

    A policy without a function is met by nobody: what it guards stays closed.
    """
    found: dict[str, Policy] = {}
    problems: list[str] = []
    for name, place in settings.policies.items():
        module, _, function = place.partition(":")
        try:
            found[name] = getattr(import_module(module), function)
        except (ImportError, AttributeError, ValueError) as error:
            problems.append(f"policy {name!r}: {place!r} cannot be imported: {error}")
    if problems:
        raise ConfigurationError("The setting policies cannot be used.", problems=tuple(problems))
    for name in sorted(asked_by(supergraph.auth).policies - found.keys()):
        log.warning("policy %r has no function (setting policies): what it guards is closed to everybody", name)
    return found


def judged_operations(
    operations: tuple[SavedOperation, ...], api: GraphQLSchema, before: Graph | None = None
) -> tuple[SavedOperation, ...]:
    """The saved queries, each that this graph cannot answer with the reason; the log names those, too. Where the schema
    has only grown since ``before``, what could be answered there can be answered here: half of building the graph.
    """
    has_grown = before is not None and only_grew(before.supergraph.api, api)
    good = {each.query for each in before.operations if each.problem is None} if before and has_grown else frozenset()
    judged = tuple(
        operation if operation.query in good else replace(operation, problem=_problem(operation, api))
        for operation in operations
    )
    for operation in judged:
        if operation.problem:
            log.warning("the saved query %r cannot be answered by this graph: %s", operation.id, operation.problem)
    return judged


def _problem(operation: SavedOperation, api: GraphQLSchema) -> str | None:
    errors = validation_errors(api, parse_leanly(operation.query), specified_rules)
    more = f" ({len(errors) - 1} more)" if len(errors) > 1 else ""
    return f"{errors[0].message}{more}" if errors else None


async def not_open(request: SubgraphRequest, /) -> SubgraphAnswer:
    """In place of the network before the application has started."""
    raise SubgraphError(request.subgraph, "The gateway has not started yet.")
