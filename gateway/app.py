"""The composition root: settings -> graph -> ASGI application. Only here is it wired; ``making`` makes the graph."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator, Callable, Iterable, Mapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager, nullcontext
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, TypeAlias

from starlette.routing import BaseRoute

from gateway.answering.answer import answering
from gateway.answering.apart import taking_apart
from gateway.answering.beside import prepare_to_look
from gateway.answering.graph import Graph
from gateway.answering.parts import answering_in_parts
from gateway.answering.probing import probing
from gateway.answering.subscribers import Subscribers
from gateway.answering.swap import Swapping
from gateway.doors import identify_of, issuer_of
from gateway.ground.cell import Cell
from gateway.ground.codes import PublicCode
from gateway.ground.cost_mode import CostMode
from gateway.ground.ed25519 import public_jwk, read_keys
from gateway.guard.cost import dearest
from gateway.guard.rate import Rate
from gateway.identity.openid import Provider
from gateway.identity.signing import Issuer
from gateway.making import graph_of, not_open, supergraph_of
from gateway.model.exchange import GraphQLRequest
from gateway.model.standing import Standing
from gateway.observe.counts import Counts
from gateway.observe.events import Observe
from gateway.observe.trail import noted as noted_in_trail
from gateway.planning import plan_json
from gateway.replicas.documents import SharedDocuments
from gateway.replicas.rates import SharedBuckets
from gateway.replicas.store import Store, open_store
from gateway.settings import Settings
from gateway.subgraphs.signed import PREFIX
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

Follow: TypeAlias = Callable[[Cell[Graph], Swapping, Counts], AbstractAsyncContextManager[None]]
"""Puts other graphs into the cell, for as long as the context lasts."""
UNKNOWN = Cell(Standing("", ""))
"""Where nobody says how the gateway stands with its supergraph."""


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
