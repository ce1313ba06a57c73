"""Old graphs are found when nobody asks anything, or when there are many of them; building one holds nobody."""

from __future__ import annotations

import gc
import weakref

import pytest

from gateway.ground.garbage import MANY, Leavings, collect_what_lasted, nothing_collected


class Circle:
    """Something that only a collection finds."""

    def __init__(self) -> None:
        self.me = self


@pytest.fixture(autouse=True)
def _as_before() -> object:
    yield
    gc.unfreeze()


def test_nothing_is_collected_while_much_is_made() -> None:
    seen: list[str] = []

    def hear(phase: str, _: object) -> None:
        seen.append(phase)

    gc.callbacks.append(hear)
    try:
        with nothing_collected():
            made = [[number] for number in range(300_000)]
            assert gc.isenabled() is False
    finally:
        gc.callbacks.remove(hear)
    assert seen == []
    assert gc.isenabled()
    assert gc.get_freeze_count() >= len(made)


def test_what_lasted_is_found_once_nobody_needs_it() -> None:
    with nothing_collected():
        circle = Circle()
    there = weakref.ref(circle)
    del circle
    gc.collect()
    assert there() is not None
    collect_what_lasted()
    assert there() is None


def test_quiet_is_waited_for() -> None:
    asked, collected = [0], []
    leavings = Leavings(lambda: list(asked), lambda: collected.append(asked[0]))
    assert not leavings.look(), "nothing was left"
    leavings.more()
    for _ in range(5):
        asked[0] += 1
        assert not leavings.look()
    assert leavings.look()
    assert not leavings.look()
    assert collected == [5]


def test_many_are_not_kept_for_long() -> None:
    asked, collected = [0], []
    leavings = Leavings(lambda: list(asked), lambda: collected.append(asked[0]))
    for _ in range(MANY - 1):
        leavings.more()
        asked[0] += 1
        assert not leavings.look()
    leavings.more()
    assert leavings.look()
    assert collected == [MANY - 1]
