"""The one clock of a house: the real time, moved by a number of seconds, and running on.

``make run`` works the number out once, so that today becomes the day of the demo data, and hands the same to all
houses (``CLOCK_SHIFT``). Statements get the moment as a parameter; nothing reads the database's own clock. Tokens keep
real time: they come from an issuer who does not know of any shift.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

FIRST_YEAR, LAST_YEAR = 1800, 2999
"""Of what the houses tell; times of other years are no times that anybody means."""
BERLIN = ZoneInfo("Europe/Berlin")
END_OF_DAY = time(23, 59, 59)


def real_time() -> datetime:
    """The time of the machine, in UTC."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Clock:
    """``shift``: by how much the clock is moved. ``reads``: where the time comes from (tests hold it in their hand)."""

    shift: timedelta = timedelta()
    reads: Callable[[], datetime] = real_time

    def now(self) -> datetime:
        """This moment, with time zone UTC."""
        return self.reads() + self.shift

    def today(self) -> date:
        """The day in Berlin: programmes begin and end there at midnight."""
        return self.now().astimezone(BERLIN).date()

    def held(self) -> Clock:
        """This moment, which does not run on: all that a request is told is true at one time, and asked in one trip."""
        now = self.now()
        return Clock(reads=lambda: now)


def months_after(moment: datetime, months: int) -> datetime:
    """So many months later at the same time of day in Berlin, or at the end of that month.

    >>> months_after(datetime(2025, 8, 31, 10, tzinfo=UTC), 6).isoformat()
    '2026-02-28T12:00:00+01:00'
    """
    local = moment.astimezone(BERLIN)
    years, month = divmod(local.month - 1 + months, 12)
    for day in range(local.day, 27, -1):
        try:
            return local.replace(year=local.year + years, month=month + 1, day=day)
        except ValueError:  # the month is shorter
            continue
    return local.replace(year=local.year + years, month=month + 1)


def end_of(day: date) -> datetime:
    """The last moment that still counts of a day in Berlin; the days on which clocks change are 23 or 25 hours long.

    >>> end_of(date(2026, 3, 29)).isoformat()
    '2026-03-29T23:59:59+02:00'
    """
    return datetime.combine(day, END_OF_DAY, BERLIN)
