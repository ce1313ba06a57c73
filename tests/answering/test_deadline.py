"""The time of a request: what came is answered, the rest is null and says so; no second passes here."""

from __future__ import annotations

import asyncio
from typing import Any, TypeVar

import pytest

from gateway.answering.answer import answer
from gateway.answering.deadline import Allotted, LateError, RequestDeadline
from gateway.model.exchange import GraphQLAnswer, GraphQLRequest, Outcome, SubgraphRequest
from tests.answering.test_once import World, ask
from tests.serving import until
from tests.skipping_clock import skipping

V = TypeVar("V")
BOTH = pytest.mark.parametrize("structs", [True, False])


class Held(RequestDeadline):
    """The time of each request is over when the test says so."""

    def __init__(self) -> None:
        super().__init__()
        self.allotted: list[Allotted] = []

    def begin(self, wanted: float | None) -> Allotted:
        self.allotted.append(Allotted(wanted or 60.0, 0))
        return self.allotted[-1]

    def end(self, mine: Allotted) -> None:
        """Nothing rings by itself."""


class House:
    """Subgraphs of which the named ones answer only when they are let."""

    def __init__(self, *held: str, **more: Any) -> None:
        self.held = set(held)
        self.go = asyncio.Event()
        self.begun: list[str] = []
        self.ended: list[str] = []
        self.deadline = Held()
        self.world = World(hold=self._hold)
        self.graph = self.world.graph(deadline=self.deadline, **more)

    async def _hold(self, request: SubgraphRequest) -> None:
        self.begun.append(request.subgraph)
        if request.subgraph in self.held:
            await self.go.wait()
        self.ended.append(request.subgraph)

    def asking(self, query: str, **more: Any) -> asyncio.Task[Any]:
        return asyncio.ensure_future(ask(self.graph, query, **more))

    async def has_begun(self, *names: str) -> None:
        await until(lambda: sorted(self.begun) == sorted(names), f"{names} were asked")
        for _ in range(20):
            await asyncio.sleep(0)


def late(path: list[str | int], service: str = "two") -> dict[str, Any]:
    return {
        "message": f"The service '{service}' did not answer within the 60 s of this request.",
        "path": path,
        "extensions": {"code": "SUBREQUEST_TIMEOUT", "service": service},
    }


@BOTH
async def test_what_came_is_answered_and_the_rest_is_null_at_its_own_place(structs: bool) -> None:
    house = House("two", structs=structs)
    asking = house.asking("{ a b things { id note } }")
    await house.has_begun("one", "two", "two")
    house.deadline.allotted[0].ring()
    got = await asking
    assert got["data"] == {"a": 1, "b": None, "things": [{"id": "1", "note": None}, {"id": "2", "note": None}]}
    assert sorted(got["errors"], key=str) == sorted(
        [late(["b"]), late(["things", 0, "note"]), late(["things", 1, "note"])], key=str
    )
    assert house.ended == ["one"], "the open calls were cancelled"
    assert len(house.graph.memory.recordings) == 0


@BOTH
async def test_what_follows_upon_what_did_not_come_is_not_asked_for(structs: bool) -> None:
    house = House("one", structs=structs)
    asking = house.asking("{ things { note } }")
    await house.has_begun("one")
    house.deadline.allotted[0].ring()
    assert await asking == {"errors": [late(["things"], "one")], "data": {"things": None}}
    assert house.begun == ["one"]


async def test_what_is_cut_is_no_loss_to_the_next_who_asks() -> None:
    house = House("two")
    asking = house.asking("{ b }")
    await house.has_begun("two")
    house.deadline.allotted[0].ring()
    assert (await asking)["data"] == {"b": None}
    house.go.set()
    assert await ask(house.graph, "{ b }") == {"data": {"b": 2}}


async def test_a_recorded_execution_is_cut_as_well() -> None:
    house = House("two")
    house.go.set()
    assert await ask(house.graph, "{ a b }") == {"data": {"a": 1, "b": 2}}
    house.go.clear()
    house.begun.clear()
    asking = house.asking("{ a b }")
    await house.has_begun("one", "two")
    house.deadline.allotted[1].ring()
    assert await asking == {"errors": [late(["b"])], "data": {"a": 1, "b": None}}


async def test_who_waits_for_somebody_elses_answer_does_not_get_his_cut_one() -> None:
    house = House("two")
    first, second = house.asking("{ b }"), house.asking("{ b }")
    await house.has_begun("two")
    house.deadline.allotted[0].ring()
    assert (await first)["data"] == {"b": None}
    await house.has_begun("two", "two")
    house.go.set()
    assert await second == {"data": {"b": 2}}


async def test_who_waits_for_somebody_elses_answer_has_his_own_time() -> None:
    house = House("two")
    first, second = house.asking("{ b }"), house.asking("{ b }")
    await house.has_begun("two")
    house.deadline.allotted[1].ring()
    assert await second == {"errors": [late(["b"])], "data": {"b": None}}
    house.go.set()
    assert await first == {"data": {"b": 2}}
    assert house.begun == ["two"]


async def test_who_has_less_time_shares_with_nobody_who_has_more() -> None:
    house = House("two")
    both = [house.asking("{ b }", wait=5.0), house.asking("{ b }")]
    await house.has_begun("two", "two")
    house.go.set()
    assert await asyncio.gather(*both) == [{"data": {"b": 2}}] * 2


async def test_a_mutation_that_began_ends_at_its_service_though_its_client_is_told_before() -> None:
    house = House("one")
    asking = house.asking("mutation { m }")
    await house.has_begun("one")
    house.deadline.allotted[0].ring()
    assert await asking == {"errors": [late(["m"], "one")], "data": {"m": None}}
    assert house.ended == []
    query = house.asking("{ a }")
    await house.has_begun("one", "one")
    assert len(house.graph.memory.answers) == 1
    house.go.set()
    await asyncio.wait_for(query, 60)
    assert house.ended == ["one", "one"]


async def test_nobody_joins_a_query_that_began_before_a_late_mutation_ended() -> None:
    let = asyncio.Event()
    house = House("one")
    hold, house.world.hold = house._hold, None

    async def of_two_kinds(request: SubgraphRequest) -> None:
        await (let.wait() if b"mutation" in request.body else hold(request))

    house.world.hold = of_two_kinds
    mutation = house.asking("mutation { m }")
    await until(lambda: bool(house.world.requests), "the mutation began")
    house.deadline.allotted[0].ring()
    await mutation
    query = house.asking("{ a }")
    await house.has_begun("one")
    assert len(house.graph.memory.answers) == 1
    let.set()
    await until(lambda: not len(house.graph.memory.answers), "the mutation ended")
    house.go.set()
    assert await query == {"data": {"a": 1}}


class Over(Held):
    """Whose time is over as it begins."""

    def begin(self, wanted: float | None) -> Allotted:
        allotted = Allotted(1, 0)
        allotted.ring()
        return allotted


async def test_a_mutation_whose_time_is_over_before_it_begins_is_not_sent() -> None:
    world = World()
    got = await answer(world.graph(deadline=Over()), GraphQLRequest("mutation { m }"))
    assert got.outcome is Outcome.LATE
    assert got.headers == {}
    assert b'"DEADLINE_EXCEEDED"' in got.body
    assert world.requests == []


async def test_preparing_counts_and_is_done_for_the_others_all_the_same() -> None:
    house = House()
    prepared = asyncio.Event()
    account = house.graph.lanes.at_once

    async def slow(*given: Any, **named: Any) -> Any:
        await prepared.wait()
        return await account(*given, **named)

    house.graph.lanes.at_once = slow  # type: ignore[method-assign]
    hasty = asyncio.ensure_future(answer(house.graph, GraphQLRequest("{ a }")))
    patient = house.asking("{ a }")
    for _ in range(10):
        await asyncio.sleep(0)
    house.deadline.allotted[0].ring()
    got: GraphQLAnswer = await hasty
    assert got.outcome is Outcome.LATE
    prepared.set()
    assert await patient == {"data": {"a": 1}}


async def test_a_client_who_leaves_is_not_taken_for_one_whose_time_is_over() -> None:
    house = House("two")
    asking = house.asking("{ b }")
    await house.has_begun("two")
    house.deadline.allotted[0].ring()
    asking.cancel()
    with pytest.raises(asyncio.CancelledError):
        await asking


async def waited(allotted: Allotted, seconds: float) -> tuple[bool, float]:
    loop = asyncio.get_running_loop()
    try:
        with allotted:
            await asyncio.sleep(seconds)
    except LateError:
        return True, loop.time()
    return False, loop.time()


def test_a_client_may_shorten_his_time_and_never_lengthen_it() -> None:
    async def all_of_them() -> list[tuple[bool, float]]:
        deadline = RequestDeadline(10)
        wanted = [None, 3.0, 30.0, None, 0.001]
        return await asyncio.gather(*(deadline.allot(each, lambda mine: waited(mine, 20)) for each in wanted))

    found = skipping(all_of_them())
    assert all(is_late for is_late, _ in found)
    assert [round(ended, 3) for _, ended in found] == [10, 3, 10, 10, 0.001]


def test_one_timer_serves_all_who_are_in_time() -> None:
    async def many() -> list[tuple[bool, float]]:
        deadline = RequestDeadline(10)
        found = []
        for start in range(5):
            found.append(await deadline.allot(None, lambda mine: waited(mine, 4)))
            assert len(asyncio.get_running_loop()._scheduled) <= 2, start  # type: ignore[attr-defined]
        return found

    assert [is_late for is_late, _ in skipping(many())] == [False] * 5
