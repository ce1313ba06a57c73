"""The order of fetches, whatever order they end in: each starts once, and never before what it waits for."""

from __future__ import annotations

from random import Random

from hypothesis import given
from hypothesis import strategies as st

from gateway.execution.program import Program
from gateway.execution.schedule import Schedule


@st.composite
def programs(draw: st.DrawFn) -> tuple[Program, list[set[int]]]:
    """A program of nothing but an order, and for each fetch those that it waits for."""
    number = draw(st.integers(0, 8))
    after = [draw(st.sets(st.integers(0, each - 1))) if each else set() for each in range(number)]
    then = tuple(tuple(later for later in range(number) if each in after[later]) for each in range(number))
    return Program((), then, tuple(map(len, after)), frozenset(), {}), after


@given(programs(), st.randoms())
def test_each_starts_once_and_never_before_what_it_waits_for(
    made: tuple[Program, list[set[int]]], random: Random
) -> None:
    program, after = made
    schedule, done, under_way = Schedule(program), set[int](), list[int]()
    started: list[int] = []
    while not schedule.is_finished:
        for number in schedule.ready():
            assert after[number] <= done
            started.append(number)
            under_way.append(number)
        assert not schedule.ready(), "each is given out once"
        assert all(after[number] - done for number in range(len(after)) if number not in started), (
            "none waits for nothing"
        )
        random.shuffle(under_way)
        number = under_way.pop()
        done.add(number)
        schedule.done(number)
    assert sorted(started) == list(range(len(after)))
    assert not under_way
