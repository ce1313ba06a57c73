"""The way to the subgraphs: network, patience, and what a call says, in the order of the settings."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping, MutableMapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager, nullcontext
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
from gateway.subgraphs.attempts import attempted
from gateway.subgraphs.breaker import Breaker, Rules, breaking
from gateway.subgraphs.deadline import Deadline
from gateway.subgraphs.http import open_network
from gateway.subgraphs.inside import open_inside
from gateway.subgraphs.lean import open_lean_network
from gateway.subgraphs.listening import accountable_streams, open_listening, signing_streams
from gateway.subgraphs.patience import shared, within_each
from gateway.subgraphs.queueing import Queues
from gateway.subgraphs.remaining import timed
from gateway.subgraphs.reporting import NONE_KNOWN, reported
from gateway.subgraphs.retrying import again
from gateway.subgraphs.send import Change, Send
from gateway.subgraphs.signed import Signer, signing
from gateway.subgraphs.silence import Silence, listening_for
from gateway.subgraphs.stale import InMemory, Larder, Stale
from gateway.subgraphs.stream import Stream

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
async def streams_for(graph: Graph, settings: Settings) -> AsyncIterator[Stream]:
    """The way of the subscriptions of one graph, which it does not keep."""
    async with open_listening(settings.subgraph_answer, settings.subgraph_deadline) as network:
        stream: Stream = network
        if settings.signing_key:
            stream = signing_streams(stream, Signer(read_keys(settings.signing_key, SIGNING)[0]))
        yield accountable_streams(stream, graph.supergraph.subgraphs)


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
        open_network(connections=1, largest_answer=settings.subgraph_answer, age=settings.connection_age) as aside,
    ):
        deadlines: dict[float, Deadline] = {}
        known = {} if breakers is None else breakers
        way = patient(send, settings, states, observe, unshared, larder, subgraphs, known, deadlines)
        asking = attempted(aside, changes=changes(settings))
        addresses = {name: each.url for name, each in subgraphs.items()}
        silence = Silence(asking, settings.breaker_silence, known, deadlines.values(), observe, addresses=addresses)
        async with listening_for(silence) if settings.breaker and settings.breaker_silence else nullcontext():
            yield way


def patient(
    network: Send,
    settings: Settings,
    states: MutableMapping[str, SubgraphState],
    observe: Observe = nobody_hears,
    unshared: frozenset[str] = frozenset(),
    larder: Larder | None = None,
    subgraphs: Mapping[str, Subgraph] = NONE_KNOWN,
    breakers: MutableMapping[str, Breaker] | None = None,
    deadlines: MutableMapping[float, Deadline] | None = None,
) -> Send:
    """The network with its deadline, retries and breaker, and with one call for identical queries if that is wanted.

    ``unshared``: subgraphs whose answers are for one client alone. ``larder``: where answers for bad times are, if not
    in this process's memory. ``subgraphs``: whose owners are told where they fail. ``deadlines``: as ``within_each``.
    """
    places, queue, wait = settings.subgraph_connections, settings.subgraph_queue, settings.subgraph_queue_wait
    send = attempted(network, observe, changes(settings), Queues(places, queue, wait, observe))
    send = within_each(again(send, settings.retries, settings.retry_share), settings.subgraph_deadline, deadlines)
    if settings.breaker:
        rules = Rules(settings.breaker_calls, settings.breaker_share, settings.breaker_open, settings.breaker_slow)
        send = breaking(send, rules, {} if breakers is None else breakers, observe=observe)
    stale = Stale(larder or InMemory(settings.stale_memory)) if settings.stale_memory else None
    send = reported(send, states, observe, subgraphs, stale)
    return shared(send, unshared, observe) if settings.subgraph_dedupe else send


def changes(settings: Settings) -> tuple[Change, ...]:
    """What each attempt says besides: how much time there is, and a signature over all of it."""
    found: list[Change] = []
    if settings.deadline_header:
        found.append(timed(settings.deadline_header, _call_seconds(settings)))
    if settings.signing_key:
        signer = Signer(read_keys(settings.signing_key, SIGNING)[0])
        found.append(signing(signer, settings.sign_queries))
    return tuple(found)


def _call_seconds(settings: Settings) -> BySubgraph[float]:
    """The longest time of a call: a request does not wait longer, either."""
    values = settings.subgraph_deadline.values
    return BySubgraph({name: min(seconds, settings.request_deadline) for name, seconds in values.items()})
