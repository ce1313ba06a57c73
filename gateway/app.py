"""The composition root: settings -> supergraph -> graph -> ASGI application. The only place that builds things."""

from __future__ import annotations

import asyncio
import logging
import os
from collections.abc import AsyncIterator, Callable, Iterable, Mapping, MutableMapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager, nullcontext
from dataclasses import dataclass, replace
from functools import cache, partial
from importlib import import_module
from pathlib import Path
from typing import Any, TypeAlias

import jwt
from graphql import GraphQLSchema, parse, validate
from starlette.routing import BaseRoute

from gateway.answering.beside import prepare_to_look
from gateway.answering.caching import Named, naming
from gateway.answering.client_mark import HEADER as CLIENT_MARK
from gateway.answering.client_mark import ClientMarks, marks_with
from gateway.answering.deadline import RequestDeadline
from gateway.answering.disclosure import Disclosure
from gateway.answering.graph import Graph, PlanOperation
from gateway.answering.headers import gives_cookies, handing_on
from gateway.answering.lanes import Allowance, Lanes
from gateway.answering.memory import new_memory
from gateway.answering.once import answering
from gateway.answering.parts import answering_in_parts
from gateway.answering.probing import probing
from gateway.answering.swap import Swapping
from gateway.ground.by_subgraph import BySubgraph
from gateway.ground.cache_control import CacheControl
from gateway.ground.cell import Cell
from gateway.ground.cost_mode import CostMode
from gateway.ground.ed25519 import public_jwk, read_keys
from gateway.ground.errors import ConfigurationError, SubgraphError
from gateway.ground.issuers import TrustedIssuer
from gateway.guard.cost import Costing, dearest
from gateway.guard.filtering import guard
from gateway.guard.limits import Limits
from gateway.guard.overrides import roll_labels
from gateway.guard.rate import Rate
from gateway.guard.rights import Policies, Policy, asked_by
from gateway.identity.door import Door, Entry
from gateway.identity.fetching import keys_of
from gateway.identity.keys import FetchKeys, KeyRing
from gateway.identity.openid import Provider
from gateway.identity.signing import ISSUER, Issuer, read_issuer
from gateway.identity.tokens import Checker
from gateway.model.exchange import GraphQLRequest, SubgraphAnswer, SubgraphRequest
from gateway.model.saved import SavedOperation
from gateway.model.standing import Standing, SubgraphState, not_asked
from gateway.model.supergraph import Subgraph, Supergraph
from gateway.observe.counts import Counts
from gateway.observe.events import Observe, nobody_hears
from gateway.observe.trail import noted as noted_in_trail
from gateway.operations import DocumentLimits
from gateway.planning import plan_json, plan_operation
from gateway.query_graph.build import build_query_graph
from gateway.query_graph.read import read_supergraph
from gateway.replicas.answers import SharedLarder
from gateway.replicas.documents import SharedDocuments
from gateway.replicas.rates import SharedBuckets
from gateway.replicas.store import Store, open_store
from gateway.settings import Settings, unknown_subgraphs
from gateway.subgraphs.accountable import accountable
from gateway.subgraphs.attempts import attempted
from gateway.subgraphs.breaker import Rules, breaking
from gateway.subgraphs.http import open_network
from gateway.subgraphs.inside import open_inside
from gateway.subgraphs.lean import open_lean_network
from gateway.subgraphs.patience import noted, shared, told, within_each
from gateway.subgraphs.queueing import queued
from gateway.subgraphs.remaining import timed
from gateway.subgraphs.retrying import again
from gateway.subgraphs.send import Send
from gateway.subgraphs.signed import PREFIX, Signer, signing, vouched
from gateway.subgraphs.stale import InMemory, Larder, standing_in
from gateway.telemetry.watching import NOBODY_WATCHES, Watching, telling, watching_of
from gateway.web.edge import Application, edge, endpoint
from gateway.web.http.graphql import Identify
from gateway.web.pages.health import Condition, health_routes
from gateway.web.pages.issuer import issuer_routes
from gateway.web.pages.keys import keys_route
from gateway.web.pages.operations import read_operations
from gateway.web.pages.page import page_routes
from gateway.web.pages.plans import plan_route

SIGNING = "key that signs calls"
QUICK = 40
"""The part of the steps that everybody has at once."""
log = logging.getLogger(__name__)

Follow: TypeAlias = Callable[[Cell[Graph], Swapping, Counts], AbstractAsyncContextManager[None]]
"""Puts other graphs into the cell, for as long as the context lasts."""
UNKNOWN = Cell(Standing("", ""))
"""Where nobody says how the gateway stands with its supergraph."""


def supergraph_of(sdl: str, settings: Settings, listed: Iterable[str] = ()) -> Supergraph:
    """The supergraph, with the addresses that the settings give. Raises ConfigurationError.

    ``listed``: subgraphs that the settings may name though they are not in it, since they are away.
    """
    supergraph = read_supergraph(sdl)
    problems = unknown_subgraphs(settings, dict.fromkeys((*supergraph.subgraphs, *listed)))
    if problems:
        raise ConfigurationError("The settings cannot be used.", problems=problems)
    moved = {
        name: replace(subgraph, url=settings.subgraph_urls.get(name, subgraph.url))
        for name, subgraph in supergraph.subgraphs.items()
    }
    return replace(supergraph, subgraphs=moved)


def planner_of(supergraph: Supergraph) -> PlanOperation:
    """The planner of one supergraph."""
    return partial(plan_operation, build_query_graph(supergraph))


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
) -> Graph:
    """Everything that answers requests over one supergraph. Raises ConfigurationError.

    ``policies``: others than those of the settings. ``operations``: the saved queries as they were read. ``lanes`` and
    ``rate``: of this process, where there are some.
    """
    judged = judged_operations(operations, supergraph.api)
    limits = Limits(settings.limit_depth, settings.limit_aliases, settings.limit_root_fields, settings.limit_fields)
    rights = policies_of(supergraph, settings) if policies is None else policies
    return Graph(
        supergraph=supergraph,
        plan=planner_of(supergraph),
        send=send,
        hasten=lambda way: accountable(within_each(way, settings.requires_deadline), supergraph.subgraphs),
        roll=roll_labels(supergraph.labels, frozenset(settings.override_labels)),
        guard=guard(supergraph, limits, rights, mode=settings.unauthorised),
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
    prepared = await prepare_to_look(cell.value, request)
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
    observe = telling(counts, noted_in_trail) if watching.is_wanted else counts
    graph = graph_of(supergraph, settings, not_open, operations=saved, rate=rate, observe=observe)
    issuer = issuer_of(settings)
    draining = Cell(False)
    more: dict[str, Any] = {"store": store, "watching": watching}
    make = partial(wired, settings, Cell(graph), counts, issuer, standing, follow, draining, **more)
    return Made(make, partial(graph.lanes.close, settings.shutdown_grace / 2), partial(draining.put, True))


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
    watches, answer, close = watching.begin(answering(cell))
    swapping = swapping or Swapping(cell, partial(opened_for, settings=settings, store=store))
    identify = identify_of(settings, issuer)
    documents = None if store is None else SharedDocuments(store)
    graphql = endpoint(settings, answer, answering_in_parts(cell), documents)
    graphql = replace(graphql, identify=identify, observe=counts, forget=watching.forgotten)

    routes = routes_of(settings, cell, identify, issuer)

    @asynccontextmanager
    async def lifespan(_: Any) -> AsyncIterator[None]:
        try:
            if store is not None:
                await store.open()
            await swapping.put(cell.value)
            await identify.ready()
            async with (
                probing(cell, settings.ready_probe),
                follow(cell, swapping, counts) if follow else nullcontext(),
            ):
                yield
        finally:
            cell.value.lanes.close()
            await swapping.close()
            if store is not None:
                await store.close()
            await asyncio.to_thread(close)

    def condition() -> Condition:
        is_draining = draining is not None and draining.value
        shared = None if store is None else store.state
        required = settings.ready_requires
        return Condition(standing.value, cell.value.states, counts.shown(), required, is_draining, shared)

    health = health_routes(condition)
    return edge(settings, graphql, [*health, *routes], lifespan, counts, watches)


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


def opened_for(graph: Graph, settings: Settings, store: Store | None = None) -> AbstractAsyncContextManager[Send]:
    """The way to the subgraphs of one graph, which it does not keep."""
    return opened(settings, graph.supergraph.subgraphs, graph.states, graph.observe, graph.unshared, store)


@asynccontextmanager
async def opened(
    settings: Settings,
    subgraphs: Mapping[str, Subgraph],
    states: MutableMapping[str, SubgraphState],
    observe: Observe,
    unshared: frozenset[str],
    store: Store | None = None,
) -> AsyncIterator[Send]:
    """The way to some subgraphs, for as long as it is needed."""
    larder = None if store is None else SharedLarder(store, InMemory(settings.stale_memory))
    limits: dict[str, Any] = {
        "connections": settings.subgraph_connections,
        "largest_answer": settings.subgraph_answer,
        "age": settings.connection_age,
    }
    packed = frozenset(name for name in subgraphs if settings.compress_subgraphs.of(name))
    async with (
        open_network(**limits, packed=packed) as network,
        open_lean_network(network, **limits, unusual=packed) as lean,
        open_inside(lean, subgraphs.values()) as send,
    ):
        send = patient(attempted(send, observe), settings, states, observe, unshared, larder)
        yield accountable(send, subgraphs)


def patient(
    network: Send,
    settings: Settings,
    states: MutableMapping[str, SubgraphState],
    observe: Observe = nobody_hears,
    unshared: frozenset[str] = frozenset(),
    larder: Larder | None = None,
) -> Send:
    """The network with its deadline, retries and breaker, and with one call for identical queries if that is wanted.

    ``unshared``: subgraphs whose answers are for one client alone. ``larder``: where answers for bad times are, if not
    in this process's memory.
    """
    if settings.signing_key:
        network = signing(network, Signer(read_keys(settings.signing_key, SIGNING)[0]))
    if settings.deadline_header:
        network = timed(network, settings.deadline_header, _call_seconds(settings))
    places, queue, wait = settings.subgraph_connections, settings.subgraph_queue, settings.subgraph_queue_wait
    send = queued(network, places, queue, wait, observe)
    send = within_each(again(send, settings.retries, settings.retry_share), settings.subgraph_deadline)
    if settings.breaker:
        rules = Rules(settings.breaker_calls, settings.breaker_share, settings.breaker_open)
        send = breaking(send, rules, {}, observe=observe)
    send = told(noted(send, states), observe)
    if settings.stale_memory:
        send = standing_in(send, larder or InMemory(settings.stale_memory))
    return shared(send, unshared, observe) if settings.subgraph_dedupe else send


def _call_seconds(settings: Settings) -> BySubgraph[float]:
    """The longest time of a call: a request does not wait longer, either."""
    values = settings.subgraph_deadline.values
    return BySubgraph({name: min(seconds, settings.request_deadline) for name, seconds in values.items()})


def issuer_of(settings: Settings) -> Issuer | None:
    """The embedded issuer, for development only; the settings have seen to it that there is no other."""
    if settings.dev_issuer_key is None or settings.dev_personas is None:
        return None
    log.warning("the development issuer is on: anybody who reaches this gateway may become any demo person")
    host = f"[{settings.host}]" if ":" in settings.host else settings.host
    # OpenID Connect Discovery 3: an issuer is the address of its discovery. On any free port it is not known yet.
    name = settings.jwt_issuer or (f"http://{host}:{settings.port}" if settings.port else ISSUER)
    return read_issuer(settings.dev_issuer_key, settings.dev_personas, name=name, audience=settings.jwt_audience)


def identify_of(settings: Settings, issuer: Issuer | None) -> Door:
    """How callers are known: by the providers' keys, by the embedded issuer's, or not at all."""
    trusted = settings.issuers
    if settings.jwks_url:
        short = TrustedIssuer("", settings.jwt_issuer, settings.jwks_url, audience=(settings.jwt_audience,))
        trusted = (short,)
    entries = [Entry(each, _checker(each, keys_of(each), settings)) for each in trusted]
    if issuer:
        own = TrustedIssuer("development", issuer.name, audience=(issuer.audience,))
        entries.append(Entry(own, _checker(own, _own_keys(issuer), settings)))
    return Door(tuple(entries), frozenset(settings.cors_origins), settings.require_authentication)


def _checker(issuer: TrustedIssuer, fetch: FetchKeys, settings: Settings) -> Checker:
    return Checker(
        KeyRing(fetch, age=settings.jwks_refresh, last=settings.jwks_stale),
        issuer.issuer or None,
        issuer.audience,
        algorithms=issuer.algorithms,
        scopes=issuer.scopes,
    )


def _own_keys(issuer: Issuer) -> FetchKeys:
    async def fetch() -> jwt.PyJWKSet:
        return jwt.PyJWKSet.from_dict(issuer.jwks)

    return fetch


def judged_operations(operations: tuple[SavedOperation, ...], api: GraphQLSchema) -> tuple[SavedOperation, ...]:
    """The saved queries, each that this graph cannot answer with the reason; the log names those, too."""
    judged = tuple(replace(operation, problem=_problem(operation, api)) for operation in operations)
    for operation in judged:
        if operation.problem:
            log.warning("the saved query %r cannot be answered by this graph: %s", operation.id, operation.problem)
    return judged


def _problem(operation: SavedOperation, api: GraphQLSchema) -> str | None:
    errors = validate(api, parse(operation.query))
    more = f" ({len(errors) - 1} more)" if len(errors) > 1 else ""
    return f"{errors[0].message}{more}" if errors else None


async def not_open(request: SubgraphRequest, /) -> SubgraphAnswer:
    """In place of the network before the application has started."""
    raise SubgraphError(request.subgraph, "The gateway has not started yet.")
