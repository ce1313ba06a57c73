"""Many deadlines under one timer end as each alone would."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from functools import wraps
from typing import Any

import pytest

from gateway.subgraphs.deadline import Deadline
from tests.skipping_clock import skipping

SHORT = 0.05


def on_a_skipping_clock(test: Callable[[], Coroutine[Any, Any, None]]) -> Callable[[], None]:
    """Runs the test on a loop of its own, whose time is exact."""

    @wraps(test)
    def run() -> None:
        skipping(test())

    # A test that is no coroutine is run by no loop, and pytest must not see the one behind it.
    del run.__wrapped__
    return run


async def last(seconds: float) -> float:
    await asyncio.sleep(seconds)
    return seconds


@on_a_skipping_clock
async def test_what_is_in_time_is_given_back() -> None:
    deadline = Deadline(SHORT)
    for _ in range(3):
        assert await deadline.wait_for(last(0.03)) == 0.03, "together longer than one deadline"


@on_a_skipping_clock
async def test_each_has_a_deadline_of_its_own() -> None:
    deadline = Deadline(SHORT)
    loop = asyncio.get_running_loop()
    lasted: list[float] = []

    async def wait() -> None:
        begun = loop.time()
        with pytest.raises(TimeoutError):
            await deadline.wait_for(last(10))
        lasted.append(loop.time() - begun)

    waiting = []
    for _ in range(5):
        waiting.append(asyncio.create_task(wait()))
        await deadline.wait_for(last(0.02))
    await asyncio.gather(*waiting)
    assert lasted == pytest.approx([SHORT] * 5)
    await asyncio.sleep(SHORT)
    assert await deadline.wait_for(last(0)) == 0


@on_a_skipping_clock
async def test_what_it_ends_is_cancelled_once_and_the_task_goes_on() -> None:
    seen: list[str] = []

    async def work() -> None:
        try:
            await asyncio.sleep(10)
        except asyncio.CancelledError:
            seen.append("cancelled")
            raise

    with pytest.raises(TimeoutError):
        await Deadline(0.01).wait_for(work())
    assert seen == ["cancelled"]
    task = asyncio.current_task()
    assert task is not None
    assert task.cancelling() == 0
    await asyncio.sleep(0)


@on_a_skipping_clock
async def test_who_is_cancelled_by_others_is_not_late() -> None:
    task = asyncio.create_task(Deadline(10).wait_for(last(10)))
    await asyncio.sleep(0)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task


@on_a_skipping_clock
async def test_who_is_cancelled_by_others_and_late_is_cancelled() -> None:
    async def clean_up_slowly() -> None:
        try:
            await asyncio.sleep(10)
        finally:
            await asyncio.sleep(0.05)

    task = asyncio.create_task(Deadline(0.01).wait_for(clean_up_slowly()))
    await asyncio.sleep(0.03)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task


@on_a_skipping_clock
async def test_an_error_in_time_is_the_error() -> None:
    async def fail() -> None:
        raise ValueError("no")

    with pytest.raises(ValueError, match="no"):
        await Deadline(SHORT).wait_for(fail())


@on_a_skipping_clock
async def test_a_shorter_wait_inside_is_the_inner_ones() -> None:
    async def inner() -> str:
        try:
            return await Deadline(0.01).wait_for(asyncio.sleep(10, "late"))
        except TimeoutError:
            return "inner"

    assert await Deadline(5).wait_for(inner()) == "inner"
