"""Callers share the time of a lane, and what is slow makes room for what is quick."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from functools import partial

from gateway.answering.lanes import Account, Lanes
from gateway.model.budget import LOOK, Budget


class Told:
    """A clock of computing that only goes on when it is told to."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def __call__(self) -> float:
        return self.seconds


async def test_who_has_had_least_of_the_time_is_next() -> None:
    clock, order, begun, go_on = Told(), list[str](), threading.Event(), threading.Event()
    lanes = Lanes(clock=clock)

    def computing(name: str, seconds: float) -> Callable[[Budget], None]:
        def work(_: Budget) -> None:
            if not order:
                begun.set()
                go_on.wait()
            order.append(name)
            clock.seconds += seconds

        return work

    def asked(caller: str, seconds: float, count: int) -> list[asyncio.Task[None]]:
        works = [computing(f"{caller}{number}", seconds) for number in range(count)]
        return [asyncio.create_task(lanes.at_once(caller, work, lanes.allowance.small)) for work in works]

    tasks = asked("heavy", 10, 3)
    await asyncio.to_thread(begun.wait)
    tasks += asked("light", 1, 5)
    await asyncio.sleep(0)  # the tasks have put their work in
    go_on.set()
    await asyncio.gather(*tasks)
    assert order == ["heavy0", "light0", "light1", "light2", "light3", "light4", "heavy1", "heavy2"]


async def test_what_was_begun_is_done_before_a_strangers_is_begun() -> None:
    """A request has some four pieces: it would wait for one of a stranger's at each."""
    order, begun, go_on = list[str](), threading.Event(), threading.Event()
    lanes = Lanes(moment=60)
    piece = partial(_piece, order)

    async def request(name: str) -> None:
        account = Account(lanes, name)
        for number in range(3):
            await account.run(piece(f"{name}{number}", begun, go_on))

    tasks = [asyncio.create_task(request("a"))]
    await asyncio.to_thread(begun.wait)
    tasks += [asyncio.create_task(request(name)) for name in "bc"]
    await asyncio.sleep(0)  # the tasks have put their work in
    go_on.set()
    await asyncio.shield(tasks[0])
    assert order == ["a0", "a1", "a2"]
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


async def test_what_nobody_waits_for_any_more_is_not_begun() -> None:
    """A caller who hangs up and asks again must not stand behind all that was asked before."""
    order, begun, go_on = list[str](), threading.Event(), threading.Event()
    lanes = Lanes(moment=0)
    asked = [asyncio.create_task(lanes.at_once("a", _piece(order, each, begun, go_on), 100)) for each in "abcd"]
    await asyncio.to_thread(begun.wait)
    for left in asked[1:3]:
        left.cancel()
    await asyncio.wait(asked[1:3])
    go_on.set()
    await asyncio.gather(asked[0], asked[3])
    assert order == ["a", "d"]


async def test_nobody_waits_long_for_what_does_not_come() -> None:
    lanes, order = Lanes(moment=0), list[str]()
    go_on = threading.Event()
    go_on.set()
    works = [_piece(order, name, threading.Event(), go_on) for name in "abc"]
    await asyncio.gather(*(lanes.at_once("a", work, 100) for work in works))
    assert sorted(order) == ["a", "b", "c"]


def _piece(order: list[str], name: str, begun: threading.Event, go_on: threading.Event) -> Callable[[Budget], None]:
    def work(budget: Budget) -> None:
        budget.spend(1)
        if not order:
            begun.set()
            go_on.wait()
        order.append(name)

    return work


async def test_rest_gives_no_credit() -> None:
    """Who asked for nothing for long must not hold up the others later."""
    clock, order = Told(), list[str]()
    lanes = Lanes(clock=clock)

    def computing(name: str, seconds: float) -> Callable[[Budget], None]:
        def work(_: Budget) -> None:
            order.append(name)
            clock.seconds += seconds

        return work

    for number in range(5):
        await lanes.at_once("busy", computing(f"busy{number}", 10), lanes.allowance.small)
    late = [lanes.at_once("late", computing(f"late{n}", 10), lanes.allowance.small) for n in range(3)]
    busy = [lanes.at_once("busy", computing(f"again{n}", 10), lanes.allowance.small) for n in range(3)]
    await asyncio.gather(*late, *busy)
    assert order.index("again0") < order.index("late2")


async def test_the_slow_lane_makes_room_while_there_is_quick_work() -> None:
    lanes = Lanes(clock=Told())
    quick_goes_on, slow_looks, is_quick = threading.Event(), threading.Event(), threading.Event()
    paused: list[bool] = []

    def quick(_: Budget) -> None:
        is_quick.set()
        quick_goes_on.wait()

    def slow(budget: Budget) -> None:
        is_quick.wait()
        paused.append(lanes.quick.is_busy)
        budget.spend(2 * LOOK)
        slow_looks.set()
        paused.append(lanes.quick.is_busy)

    tasks = [
        asyncio.create_task(lanes.at_once("a", quick, lanes.allowance.small)),
        asyncio.create_task(lanes.slowly("b", slow, lanes.allowance.large)),
    ]
    await asyncio.to_thread(slow_looks.wait)  # it pauses, and it goes on: nobody is shut out
    quick_goes_on.set()
    await asyncio.gather(*tasks)
    assert paused == [True, True]


async def test_turns_of_those_who_are_gone_are_forgotten() -> None:
    lanes = Lanes(clock=Told())
    for number in range(1500):
        await lanes.at_once(f"caller {number}", lambda _: None, lanes.allowance.small)
    assert len(lanes.quick.turns) <= 1001
