"""One way to prepare: whoever looks at an operation is refused what a request is refused, and counts what it counts."""

from __future__ import annotations

import asyncio
import json

import pytest

from gateway.answering.beside import prepare_to_look
from gateway.answering.graph import Graph
from gateway.answering.prepare import prepare
from gateway.ground.errors import RequestError
from gateway.model.budget import Budget, TooExpensiveError
from gateway.model.exchange import GraphQLRequest
from gateway.model.operation import OperationKind
from gateway.operations import read_some_variables
from tests.answering.test_once import World, ask, without

NEEDY = GraphQLRequest("query($v: Any!) { echo(v: $v) }")


def refusing(graph: Graph, request: GraphQLRequest) -> str:
    with pytest.raises(RequestError) as caught:
        prepare(graph, request)
    return caught.value.code


@pytest.mark.parametrize("text", ["{", "{ nope }", "query A { a } query B { b }", NEEDY.query])
async def test_what_a_request_is_refused_everybody_is(text: str) -> None:
    graph = World().graph()
    (error,) = (await ask(graph, text))["errors"]
    assert refusing(World().graph(), GraphQLRequest(text)) == error["extensions"]["code"]


async def test_looking_and_asking_guard_alike() -> None:
    world = World()
    graph = world.graph(guard=without("note", ("things", "@", "note")))
    request = GraphQLRequest("{ things { id note name } }")
    await ask(graph, request.query)
    sent = [json.loads(each.body)["query"] for each in world.requests]
    assert [fetch.document for fetch in prepare(graph, request).plan.fetches] == sent
    assert [fetch.document for fetch in (await prepare_to_look(graph, request)).plan.fetches] == sent
    assert world.plans == 1, "and whoever comes later has the plan of who came first"


async def test_who_only_looks_needs_no_values() -> None:
    graph = World().graph()
    assert len((await prepare_to_look(graph, NEEDY)).plan.fetches) == 1
    assert len(prepare(graph, NEEDY, read=read_some_variables).plan.fetches) == 1
    assert refusing(graph, NEEDY) == "BAD_USER_INPUT"


def test_everything_is_within_one_budget() -> None:
    request, budget = GraphQLRequest("{ a b things { id name note } }"), Budget(1000)
    prepare(World().graph(), request, budget)
    taken = 1000 - budget.steps
    prepare(World().graph(), request, Budget(taken))
    with pytest.raises(TooExpensiveError):
        prepare(World().graph(), request, Budget(taken - 1))


def test_what_asks_nobody_has_an_empty_plan() -> None:
    plan = prepare(World().graph(), GraphQLRequest("{ __typename }")).plan
    assert (plan.kind, plan.fetches) == (OperationKind.QUERY, ())


async def test_many_who_look_and_ask_at_once_plan_once() -> None:
    world = World()
    graph = world.graph()
    request = GraphQLRequest("{ a b }")
    await asyncio.gather(*(prepare_to_look(graph, request) for _ in range(5)), ask(graph, request.query))
    assert world.plans == 1
