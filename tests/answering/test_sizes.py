"""What is remembered stays within its bytes, whatever clients send; and the estimates are near the truth."""

from __future__ import annotations

import asyncio
import gc
import tracemalloc
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from gateway.answering.graph import Graph
from gateway.answering.memory import Compiled, new_memory
from gateway.answering.prepare import compile_operation, read_operation, specialise_operation
from gateway.ground.errors import RequestError
from gateway.ground.recent import Recent
from gateway.operations import condition_values
from tests.answering.test_once import World, ask
from tests.federation.example import load
from tests.federation.federated import InProcess, graph_of

COPIES = 2


def taken(work: Callable[[], object]) -> float:
    """As ``measured``, the least of three: what other threads of the process allocate meanwhile is not the work's."""
    return min(measured(work) for _ in range(3))


def measured(work: Callable[[], object]) -> float:
    """Bytes that one result of ``work`` holds on to."""
    work()
    gc.collect()
    tracemalloc.start()
    before, _ = tracemalloc.get_traced_memory()
    results = [work() for _ in range(COPIES)]
    gc.collect()
    after, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return (after - before) / len(results)


async def estimated(graph: Graph, text: str, variables: dict[str, Any]) -> tuple[int, int, int]:
    await ask(graph, text, variables=variables)
    memory = graph.memory
    return memory.operations.weight, memory.specialised.weight, memory.compiled.weight


@pytest.mark.parametrize("structs", [True, False])
@pytest.mark.parametrize("name", ["library", "shared"])
async def test_estimates_are_near_the_truth(name: str, structs: bool) -> None:
    example = load(name)
    for text in list(example.queries.values())[:4]:
        variables: dict[str, Any] = {"no": False} if "$no" in text else {}
        graph = replace(graph_of(example, InProcess(example, example.store()), structs), memory=new_memory())
        estimates = await estimated(graph, text, variables)
        operation = read_operation(graph, text, None)
        assert not isinstance(operation, RequestError)
        conditions = condition_values(operation, variables)
        specialised = specialise_operation(graph, operation, conditions)
        assert not isinstance(specialised, RequestError)
        truths = (
            taken(lambda e=graph, t=text: read_operation(e, t, None)),  # type: ignore[misc]
            taken(lambda e=graph, o=operation, c=conditions: specialise_operation(e, o, c)),  # type: ignore[misc]
            taken(lambda e=graph, s=specialised: compile_operation(e, s, None, frozenset())),  # type: ignore[misc]
        )
        assert sum(estimates) > sum(truths) / 2, (text, estimates, truths)
        assert sum(estimates) < sum(truths) * 3, (text, estimates, truths)


@pytest.mark.parametrize("width", [1, 300])
async def test_a_flood_of_different_texts_stays_within_its_bytes(width: int) -> None:
    plans, recordings = 2_000_000, 300_000
    graph = World().graph(memory=new_memory(plans, recordings))
    memory = graph.memory
    everything: list[Recent[Any, Any]] = [memory.operations, memory.specialised, memory.compiled]
    texts = 150 if width == 1 else 10
    for number in range(texts):
        await ask(graph, "{ " + " ".join(f"x{number}_{part}: a b" for part in range(width)) + " }")
        assert sum(each.weight for each in everything) <= plans
        assert memory.recordings.weight <= recordings
    assert 0 < len(memory.operations) < texts


def plans_alive() -> int:
    gc.collect()
    return sum(isinstance(each, Compiled) for each in gc.get_objects())


async def test_a_recording_keeps_no_plan_alive() -> None:
    before = plans_alive()
    graph = World().graph(memory=new_memory(plans=0))
    await ask(graph, "{ a b }")
    assert len(graph.memory.recordings) == 1
    async with asyncio.timeout(60):
        while plans_alive() != before:  # noqa: ASYNC110 - the thread that compiled may hold its last result for a moment
            await asyncio.sleep(0.01)
    assert await ask(graph, "{ a b }") == {"data": {"a": 1, "b": 2}}
