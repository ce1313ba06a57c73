"""Keys of the loaders: the arguments of fields."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from services.kit.paging import PageRequest


@dataclass(frozen=True, slots=True)
class EntryFilter:
    """None means: any."""

    category: str | None
    status: str | None


@dataclass(frozen=True, slots=True)
class EntryPage:
    """Arguments of a round's list of entries."""

    wanted: EntryFilter
    page: PageRequest


@dataclass(frozen=True, slots=True)
class Period:
    """First and last day, both within; None means: open."""

    first: date | None
    last: date | None
