"""The clock of a house, moved and held in the hand."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from services.kit.clock import Clock, end_of


def test_the_day_changes_at_midnight_in_berlin() -> None:
    moment = datetime(2026, 6, 19, 22, 30, tzinfo=UTC)
    assert Clock(reads=lambda: moment).today() == date(2026, 6, 20)
    assert Clock(shift=timedelta(hours=-1), reads=lambda: moment).today() == date(2026, 6, 19)


def test_a_moved_clock_runs_on() -> None:
    moments = iter([datetime(2026, 1, 1, tzinfo=UTC), datetime(2026, 1, 2, tzinfo=UTC)])
    clock = Clock(timedelta(days=-30), lambda: next(moments))
    assert [clock.now().day for _ in range(2)] == [2, 3]


def test_a_held_clock_stands_at_the_moment_when_it_was_held() -> None:
    moments = iter([datetime(2026, 1, 1, tzinfo=UTC), datetime(2026, 1, 2, tzinfo=UTC)])
    held = Clock(timedelta(days=1), lambda: next(moments)).held()
    assert [held.now().day for _ in range(2)] == [2, 2]


@pytest.mark.parametrize(
    ("day", "last"),
    [
        (date(2026, 3, 28), "2026-03-28T23:59:59+01:00"),
        (date(2026, 3, 29), "2026-03-29T23:59:59+02:00"),
        (date(2026, 10, 25), "2026-10-25T23:59:59+01:00"),
    ],
)
def test_the_last_moment_of_a_day(day: date, last: str) -> None:
    assert end_of(day).isoformat() == last
