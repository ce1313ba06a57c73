"""Periods that sums are asked for."""

from __future__ import annotations

from datetime import date

import strawberry

from services.cip.rules.viewing import check_period


@strawberry.input
class DateRangeInput:
    from_: date | None = strawberry.field(name="from", default=None)
    until: date | None = None


def days_of(period: DateRangeInput | None) -> tuple[date | None, date | None]:
    """Its first and last day; None without end. ``BadInputError`` when it ends before it begins."""
    first, last = (period.from_, period.until) if period else (None, None)
    check_period(first, last)
    return first, last
