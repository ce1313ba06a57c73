"""What a filter may ask for. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from services.kit.errors import BadInputError

# Regulation (EC) 1059/2003: a country, then up to three levels; the first of them are the sixteen German states.
NUTS_CODE = re.compile(r"DE([1-9A-G][0-9A-Z]{0,2})?")


@dataclass(frozen=True, slots=True)
class WorkshopFilter:
    """Which workshops are wanted; None asks for nothing. Both ends of the period are included."""

    starts_from: datetime | None
    starts_until: datetime | None
    topic_slugs: tuple[str, ...] | None
    nuts: str | None
    seats_free_only: bool


def workshop_filter(
    starts_from: datetime | None,
    starts_until: datetime | None,
    topic_slugs: Sequence[str] | None,
    nuts: str | None,
    seats_free_only: bool | None,
) -> WorkshopFilter:
    """The filter of a query's arguments. Raises ``BadInputError`` for a period that ends before it begins, or a region
    that is no NUTS code; an instant has a time zone, which its scalar sees to.
    """
    if starts_from is not None and starts_until is not None and starts_until < starts_from:
        raise BadInputError("until must not be before from.")
    return WorkshopFilter(
        starts_from=starts_from,
        starts_until=starts_until,
        topic_slugs=None if topic_slugs is None else tuple(topic_slugs),
        nuts=None if nuts is None else nuts_code(nuts),
        seats_free_only=bool(seats_free_only),
    )


def nuts_code(value: str) -> str:
    """The code itself; ``BadInputError`` when it has not the form of one.

    A region contains the regions whose codes begin with its own, so an empty code would silently mean everywhere.
    """
    if NUTS_CODE.fullmatch(value) is None:
        raise BadInputError(f"{value!r} is no NUTS code; one looks like DE, DEE or DEE02.")
    return value
