"""What a memory forgets goes a few values at a time: thousands of plans at once would hold the loop."""

from __future__ import annotations

import weakref

from gateway.ground.recent import AT_ONCE, Recent

SIZE = 50


class Value:
    """Something that can be seen to go."""


def test_what_is_forgotten_goes_little_by_little() -> None:
    memory: Recent[int, Value] = Recent(SIZE)
    alive: weakref.WeakSet[Value] = weakref.WeakSet()
    most = 0
    for key in range(20 * SIZE):
        value, before = Value(), len(alive)
        alive.add(value)
        memory.put(key, value)
        del value
        assert len(alive) >= before + 1 - AT_ONCE
        most = max(most, len(alive))
    assert most <= 3 * SIZE
    assert len(memory) <= 2 * SIZE


def test_large_values_do_not_wait_for_many_small_ones() -> None:
    memory: Recent[int, int] = Recent(1000, lambda _, weight: weight)
    for key in range(3000):
        memory.put(key, 1)
    for key in range(3000, 3060):
        memory.put(key, 500)
    assert sum(sum(values.values()) for values in memory._leaving) <= 2000


def test_all_of_it_is_forgotten_one_at_a_time() -> None:
    memory: Recent[int, Value] = Recent(SIZE)
    alive: weakref.WeakSet[Value] = weakref.WeakSet()
    for key in range(5 * SIZE):
        value = Value()
        alive.add(value)
        memory.put(key, value)
    del value
    left = len(alive)
    for _ in memory.clearing():
        left -= 1
        assert len(alive) == left
    assert (left, len(memory), memory.weight) == (0, 0, 0)
