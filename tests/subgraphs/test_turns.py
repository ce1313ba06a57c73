"""Never more at once than there are turns, in the order of coming, and none is lost by who goes away."""

from __future__ import annotations

import asyncio

import pytest

from gateway.subgraphs.turns import Turns


async def settle() -> None:
    for _ in range(5):
        await asyncio.sleep(0)


def take(turns: Turns) -> bool:
    """As those do who use them."""
    if not turns.free:
        return False
    turns.free -= 1
    return True


async def use(turns: Turns, log: list[int], number: int, go: asyncio.Event) -> None:
    if not take(turns):
        await turns.wait()
    try:
        log.append(number)
        await go.wait()
    finally:
        turns.give()


async def test_so_many_at_once_and_the_others_in_order() -> None:
    turns, log, go = Turns(2), list[int](), asyncio.Event()
    users = [asyncio.create_task(use(turns, log, number, go)) for number in range(6)]
    await settle()
    assert log == [0, 1]
    assert not take(turns)
    go.set()
    await asyncio.gather(*users)
    assert log == [0, 1, 2, 3, 4, 5]
    assert turns.free == 2


@pytest.mark.parametrize("leaving", [0, 1, 2, 3])
async def test_who_goes_away_takes_no_turn_along(leaving: int) -> None:
    turns, log, go = Turns(1), list[int](), asyncio.Event()
    users = [asyncio.create_task(use(turns, log, number, go)) for number in range(4)]
    await settle()
    users[leaving].cancel()
    await settle()
    go.set()
    await asyncio.gather(*users, return_exceptions=True)
    assert turns.free == 1
    assert len(log) == (4 if leaving == 0 else 3)


async def test_a_turn_handed_to_one_who_is_going_goes_to_the_next() -> None:
    turns, log, go = Turns(1), list[int](), asyncio.Event()
    assert take(turns)
    first, second = (asyncio.create_task(use(turns, log, number, go)) for number in range(2))
    await settle()
    turns.give()
    first.cancel()
    await settle()
    assert log == [1]
    go.set()
    await second
    assert turns.free == 1


async def test_who_has_just_gone_is_passed_over() -> None:
    turns, log, go = Turns(1), list[int](), asyncio.Event()
    assert take(turns)
    first, second = (asyncio.create_task(use(turns, log, number, go)) for number in range(2))
    await settle()
    first.cancel()
    turns.give()
    go.set()
    with pytest.raises(asyncio.CancelledError):
        await first
    await second
    assert (log, turns.free) == ([1], 1)
