"""The rows of the catalogue and of the marketplace's own support offers.

Fields stand in the order of the columns.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from services.marketplace.store.rows.common import Localized


@dataclass(frozen=True, slots=True)
class ProgrammeDocumentRow:
    """An offer or project in the list of its programme. ``newest``: when it opened, long ago where that is not known;
    ``closes_at`` is far in the future where there is no deadline; the title is German.
    """

    id: str
    type_name: str
    newest: datetime
    closes_at: datetime
    title: str


@dataclass(frozen=True, slots=True)
class EntryRow:
    """A document of the catalogue, by reference."""

    entity_id: str
    type_name: str


@dataclass(frozen=True, slots=True)
class DisplayedRow:
    """What lists of mixed things show of a document; ``kind`` is that of a support offer, else None."""

    id: str
    kind: str | None
    category: str
    title: Localized
    summary: Localized


@dataclass(frozen=True, slots=True)
class CardRow:
    """A support offer's card. Lists go by ``place`` (open first), then ``deadline`` (apply_until, none last)."""

    id: str
    type_name: str
    programme_slug: str
    kind: str
    status: str
    title: Localized
    summary: Localized
    topic_slugs: list[str]
    audiences: list[str]
    apply_until: datetime | None
    url: str | None
    place: int
    deadline: datetime


@dataclass(frozen=True, slots=True)
class StepOfferUnder(CardRow):
    """An open offer that helps an idea."""

    parent: str


@dataclass(frozen=True, slots=True)
class CounsellingRow:
    id: str
    hours_per_project: int
    fields: list[str]
    places_free: int | None


@dataclass(frozen=True, slots=True)
class EventRow:
    id: str
    format: str
    starts_at: datetime
    ends_at: datetime
    region_ars: str | None
    is_online: bool
    accessibility: list[str]
    seats_free: int | None
    capacity: int | None
    stored: str


@dataclass(frozen=True, slots=True)
class AcceleratorRow:
    """``max_funding_per_team`` is in EUR."""

    id: str
    format: str
    max_funding_per_team: Decimal | None


@dataclass(frozen=True, slots=True)
class TeamIdeaRow:
    accelerator_id: str
    idea_id: str
    awarded: bool


@dataclass(frozen=True, slots=True)
class ChallengeRow:
    id: str
    accelerator_id: str
    title: Localized
    topic_slugs: list[str]
