"""What a small request costs, in calls of functions: a feature that is off, or has nothing to do, costs nearly none.

No clock: whatever the machine, the number is the same. Whoever adds a feature that every request pays for sees it here.
"""

from __future__ import annotations

import asyncio
import sys
from collections.abc import MutableMapping
from contextlib import nullcontext
from types import FrameType
from typing import Any

import orjson
import pytest

from gateway.answering.answer import answering
from gateway.composition import compose
from gateway.ground.cell import Cell
from gateway.ground.cost_mode import CostMode
from gateway.making import graph_of, supergraph_of
from gateway.model.composition import Composed, SubgraphSource
from gateway.model.exchange import SubgraphAnswer, SubgraphRequest
from gateway.observe.counts import Counts
from gateway.observe.events import nobody_hears
from gateway.settings import Settings
from gateway.ways import patient
from gateway.web.edge import edge, endpoint

SDL = """
    extend schema @link(url: "https://specs.apollo.dev/federation/v2.5", import: ["@authenticated"])
    type Query { a: Int  secret: Int @authenticated  twice(of: Int): Int }"""
LINES = [(b"host", b"x"), (b"content-type", b"application/json"), (b"accept", b"application/json")]


async def network(request: SubgraphRequest, /) -> SubgraphAnswer:
    name = b"secret" if b"secret" in request.body else b"twice" if b"twice" in request.body else b"a"
    return SubgraphAnswer(200, b'{"data":{"%b":1}}' % name)


async def calls_of(query: str, *, counts: bool = True, **options: Any) -> int:
    """Calls of functions written in Python for a request that came before: the least of some, as what takes long on a
    busy machine is looked after.
    """
    settings = Settings(graphiql=False, **options)
    composed = compose([SubgraphSource("one", "http://one/graphql", SDL)])
    assert isinstance(composed, Composed)
    observe = Counts() if counts else nobody_hears
    states: dict[str, Any] = {}
    send = patient(network, settings, states, observe)
    graph = graph_of(supergraph_of(composed.supergraph_sdl, settings), settings, send, observe=observe)
    graphql = endpoint(settings, answering(Cell(graph)))
    application = edge(settings, graphql, [], lambda _: nullcontext(), observe)
    body = orjson.dumps({"query": query, "variables": {"of": 1}})
    lines = [*LINES, (b"content-length", b"%d" % len(body))]
    scope = {
        "query_string": b"",
        "headers": lines,
        "client": ("127.0.0.1", 1),
        "type": "http",
        "method": "POST",
        "path": "/graphql",
        "scheme": "http",
        "http_version": "1.1",
    }
    number = 0

    def count(frame: FrameType, event: str, _: object) -> None:
        nonlocal number
        number += event == "call" and not frame.f_code.co_filename.endswith("test_calls.py")

    sent: list[MutableMapping[str, Any]] = []

    bodies: list[bytes] = []

    async def receive() -> dict[str, Any]:
        if not bodies:
            await asyncio.Event().wait()  # the client stays
        return {"type": "http.request", "body": bodies.pop()}

    async def keep(message: MutableMapping[str, Any]) -> None:
        sent.append(message)

    found = []
    for _ in range(6):
        sent.clear()
        bodies.append(body)
        number = 0
        before = sys.getprofile()
        sys.setprofile(count)
        try:
            await application(dict(scope), receive, keep)
        finally:
            sys.setprofile(before)
        found.append(number)
    assert sent[0]["status"] == 200
    return min(found)


async def test_a_small_request_makes_few_calls() -> None:
    assert await calls_of("{ a }") <= 89


async def test_what_is_off_costs_next_to_nothing() -> None:
    usual = await calls_of("{ a }")
    without = await calls_of("{ a }", breaker=False, stale_memory=0, deadline_header="", retries=0)
    assert usual - without <= 6


async def test_counting_costs_one_call_or_two_for_each_thing_that_happens() -> None:
    assert await calls_of("{ a }") - await calls_of("{ a }", counts=False) <= 6


@pytest.mark.parametrize("query", ["query ($of: Int) { twice(of: $of) }", "{ again: a }"])
async def test_variables_and_other_texts_are_at_hand_too(query: str) -> None:
    assert await calls_of(query) - await calls_of("{ a }") <= 12


async def test_what_depends_on_who_asks_is_looked_at_each_time() -> None:
    assert await calls_of("{ secret }") > await calls_of("{ a }")


async def test_cost_is_counted_only_where_it_is_wanted() -> None:
    assert await calls_of("{ a }", cost=CostMode.MEASURE) - await calls_of("{ a }") <= 19
