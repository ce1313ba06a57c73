"""What a request leaves behind: nothing. Whatever waits for the garbage collector is memory that load multiplies."""

from __future__ import annotations

import asyncio
import gc
from collections.abc import Iterator
from typing import Any

import pytest

from gateway.answering.graph import Graph
from gateway.execution import Run, TypedRun
from tests.answering.test_once import World, ask
from tests.answering.test_sharing import failing

FEDERATED = "{ a b things { id name note } }"
RUNS = (Run, TypedRun)


@pytest.fixture
def uncollected() -> Iterator[None]:
    """No collection while it lasts: what goes, goes because nobody holds it."""
    gc.collect()
    gc.disable()
    yield
    gc.enable()


def runs() -> list[Any]:
    return [each for each in gc.get_objects() if isinstance(each, RUNS)]


async def ask_often(graph: Graph) -> None:
    await ask(graph, FEDERATED)
    await asyncio.gather(*(ask(graph, FEDERATED) for _ in range(5)))


@pytest.mark.parametrize("structs", [True, False])
@pytest.mark.usefixtures("uncollected")
async def test_a_finished_run_is_gone_at_once(structs: bool) -> None:
    await ask_often(World().graph(structs=structs))
    assert runs() == []


@pytest.mark.usefixtures("uncollected")
async def test_a_run_with_a_failed_fetch_is_gone_at_once() -> None:
    await ask_often(World(hold=failing("two")).graph())
    assert runs() == []
