"""Building a graph is not held up by looks for garbage; and a graph that was swapped leaves none."""

from __future__ import annotations

import asyncio
import gc
import json
import weakref
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from gateway.answering import apart
from gateway.answering.answer import answer, answering
from gateway.answering.apart import taking_apart
from gateway.answering.graph import Graph
from gateway.answering.swap import Swapping
from gateway.answering.warming import warm
from gateway.execution import exactness, program
from gateway.ground.cell import Cell
from gateway.ground.garbage import ENOUGH, LONGEST, Quiet, nothing_collected
from gateway.making import graph_of, not_open, supergraph_of
from gateway.model.exchange import GraphQLRequest, SubgraphAnswer, SubgraphRequest
from gateway.renewal.following import rebuilt
from gateway.settings import Settings
from gateway.subgraphs.send import Send
from tests.leavings import collected

ROOT = Path(__file__).parents[2]
SDL = (ROOT / "schema" / "supergraph.graphql").read_text(encoding="utf-8")
SETTINGS = Settings(operations=ROOT / "schema" / "operations")


@dataclass(slots=True)
class Told:
    """A timer that goes off when it is told to."""

    seconds: float = 0.0
    work: Callable[[], object] | None = None

    def later(self, seconds: float, work: Callable[[], object]) -> Told:
        self.seconds, self.work = seconds, work
        return self

    def cancel(self) -> None:
        self.work = None


@dataclass(slots=True)
class Heard:
    """What the collector did."""

    phases: list[str] = field(default_factory=list)

    def __call__(self, phase: str, _: object) -> None:
        self.phases.append(phase)


@pytest.fixture(autouse=True)
def _as_before() -> Iterator[None]:
    yield
    gc.unfreeze()
    gc.enable()


@pytest.fixture
def heard() -> Iterator[Heard]:
    found = Heard()
    gc.callbacks.append(found)
    yield found
    gc.callbacks.remove(found)


def test_nothing_is_collected_while_much_is_made(heard: Heard) -> None:
    timer = Told()
    with nothing_collected(timer.later):
        made = [[number] for number in range(300_000)]
        assert not gc.isenabled()
        assert timer.seconds == LONGEST
        assert heard.phases == []
    assert (gc.isenabled(), timer.work) == (True, None)
    assert gc.get_freeze_count() >= len(made)


def test_what_does_not_end_is_collected_all_the_same() -> None:
    timer = Told()
    with nothing_collected(timer.later):
        assert timer.work is not None
        timer.work()
        assert gc.isenabled()


def test_what_fails_does_not_last() -> None:
    class Circle:
        def __init__(self) -> None:
            self.me = self

    def fail() -> weakref.ref[Circle]:
        circle = Circle()
        with nothing_collected(Told().later), pytest.raises(ValueError, match="no"):
            try:
                raise ValueError("no")
            finally:
                found = weakref.ref(circle)
        return found

    with pytest.raises(ValueError, match="no"), nothing_collected(Told().later):
        raise ValueError("no")
    assert gc.get_freeze_count() == 0


def test_quiet_is_waited_for() -> None:
    asked, made, collected = [0], [ENOUGH], []
    quiet = Quiet(lambda: list(asked), lambda: collected.append(asked[0]), lambda: made[0])
    for _ in range(5):
        asked[0] += 1
        assert not quiet.look(), "somebody asked"
    assert quiet.look()
    made[0] = ENOUGH - 1
    assert not quiet.look(), "that would not be worth it"
    assert collected == [5]


async def send(request: SubgraphRequest, /) -> SubgraphAnswer:
    return SubgraphAnswer(200, json.dumps({"data": {}}).encode())


@asynccontextmanager
async def way(graph: Graph) -> AsyncIterator[Send]:
    yield send


def first() -> Graph:
    return graph_of(supergraph_of(SDL, SETTINGS), SETTINGS, not_open)


async def swapped(cell: Cell[Graph], swapping: Swapping) -> weakref.ref[Graph]:
    """Another one of the same text, warmed, in place of the one in the cell, which is gone when this returns."""
    before = cell.value
    graph = await asyncio.to_thread(partial(rebuilt, before, SDL, SETTINGS, ()))
    assert await warm(graph, before, most=500, seconds=60) > 1
    await swapping.put(graph)
    return weakref.ref(before)


async def asked(ask: Any) -> None:
    for text in ("{ topics { slug } }", "{ ideas(first: 2) { nodes { id topics { slug } } } }", "{ nothing }"):
        for _ in range(3):
            await ask(GraphQLRequest(text))


async def test_a_swapped_graph_leaves_nothing_to_collect(monkeypatch: pytest.MonkeyPatch) -> None:
    """Else it would have to be looked for among all that lives, in which nobody is answered."""
    monkeypatch.setattr(apart, "PAUSE", 0)
    for known in (program._types, exactness.custom_fields):
        known.cache_clear()  # the schemas of other tests, which nobody took apart
    cell = Cell(first())
    swapping = Swapping(cell, way, bury=taking_apart)
    await swapping.put(cell.value)
    await asked(answering(cell))
    # What is there now, such as other tests' connections, is not looked at: the graph that goes is made afterwards.
    gc.collect()
    gc.freeze()
    for _ in range(2):  # what is made once and stays; and the first one was validated
        await swapped(cell, swapping)
        await until_alone(swapping)
    gc.collect()
    gc.disable()
    await asked(answering(cell))
    before = await swapped(cell, swapping)
    await until_alone(swapping)
    assert before() is None
    # Two of graphql-core's functions that call themselves.
    assert (left := collected()).total() <= 4, left
    await swapping.close()


async def until_alone(swapping: Swapping) -> None:
    async with asyncio.timeout(60):
        while swapping.living > 1:  # noqa: ASYNC110 - nobody tells
            await asyncio.sleep(0)


async def test_a_graph_is_taken_apart_when_nobody_uses_it_any_more() -> None:
    steps: list[int] = []

    def take_apart() -> Iterator[None]:
        for number in range(20):
            steps.append(number)
            yield

    graph = replace(first(), take_apart=take_apart)
    cell = Cell(graph)
    swapping = Swapping(cell, way, bury=taking_apart)
    await swapping.put(graph)
    with cell.value.held:
        await swapping.put(first())
        for _ in range(10):
            await asyncio.sleep(0)
        assert steps == []
    await until_alone(swapping)
    assert steps == list(range(20))
    assert json.loads((await answer(cell.value, GraphQLRequest("{ __typename }"))).body) == {
        "data": {"__typename": "Query"}
    }
    await swapping.close()
