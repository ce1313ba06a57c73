"""Spans of days, and what recurs each year: a day, a month, a season. Pure.

What is said without a year is what comes next, and what has begun and is not over counts as coming.
"""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

from services.kit.clock import FIRST_YEAR, LAST_YEAR

OPEN = ".."  # an end that is open, as ISO 8601-2 writes it
YEARS_TRIED = 9  # the 29th of February comes after 8 years at the latest
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Span:
    """Days from ``begin`` to ``end``, both of them with it; None where it is open. Raises ValueError else."""

    begin: date | None
    end: date | None

    def __post_init__(self) -> None:
        if self.begin is None and self.end is None:
            raise ValueError("A span has a begin or an end.")
        if self.begin is not None and self.end is not None and self.begin > self.end:
            raise ValueError(f"{self.end} is before {self.begin}.")

    def __str__(self) -> str:
        return f"{self.begin or OPEN}/{self.end or OPEN}"

    def holds(self, day: date) -> bool:
        return (self.begin is None or self.begin <= day) and (self.end is None or day <= self.end)

    def is_over(self, today: date) -> bool:
        return self.end is not None and self.end < today


def span_of(text: str) -> Span:
    """The span that ``str`` wrote.

    >>> str(span_of("../2026-06-30"))
    '../2026-06-30'
    """
    begin, _, end = text.partition("/")
    return Span(*(None if each == OPEN else date.fromisoformat(each) for each in (begin, end)))


@dataclass(frozen=True, slots=True)
class Recurring:
    """What there is in a year: ``months`` from ``month`` on, and of these the days ``first`` to ``last``.

    ``last`` is 0 for the last day there is; ``year`` is None where none was said; ``months`` over the end of a year
    end in the next.
    """

    month: int
    months: int = 1
    first: int = 1
    last: int = 0
    year: int | None = None

    def of(self, year: int) -> tuple[date, date] | None:
        """The days in a year; None where it has no such day (29 February) or nobody means such a year."""
        later, month = divmod(self.month + self.months - 2, 12)
        until, month = year + later, month + 1
        if not FIRST_YEAR <= year <= until <= LAST_YEAR:
            return None
        if self.first > monthrange(year, self.month)[1] or self.last > monthrange(until, month)[1]:
            return None
        end = date(until, month, self.last or monthrange(until, month)[1])
        begin = date(year, self.month, self.first)
        return (begin, end) if begin <= end else None

    def coming(self, today: date, *, is_next: bool = False) -> tuple[date, date] | None:
        """That of the said year, else the first that is not over; ``is_next``: the first that has not begun."""
        if self.year is not None:
            return self.of(self.year)
        found = (self.of(year) for year in range(today.year - 1, today.year + YEARS_TRIED))
        return next((each for each in found if each and each[0 if is_next else 1] >= today + ONE_DAY * is_next), None)

    def before(self, last: date) -> tuple[date, date] | None:
        """That of the said year, else the latest that has begun on a day: where something begins that ends then."""
        if self.year is not None:
            return self.of(self.year)
        found = (self.of(last.year - back) for back in range(YEARS_TRIED))
        return next((each for each in found if each and each[0] <= last), None)


def week_of(day: date) -> tuple[date, date]:
    """Monday to Sunday.

    >>> [str(each) for each in week_of(date(2027, 1, 1))]
    ['2026-12-28', '2027-01-03']
    """
    monday = day - timedelta(days=day.weekday())
    return monday, monday + timedelta(days=6)


def month_after(day: date, months: int) -> tuple[date, date]:
    """The whole month that comes ``months`` after that of a day.

    >>> [str(each) for each in month_after(date(2027, 12, 31), 2)]
    ['2028-02-01', '2028-02-29']
    """
    later, month = divmod(day.month - 1 + months, 12)
    year = day.year + later
    return date(year, month + 1, 1), date(year, month + 1, monthrange(year, month + 1)[1])


def day_after_months(day: date, months: int) -> date:
    """The same day ``months`` later, or the last one of that month.

    >>> str(day_after_months(date(2026, 11, 30), 3))
    '2027-02-28'
    """
    _, last = month_after(day, months)
    return last.replace(day=min(day.day, last.day))
