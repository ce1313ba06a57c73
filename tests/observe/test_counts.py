"""What happens is counted, at requests, plans and calls; and nothing that is told says who asked."""

from __future__ import annotations

import asyncio
import json
from typing import get_args, get_type_hints

import pytest

from gateway.ground.codes import PublicCode
from gateway.ground.errors import SubgraphError
from gateway.model.exchange import GraphQLRequest, SubgraphRequest
from gateway.model.operation import OperationKind
from gateway.observe.counts import Counts, gone
from gateway.observe.events import BreakerMoved, Costed, Event, Fetched, Queued
from gateway.observe.prometheus import exposition
from gateway.subgraphs.reporting import reported
from tests.answering.test_once import World, ask

FEW = {OperationKind, PublicCode, bool, int, float, type(None)}
NAMED = {
    ("subgraph", str): "of the supergraph",
    ("server", str): "the service's, from the supergraph",
    ("document", str): "the id of a saved operation",
    ("method", str): "one of HTTP's",
    ("scheme", str): "http or https",
    ("version", str): "of HTTP",
    ("route", str): "one of the gateway's addresses",
    ("error", str): "a status, or a word of ours",
    ("code", str): "one of the gateway's codes",
}


def test_an_event_has_no_room_for_personal_data() -> None:
    """All that an event tells is a number, or one of few words."""
    for event in get_args(Event):
        for name, hint in get_type_hints(event).items():
            for kind in get_args(hint) or (hint,):
                assert kind in FEW or (name, kind) in NAMED, (event, name)


async def test_requests_and_plans_are_counted() -> None:
    counts = Counts()
    graph = World().graph(observe=counts)
    for text in ("{ a }", "{ a }", "mutation { m }", "{ nope }", "{ nope }", "{"):
        await ask(graph, text)
    assert counts.shown() == {
        "requests": {
            "answered": {"query": 2, "mutation": 1},
            "refused": {"GRAPHQL_VALIDATION_FAILED": 2, "GRAPHQL_PARSE_FAILED": 1},
            "abandoned": 0,
        },
        "plans": {"made": 2, "known": 1},
        "fetches": {},
    }
    assert json.loads(json.dumps(counts.shown())) == counts.shown()


async def test_who_leaves_is_counted() -> None:
    came = asyncio.Event()

    async def hold(_: SubgraphRequest) -> None:
        came.set()
        await asyncio.Event().wait()

    counts = Counts()
    asking = asyncio.create_task(ask(World(hold=hold).graph(observe=counts), "{ a }"))
    await came.wait()
    asking.cancel()
    with pytest.raises(asyncio.CancelledError):
        await asking
    assert counts.shown()["requests"] == {"answered": {}, "refused": {}, "abandoned": 1}


async def test_a_fault_of_ours_is_counted() -> None:
    async def hold(_: SubgraphRequest) -> None:
        raise ZeroDivisionError

    counts = Counts()
    with pytest.raises(ZeroDivisionError):
        await ask(World(hold=hold).graph(observe=counts), "{ a }")
    assert counts.shown()["requests"]["refused"] == {"INTERNAL_SERVER_ERROR": 1}


async def test_calls_are_counted_by_subgraph_and_code() -> None:
    async def hold(request: SubgraphRequest) -> None:
        if request.subgraph == "two":
            raise SubgraphError("two", "late", code=PublicCode.SUBREQUEST_TIMEOUT)

    counts, world = Counts(), World(hold=hold)
    world.send = reported(world.send, {}, counts)  # type: ignore[method-assign]
    await ask(world.graph(), "{ a b }")
    await ask(world.graph(), "{ a }")
    assert counts.shown()["fetches"] == {"one": {"answered": 2}, "two": {"SUBREQUEST_TIMEOUT": 1}}


async def test_nothing_of_a_request_is_in_what_is_told() -> None:
    heard: list[Event] = []
    secret = "Geheimnis"
    request = GraphQLRequest(
        f'query {secret}($v: Any) {{ {secret}: a echo(v: $v) x: echo(v: "{secret}") }}',
        variables={"v": secret},
        headers={"authorization": secret},
        address=secret,
    )
    await ask(World().graph(observe=heard.append), request.query, variables=request.variables, headers=request.headers)
    assert heard
    assert secret not in repr(heard)


def test_figures_of_workers_are_added_up_and_the_worst_breaker_counts() -> None:
    one, two = Counts(), Counts()
    for counts, phase in ((one, 2), (two, 0)):
        counts(BreakerMoved("cip", phase))
        counts(Queued("cip", 1))
        counts(Fetched("cip"))
        counts(Costed(OperationKind.QUERY, 20, 7))
    text = exposition([one.figures(), two.figures()], {})
    assert 'civic_gateway_breaker_state{civic_subgraph_name="cip"} 2\n' in text
    assert 'civic_gateway_queue_waiting{civic_subgraph_name="cip"} 2\n' in text
    assert 'civic_gateway_fetches_total{civic_subgraph_name="cip"} 2\n' in text
    assert 'civic_gateway_cost_actual_sum{graphql_operation_type="query"} 14\n' in text
    assert 'civic_gateway_cost_estimated_bucket{graphql_operation_type="query",le="10.0"} 0\n' in text
    # What has ended leaves what it counted, but waits for nothing and holds nothing open.
    text = exposition([gone(one.figures())], {})
    assert 'civic_gateway_fetches_total{civic_subgraph_name="cip"} 1\n' in text
    assert "civic_gateway_breaker_state{" not in text
    assert "civic_gateway_queue_waiting{" not in text


def test_every_event_is_heard() -> None:
    hears = Counts()
    assert set(hears._hear) == set(get_args(Event))
