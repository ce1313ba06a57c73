"""The day of the demo is that day in Berlin, whatever the hour and the time of the year at which a run starts."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from tools.run.settings import BERLIN, shift_to

MOMENTS = st.datetimes(datetime(2024, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - bounds


@given(MOMENTS, st.dates(date(2024, 1, 1), date(2030, 1, 1)))
def test_it_is_the_day_at_the_same_time_of_day(now: datetime, day: date) -> None:
    here, there = now.astimezone(BERLIN), (now + timedelta(seconds=shift_to(day, now))).astimezone(BERLIN)
    assert there.date() == day
    # In spring an hour of a day is not there.
    assert abs(there.hour - here.hour) <= 1
