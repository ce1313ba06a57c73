"""One request from text to bytes: what is remembered, what runs at once, what a guard takes out."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

import pytest

from gateway.answering.answer import answer
from gateway.answering.graph import Graph
from gateway.composition import compose
from gateway.ground.codes import PublicCode
from gateway.ground.errors import RequestError, SubgraphError
from gateway.ground.recent import Recent
from gateway.model.budget import Budget
from gateway.model.composition import Composed, SubgraphSource
from gateway.model.exchange import GraphQLRequest, Outcome, SubgraphAnswer, SubgraphRequest
from gateway.model.operation import Field, Operation
from gateway.model.plan import Plan
from gateway.model.result import FieldError, Guarded
from gateway.planning import plan_operation
from gateway.query_graph import build_query_graph, read_supergraph

LINK = 'extend schema @link(url: "https://specs.apollo.dev/federation/v2.3", import: ["@key"])\n'
SUBGRAPHS = {
    "one": """
scalar Any
type Query { a: Int things: [Thing!] echo(v: Any): Any }
type Mutation { m: Int }
type Thing @key(fields: "id") { id: ID! }
""",
    "two": """
type Query { b: Int }
type Thing @key(fields: "id") { id: ID! name: String! note: String }
""",
}
DATA = {
    "a": 1,
    "b": 2,
    "m": 3,
    "echo": None,
    "things": [{"__typename": "Thing", "id": "1"}, {"__typename": "Thing", "id": "2"}],
}
COMPOSED = compose([SubgraphSource(name, f"http://{name}", LINK + sdl) for name, sdl in SUBGRAPHS.items()])
assert isinstance(COMPOSED, Composed)
SUPERGRAPH = read_supergraph(COMPOSED.supergraph_sdl)
GRAPH = build_query_graph(SUPERGRAPH)


@dataclass
class World:
    """A graph whose subgraphs answer from DATA, and what happened to it."""

    requests: list[SubgraphRequest] = field(default_factory=list)
    plans: int = 0
    hold: Callable[[SubgraphRequest], Any] | None = None

    async def send(self, request: SubgraphRequest, /) -> SubgraphAnswer:
        self.requests.append(request)
        if self.hold:
            await self.hold(request)
        body = json.loads(request.body)
        entities = body["variables"].get("representations")
        data = {**DATA, "_entities": [{"name": f"n{r['id']}", "note": None} for r in entities or ()]}
        return SubgraphAnswer(200, json.dumps({"data": data}).encode())

    def plan(self, operation: Operation, /, *, labels: frozenset[str], budget: Budget) -> Plan:
        self.plans += 1
        return plan_operation(GRAPH, operation, labels=labels, budget=budget)

    def graph(self, **more: Any) -> Graph:
        return Graph(supergraph=SUPERGRAPH, plan=self.plan, send=self.send, **more)


async def ask(graph: Graph, query: str, **more: Any) -> Any:
    return json.loads((await answer(graph, GraphQLRequest(query, **more))).body)


async def test_a_document_is_planned_once_for_all_who_ask_at_once_and_later() -> None:
    world = World()
    graph = world.graph()
    together = await asyncio.gather(*(ask(graph, "{ a b }") for _ in range(20)))
    assert together == [{"data": {"a": 1, "b": 2}}] * 20
    assert await ask(graph, "{ a b }") == {"data": {"a": 1, "b": 2}}
    assert world.plans == 1


async def test_each_combination_of_conditions_has_its_own_plan() -> None:
    world = World()
    graph = world.graph()
    query = "query($s: Boolean!) { a b @skip(if: $s) }"
    for _ in range(2):
        assert await ask(graph, query, variables={"s": True}) == {"data": {"a": 1}}
        assert await ask(graph, query, variables={"s": False}) == {"data": {"a": 1, "b": 2}}
    assert world.plans == 2


async def test_an_error_is_remembered_and_the_same_each_time() -> None:
    graph = World().graph()
    first = await ask(graph, "{ nope }")
    assert first["errors"][0]["extensions"] == {"code": "GRAPHQL_VALIDATION_FAILED"}
    assert "data" not in first
    assert await ask(graph, "{ nope }") == first


async def test_a_client_that_leaves_does_not_end_the_work_that_others_wait_for() -> None:
    graph = World().graph()
    leaving = asyncio.ensure_future(ask(graph, "{ a }"))
    staying = asyncio.ensure_future(ask(graph, "{ a }"))
    await asyncio.sleep(0)
    leaving.cancel()
    assert await staying == {"data": {"a": 1}}
    with pytest.raises(asyncio.CancelledError):
        await leaving


async def test_independent_fetches_run_at_the_same_time() -> None:
    both = asyncio.Barrier(2)
    world = World(hold=lambda _: both.wait())
    async with asyncio.timeout(60):
        assert await ask(world.graph(), "{ a b }") == {"data": {"a": 1, "b": 2}}


async def test_when_the_client_leaves_the_fetches_end() -> None:
    ended: list[str] = []
    started = asyncio.Event()

    async def hold(request: SubgraphRequest) -> None:
        started.set()
        try:
            await asyncio.sleep(600)
        finally:
            ended.append(request.subgraph)

    asking = asyncio.ensure_future(ask(World(hold=hold).graph(), "{ a b }"))
    await started.wait()
    await asyncio.sleep(0)
    asking.cancel()
    with pytest.raises(asyncio.CancelledError):
        await asking
    assert sorted(ended) == ["one", "two"]


async def test_a_subgraph_that_cannot_be_reached_costs_its_fields() -> None:
    async def hold(request: SubgraphRequest) -> None:
        if request.subgraph == "two":
            raise SubgraphError("two", "closed")

    got = await ask(World(hold=hold).graph(), "{ a b }")
    assert got["data"] == {"a": 1, "b": None}
    assert [error["path"] for error in got["errors"]] == [["b"]]


async def test_mutations_do_not_come_by_get() -> None:
    world = World()
    got = await answer(world.graph(), GraphQLRequest("mutation { m }", queries_only=True))
    assert got.outcome is Outcome.METHOD_NOT_ALLOWED
    assert world.requests == []
    assert await ask(world.graph(), "mutation { m }") == {"data": {"m": 3}}


async def test_introspection_needs_no_subgraph_and_stands_beside_data() -> None:
    world = World()
    query = "query($n: String!) { t: __type(name: $n) { name } x: __typename a "
    query += "__typename: __schema { queryType { name } } }"
    got = await ask(world.graph(), query, variables={"n": "Thing"})
    assert got == {
        "data": {"t": {"name": "Thing"}, "x": "Query", "a": 1, "__typename": {"queryType": {"name": "Query"}}}
    }
    assert await ask(world.graph(), "{ __typename }") == {"data": {"__typename": "Query"}}
    assert len(world.requests) == 1


async def test_headers_are_handed_on_as_the_engine_says() -> None:
    world = World()
    graph = world.graph(hand_on=lambda subgraph, headers: {"for": subgraph, **headers})
    await ask(graph, "{ a }", headers={"x": "1"})
    assert world.requests[0].headers == {"for": "one", "x": "1"}


def without(name: str, path: tuple[str | int, ...]) -> Callable[[Operation, GraphQLRequest], Guarded]:
    """A guard that takes out every field of this name."""

    def kept(selections: Any) -> Any:
        return tuple(
            replace(s, selections=kept(s.selections)) for s in selections if not isinstance(s, Field) or s.name != name
        )

    error = FieldError("not for you", "UNAUTHORIZED_FIELD_OR_TYPE", path=path)
    return lambda operation, _: Guarded(replace(operation, selections=kept(operation.selections)), (error,))


async def test_what_the_guard_takes_out_is_null_with_its_one_error_and_never_asked_for() -> None:
    world = World()
    got = await ask(world.graph(guard=without("note", ("things", "@", "note"))), "{ things { id note name } }")
    assert got["data"]["things"] == [{"id": "1", "note": None, "name": "n1"}, {"id": "2", "note": None, "name": "n2"}]
    assert [error["path"] for error in got["errors"]] == [["things", "@", "note"]]
    assert all(b"note" not in request.body for request in world.requests)


async def test_a_non_null_field_that_the_guard_takes_out_takes_its_object_along_without_a_second_error() -> None:
    got = await ask(World().graph(guard=without("name", ("things", "@", "name"))), "{ a things { id name } }")
    assert got["data"] == {"a": 1, "things": None}
    assert len(got["errors"]) == 1


async def test_an_operation_of_which_nothing_is_left_asks_nobody() -> None:
    world = World()
    got = await ask(world.graph(guard=without("a", ("a",))), "{ a }")
    assert got["data"] == {"a": None}
    assert world.requests == []


async def test_a_guard_may_refuse_the_request() -> None:
    def refuse(_: Operation, request: GraphQLRequest) -> Guarded:
        raise RequestError("no", code=PublicCode.FORBIDDEN)

    got = await ask(World().graph(guard=refuse), "{ a }")
    assert got == {"errors": [{"message": "no", "extensions": {"code": "FORBIDDEN"}}]}


def test_recent_keeps_what_is_used() -> None:
    recent: Recent[int, int] = Recent(10)
    for number in range(100):
        recent.put(number, number)
        assert recent.get(0) == 0
    assert recent.get(99) == 99
    assert recent.get(50) is None
    assert len(recent) <= 20


def test_recent_weighs_what_it_keeps() -> None:
    recent: Recent[int, bytes] = Recent(100, lambda _, value: len(value))
    for number in range(20):
        recent.put(number, bytes(30))
    assert len(recent) == 5, "three of them weigh 90; the two after them"
    assert recent.get(19) is not None
    recent.put(1, bytes(101))
    assert recent.get(1) is None
    assert recent.get(19) is not None, "what is too large to be kept drives nobody out"
    recent.put(19, bytes(40))
    recent.put(19, bytes(101))
    assert recent.get(19) is None, "an old value is worse than none"
