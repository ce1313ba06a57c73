"""The way to the subgraphs: network, patience, and what a call says, in the order of the settings."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping, MutableMapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Any

from gateway.answering.graph import Graph
from gateway.ground.by_subgraph import BySubgraph
from gateway.ground.ed25519 import read_keys
from gateway.model.standing import SubgraphState
from gateway.model.supergraph import Subgraph
from gateway.observe.events import Observe, nobody_hears
from gateway.replicas.answers import SharedLarder
from gateway.replicas.store import Store
from gateway.settings import Settings
from gateway.subgraphs.accountable import accountable
from gateway.subgraphs.attempts import attempted
from gateway.subgraphs.breaker import Breaker, Rules, breaking
from gateway.subgraphs.http import open_network
from gateway.subgraphs.inside import open_inside
from gateway.subgraphs.lean import open_lean_network
from gateway.subgraphs.patience import noted, shared, told, within_each
from gateway.subgraphs.queueing import queued
from gateway.subgraphs.remaining import timed
from gateway.subgraphs.retrying import again
from gateway.subgraphs.send import Send
from gateway.subgraphs.signed import Signer, signing
from gateway.subgraphs.stale import InMemory, Larder, standing_in

SIGNING = "key that signs calls"


def opened_for(
    graph: Graph,
    settings: Settings,
    store: Store | None = None,
    breakers: MutableMapping[str, Breaker] | None = None,
) -> AbstractAsyncContextManager[Send]:
    """The way to the subgraphs of one graph, which it does not keep. ``breakers``: go on from one graph to the next."""
    subgraphs = graph.supergraph.subgraphs
    return opened(settings, subgraphs, graph.states, graph.observe, graph.unshared, store, breakers)


@asynccontextmanager
async def opened(
    settings: Settings,
    subgraphs: Mapping[str, Subgraph],
    states: MutableMapping[str, SubgraphState],
    observe: Observe,
    unshared: frozenset[str],
    store: Store | None = None,
    breakers: MutableMapping[str, Breaker] | None = None,
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
        send = patient(attempted(send, observe), settings, states, observe, unshared, larder, breakers)
        yield accountable(send, subgraphs)


def patient(
    network: Send,
    settings: Settings,
    states: MutableMapping[str, SubgraphState],
    observe: Observe = nobody_hears,
    unshared: frozenset[str] = frozenset(),
    larder: Larder | None = None,
    breakers: MutableMapping[str, Breaker] | None = None,
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
        rules = Rules(settings.breaker_calls, settings.breaker_share, settings.breaker_open, settings.breaker_slow)
        send = breaking(send, rules, {} if breakers is None else breakers, observe=observe)
    send = told(noted(send, states), observe)
    if settings.stale_memory:
        send = standing_in(send, larder or InMemory(settings.stale_memory))
    return shared(send, unshared, observe) if settings.subgraph_dedupe else send


def _call_seconds(settings: Settings) -> BySubgraph[float]:
    """The longest time of a call: a request does not wait longer, either."""
    values = settings.subgraph_deadline.values
    return BySubgraph({name: min(seconds, settings.request_deadline) for name, seconds in values.items()})
