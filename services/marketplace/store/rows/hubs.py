"""The rows of what all fields point to: topics, goals, regions, ministries, programmes.

Fields stand in the order of the columns.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from services.marketplace.store.rows.common import Localized


@dataclass(frozen=True, slots=True)
class TopicRow:
    slug: str
    parent_slug: str | None
    label: Localized


@dataclass(frozen=True, slots=True)
class TopicUnder(TopicRow):
    parent: str


@dataclass(frozen=True, slots=True)
class SdgUnder:
    number: int
    label: Localized
    color: str
    parent: str


@dataclass(frozen=True, slots=True)
class RegionRow:
    ars: str
    nuts: str | None
    name: str
    level: str
    parent_ars: str | None


@dataclass(frozen=True, slots=True)
class CalledRow:
    """A place that bears the name ``called``, perhaps with more behind it."""

    called: str
    ars: str
    name: str
    level: str


@dataclass(frozen=True, slots=True)
class MinistryRow:
    code: str


@dataclass(frozen=True, slots=True)
class MinistryNameRow:
    """A name in a period; both days belong to it, and None ends it not."""

    code: str
    abbreviation: str
    name: Localized
    valid_from: date
    valid_until: date | None


@dataclass(frozen=True, slots=True)
class ProgrammeRow:
    slug: str
    type_name: str


@dataclass(frozen=True, slots=True)
class ProgrammeUnder(ProgrammeRow):
    parent: str


@dataclass(frozen=True, slots=True)
class UmbrellaRow:
    slug: str
    name: Localized
    description: Localized
    status: str
    runs_from: date | None
    runs_until: date | None
    operator_name: str | None
