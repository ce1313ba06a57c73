"""The composition root: settings -> supergraph -> graph -> ASGI application. The only place that builds things."""

from __future__ import annotations

import asyncio
import logging
import os
from collections.abc import AsyncIterator, Callable, Iterable, Mapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager, nullcontext
from dataclasses import dataclass, replace
from functools import cache, partial
from importlib import import_module
from pathlib import Path
from typing import Any, TypeAlias

from graphql import GraphQLSchema, specified_rules
from starlette.routing import BaseRoute

from gateway.answering.apart import taking_apart
from gateway.answering.beside import prepare_to_look
from gateway.answering.caching import Named, naming
from gateway.answering.client_mark import HEADER as CLIENT_MARK
from gateway.answering.client_mark import ClientMarks, marks_with
from gateway.answering.deadline import RequestDeadline
from gateway.answering.disclosure import Disclosure
from gateway.answering.graph import Graph
from gateway.answering.headers import gives_cookies, handing_on
from gateway.answering.lanes import Allowance, Lanes
from gateway.answering.memory import new_memory
from gateway.answering.once import answering
from gateway.answering.parts import answering_in_parts
from gateway.answering.probing import probing
from gateway.answering.subscribers import Subscribers
from gateway.answering.swap import Swapping
from gateway.doors import identify_of, issuer_of
from gateway.ground.cache_control import CacheControl
from gateway.ground.cell import Cell
from gateway.ground.codes import PublicCode
from gateway.ground.cost_mode import CostMode
from gateway.ground.ed25519 import public_jwk, read_keys
from gateway.ground.errors import ConfigurationError, SubgraphError
from gateway.guard.cost import Costing, dearest
from gateway.guard.filtering import guard
from gateway.guard.limits import Limits, check_limits
from gateway.guard.overrides import roll_labels
from gateway.guard.rate import Rate
from gateway.guard.rights import Policies, Policy, asked_by
from gateway.identity.openid import Provider
from gateway.identity.signing import Issuer
from gateway.model.exchange import GraphQLRequest, SubgraphAnswer, SubgraphRequest
from gateway.model.saved import SavedOperation
from gateway.model.standing import Standing, not_asked
from gateway.model.supergraph import Supergraph
from gateway.model.syntax import parse_leanly
from gateway.observe.counts import Counts
from gateway.observe.events import Observe, nobody_hears
from gateway.observe.trail import noted as noted_in_trail
from gateway.operations import DocumentLimits, validation_errors
from gateway.operations.growth import only_grew
from gateway.planning import plan_json, plan_operation
from gateway.query_graph.apart import taken_apart
from gateway.query_graph.build import build_query_graph
from gateway.query_graph.read import read_supergraph
from gateway.replicas.documents import SharedDocuments
from gateway.replicas.rates import SharedBuckets
from gateway.replicas.store import Store, open_store
from gateway.settings import Settings, unknown_subgraphs
from gateway.subgraphs.accountable import accountable
from gateway.subgraphs.patience import within_each
from gateway.subgraphs.send import Send
from gateway.subgraphs.signed import PREFIX, vouched
from gateway.telemetry.watching import NOBODY_WATCHES, Watching, telling, watching_of
from gateway.ways import SIGNING, opened_for, streams_for
from gateway.web.edge import Application, edge, endpoint
from gateway.web.http.graphql import Identify
from gateway.web.pages.health import Condition, health_routes
from gateway.web.pages.issuer import issuer_routes
from gateway.web.pages.keys import keys_route
from gateway.web.pages.operations import read_operations
from gateway.web.pages.page import page_routes
from gateway.web.pages.plans import plan_route

QUICK = 40
"""The part of the steps that everybody has at once."""
log = logging.getLogger(__name__)

Follow: TypeAlias = Callable[[Cell[Graph], Swapping, Counts], AbstractAsyncContextManager[None]]
"""Puts other graphs into the cell, for as long as the context lasts."""
UNKNOWN = Cell(Standing("", ""))
"""Where nobody says how the gateway stands with its supergraph."""


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


async def explain_plan(cell: Cell[Graph], request: GraphQLRequest) -> Mapping[str, Any]:
    """The plan in the form that plan viewers read, prepared as the request itself would be; with what it will cost.

    Raises RequestError.
    """
    graph = cell.value
    with graph.held:
        prepared = await prepare_to_look(graph, request)
    shown = plan_json(prepared.plan)
    price, costing = prepared.compiled.price, prepared.graph.costing
    if price is None or costing is None:
        return shown
    variables = prepared.narrowed.variables
    cost = {
        "estimated": price.cost(variables),
        "max": costing.most_of(request.caller) if costing.mode is CostMode.ENFORCE else None,
        "dearest": dearest(price, variables),
    }
    return {**shown, "cost": cost}


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


@dataclass(frozen=True, slots=True)
class Made:
    """Makes the application, once per worker. ``drain``: to be called at the signal that ends it, so that nobody new is
    sent here. ``stop``: when it takes no more.
    """

    make: Callable[[], Application]
    stop: Callable[[], None]
    drain: Callable[[], None]

    def __call__(self) -> Application:
        return self.make()


def application_of(
    sdl: str,
    settings: Settings,
    standing: Cell[Standing] = UNKNOWN,
    follow: Follow | None = None,
    listed: Iterable[str] = (),
) -> Made:
    """Reads and builds everything that can fail, and gives what makes the application. ``listed``: as supergraph_of.

    Raises ConfigurationError with what is wrong with the supergraph, the settings or the files that they name.
    """
    supergraph = supergraph_of(sdl, settings, listed)
    saved = read_operations(settings.operations)
    counts = Counts()
    store = open_store(settings.redis_url) if settings.redis_url else None
    rate = Rate(settings.rate, SharedBuckets(store)) if store and settings.rate.values else None
    watching = watching_of(settings, os.environ)
    observe = observe_of(counts, watching)
    graph = graph_of(supergraph, settings, not_open, operations=saved, rate=rate, observe=observe)
    issuer = issuer_of(settings)
    draining = Cell(False)
    more: dict[str, Any] = {"store": store, "watching": watching}
    cell = Cell(graph)
    make = partial(wired, settings, cell, counts, issuer, standing, follow, draining, **more)

    def stop() -> None:
        graph.lanes.close(settings.shutdown_grace / 2)
        cell.value.held.over.say(PublicCode.SUBSCRIPTION_STOPPED)

    return Made(make, stop, partial(draining.put, True))


def wired(
    settings: Settings,
    cell: Cell[Graph],
    counts: Counts,
    issuer: Issuer | None = None,
    standing: Cell[Standing] = UNKNOWN,
    follow: Follow | None = None,
    draining: Cell[bool] | None = None,
    *,
    swapping: Swapping | None = None,
    store: Store | None = None,
    watching: Watching = NOBODY_WATCHES,
) -> Application:
    """The application over whatever graph is in the cell; at its start the way is opened for the one in it.

    ``counts``: what the graphs tell, shown by /health/ready. ``standing``: the same of the supergraph. ``follow``: what
    puts other graphs into the cell while it runs. ``draining``: whether the process is about to end. ``swapping``:
    whoever wants to swap graphs gives his own. ``store``: what the replicas have in common. ``watching``: who follows
    single requests.
    """
    subscribers = Subscribers(settings.subscriptions, settings.subscriptions_per_caller)
    watched = watching.begin(answering(cell), answering_in_parts(cell, subscribers))
    observe = observe_of(counts, watching)
    way = partial(opened_for, settings=settings, store=store, breakers={})
    swapping = swapping or Swapping(cell, way, partial(streams_for, settings=settings), taking_apart)
    identify = identify_of(settings, issuer)
    documents = None if store is None else SharedDocuments(store)
    graphql = endpoint(settings, watched.answer, watched.begin, documents)
    graphql = replace(graphql, identify=identify, observe=observe, forget=watching.forgotten)

    routes = routes_of(settings, cell, identify, issuer)

    @asynccontextmanager
    async def lifespan(_: Any) -> AsyncIterator[None]:
        try:
            if store is not None:
                await store.open()
            await swapping.put(cell.value)
            await identify.ready()
            async with (
                # Replicas may share nothing for hours that anybody asks for; how it does is shown all the same.
                probing(cell, settings.ready_probe, None if store is None else store.open),
                follow(cell, swapping, counts) if follow else nullcontext(),
            ):
                yield
        finally:
            cell.value.lanes.close()
            await swapping.close()
            if store is not None:
                await store.close()
            await asyncio.to_thread(watched.close)

    def condition() -> Condition:
        is_draining = draining is not None and draining.value
        shared = None if store is None else store.state
        required = settings.ready_requires
        return Condition(standing.value, cell.value.states, counts.shown(), required, is_draining, shared)

    health = health_routes(condition)
    return edge(settings, graphql, [*health, *routes], lifespan, observe, watched.watches)


def observe_of(counts: Counts, watching: Watching) -> Observe:
    """Who hears of what happens: the trail of a request only where somebody follows it."""
    return telling(counts, noted_in_trail) if watching.is_wanted else counts


def routes_of(settings: Settings, cell: Cell[Graph], identify: Identify, issuer: Issuer | None) -> list[BaseRoute]:
    """The addresses for people and for development."""
    routes: list[BaseRoute] = []
    signers = read_keys(settings.signing_key, SIGNING) if settings.signing_key else ()
    shown = [public_jwk(key, PREFIX) for key in signers]
    if issuer or shown:
        routes.append(keys_route([*(issuer.jwks["keys"] if issuer else ()), *shown]))
    if issuer:
        routes += issuer_routes(Provider(issuer, settings.dev_issuer_anywhere))
    if settings.graphiql:
        routes.append(plan_route(partial(explain_plan, cell), settings.limit_body, identify))
        routes += page_routes(settings.path, lambda: cell.value.operations, issuer=issuer is not None)
    return routes


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
