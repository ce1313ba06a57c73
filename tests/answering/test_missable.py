"""A field that @requires others' does not wait for the slowest house: what is late and may be null is missing."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import cache
from typing import Any

import pytest

from gateway.answering.answer import answer
from gateway.answering.beside import prepare_to_look
from gateway.answering.graph import Graph
from gateway.answering.swap import Swapping
from gateway.execution.missable import missable_fetches
from gateway.ground.cell import Cell
from gateway.making import graph_of, not_open
from gateway.model.exchange import GraphQLRequest, SubgraphAnswer, SubgraphRequest
from gateway.model.supergraph import Supergraph
from gateway.query_graph import read_supergraph
from gateway.settings import read_settings
from tests.federation.example import Example, composed
from tests.serving import until

LINK = (
    'extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@requires", "@external"])'
)
MARKET = f"""{LINK}
type Query {{ idea: Idea }}
type Idea @key(fields: "id") {{ id: ID! maturity: String!
  one: Judgement @external two: Other @external strict: Int! @external
  steps: [String!] @requires(fields: "one {{ fine }} two {{ level }}")
  sum: Int @requires(fields: "strict") }}
type Judgement {{ fine: Boolean! @external }} type Other {{ level: Int! @external }}"""
ONE = f"""{LINK}
type Idea @key(fields: "id") {{ id: ID! maturity: String! @external
  one: Judgement @requires(fields: "maturity") strict: Int! }}
type Judgement {{ fine: Boolean! call: Call }}
type Call @key(fields: "id") {{ id: ID! }}"""
TWO = f"""{LINK}
type Idea @key(fields: "id") {{ id: ID! two: Other }} type Other {{ level: Int! }}
type Call @key(fields: "id") {{ id: ID! title: String }}"""


@cache
def world() -> Supergraph:
    return read_supergraph(composed(Example("missable", "", {"market": MARKET, "one": ONE, "two": TWO}, {}, {}, {})))


class Houses:
    """The services; those in ``held`` answer when ``go`` says so. ``sent``: what the marketplace was sent of each."""

    def __init__(self, *held: str) -> None:
        self.held = held
        self.go = asyncio.Event()
        self.sent: list[Any] = []
        self.asked: list[str] = []

    async def __call__(self, request: SubgraphRequest) -> SubgraphAnswer:
        body = json.loads(request.body)
        self.asked.append(request.subgraph)
        if request.subgraph in self.held:
            await self.go.wait()
        return SubgraphAnswer(200, json.dumps({"data": self.data(request.subgraph, body)}).encode())

    def data(self, name: str, body: Any) -> Any:
        them: Any = next((each for key, each in body["variables"].items() if key.startswith("r")), None)
        if name == "market" and them is None:
            return {"idea": {"__typename": "Idea", "id": "1", "maturity": "IDEA"}}
        if name == "market":
            self.sent += them
            return {"_entities": [{"steps": ["do it"], "sum": 1} for _ in them]}
        if name == "one":
            return {"_entities": [{"one": {"fine": True, "call": {"__typename": "Call", "id": "c"}}, "strict": 3}]}
        return {"_entities": [{"two": {"level": 2}, "title": "T"}]}


async def ask(houses: Houses, query: str, requires: str = "0.001") -> Any:
    settings = read_settings({"GATEWAY_REQUIRES_DEADLINE": requires})
    return json.loads((await answer(graph_of(world(), settings, houses), GraphQLRequest(query=query))).body)


async def test_what_is_late_counts_as_missing() -> None:
    houses = Houses("two")
    came = await ask(houses, "{ idea { steps } }")
    assert came["data"] == {"idea": {"steps": ["do it"]}}
    assert houses.sent == [{"__typename": "Idea", "id": "1", "one": {"fine": True}, "two": None}]
    (error,) = came["errors"]  # which house, though nothing that was asked for is lost
    assert (error["extensions"]["code"], "path" in error) == ("SUBREQUEST_TIMEOUT", False)


async def test_whoever_asks_for_the_judgement_itself_learns_that_it_was_late() -> None:
    came = await ask(Houses("one"), "{ idea { steps one { fine } two { level } } }")
    assert came["data"] == {"idea": {"steps": ["do it"], "one": None, "two": {"level": 2}}}
    (error,) = came["errors"]
    assert (error["path"], error["extensions"]["code"]) == (["idea", "one"], "SUBREQUEST_TIMEOUT")


async def test_in_time_nothing_is_missing() -> None:
    houses = Houses()
    came = await ask(houses, "{ idea { steps } }", "60")
    assert came == {"data": {"idea": {"steps": ["do it"]}}}
    assert houses.sent[0]["two"] == {"level": 2}


async def test_it_goes_the_way_that_is_opened_after_the_graph_was_built() -> None:
    """As in a gateway that runs: there the graph is built first, and gets its way to the services when it starts."""
    houses = Houses()

    @asynccontextmanager
    async def opened(_: Graph) -> AsyncIterator[Houses]:
        yield houses

    cell = Cell(graph_of(world(), read_settings({}), not_open))
    swapping = Swapping(cell, opened)
    await swapping.put(cell.value)
    came = json.loads((await answer(cell.value, GraphQLRequest(query="{ idea { steps } }"))).body)
    await swapping.close()
    assert came == {"data": {"idea": {"steps": ["do it"]}}}
    assert houses.sent[0]["two"] == {"level": 2}


@pytest.mark.parametrize("query", ["{ idea { one { fine } } }", "{ idea { sum } }"])
async def test_what_nobody_can_go_without_is_waited_for(query: str) -> None:
    """Nobody requires it, or what requires it must have it."""
    houses = Houses("one")
    asking = asyncio.ensure_future(ask(houses, query))
    await until(lambda: "one" in houses.asked, "it was asked")
    await asyncio.sleep(0)
    houses.go.set()
    assert "errors" not in await asking


async def test_it_is_known_when_the_plan_is_made() -> None:
    graph = graph_of(world(), read_settings({}), Houses())
    plan = (await prepare_to_look(graph, GraphQLRequest(query="{ idea { steps sum two { level } } }"))).plan
    found = {plan.fetches[number].subgraph for number in missable_fetches(plan, world().schema)}
    assert found == {"two"}, "one also gives what may not be null"
