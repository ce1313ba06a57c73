"""Rows that every ministry's house has: its programme, its offers in their order, and how many there are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

Localized = Mapping[str, Any]  # {"de": str, "en": str | None, "deSimple": str | None}; see the domain localized_text


@dataclass(frozen=True, slots=True)
class ProgrammeRow:
    """The programme's own text; ``status`` is the one that is shown at the moment that was asked for."""

    slug: str
    name: Localized
    description: Localized
    status: str
    runs_from: date | None
    runs_until: date | None
    operator_name: str | None
    ministry_codes: list[str]


@dataclass(frozen=True, slots=True)
class OfferUnder:
    """Where an offer stands in the list of the programme ``parent``, and which type it has. The title is German;
    ``closes_at`` is far in the future where there is no deadline.
    """

    id: str
    type_name: str
    published_on: date
    title: str
    closes_at: datetime
    parent: str


@dataclass(frozen=True, slots=True)
class CountUnder:
    """How many rows the programme ``parent`` has."""

    parent: str
    count: int


@dataclass(frozen=True, slots=True)
class OfferRow:
    """What every offer has; ``status`` is the one that is shown at the moment that was asked for."""

    id: str
    type_name: str
    programme_slug: str
    title: Localized
    summary: Localized
    kind: str
    status: str
    audiences: list[str]
    apply_until: datetime | None
    url: str | None
    published_on: date
    topic_slugs: list[str]
