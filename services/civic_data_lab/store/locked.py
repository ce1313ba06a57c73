"""Rows that a change reads, and most of them locks, before it writes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from services.kit.changing import KeyRow as KeyRow  # a row of the idempotency that this house reads, too


@dataclass(frozen=True, slots=True)
class OwnRow:
    """An actor that the viewer is, or acts for."""

    id: str


@dataclass(frozen=True, slots=True)
class OfferNowRow:
    """An offer as it is shown at a moment, and its programme."""

    id: str
    status: str
    programme_status: str
    apply_until: datetime | None


@dataclass(frozen=True, slots=True)
class CallSeenRow:
    """A call as it is shown at a moment, and its programme. ``stored``: as a person decided it."""

    id: str
    stored: str
    status: str
    programme_status: str
    apply_until: datetime | None


@dataclass(frozen=True, slots=True)
class ProgrammeNowRow:
    slug: str
    status: str


@dataclass(frozen=True, slots=True)
class LockedSessionRow:
    """``is_person``: the viewer booked it, or acts for the organisation that it is for."""

    id: str
    member_id: str
    on_behalf_of: str | None
    idea_id: str | None
    concern: str
    status: str
    outcome: str | None
    data_project_id: str | None
    is_person: bool
    is_visible: bool


@dataclass(frozen=True, slots=True)
class LockedCallRow:
    """A call. ``status``: as a person decided it."""

    id: str
    places: int
    status: str


@dataclass(frozen=True, slots=True)
class LockedProjectRow:
    """A project, and what the viewer is to it."""

    id: str
    stage: str
    applicant_id: str | None
    has_learnings: bool
    published_datasets: int
    is_visible: bool
    is_applicant: bool


@dataclass(frozen=True, slots=True)
class ProjectPrivateRow:
    """What is not for everybody; ``data_description`` is null for those whom it is not for."""

    id: str
    data_description: str | None
    is_applicant: bool
    is_participant: bool


@dataclass(frozen=True, slots=True)
class LockedDatasetRow:
    """A data set, and what the viewer is to it."""

    id: str
    status: str
    publisher_id: str | None
    is_visible: bool
    is_publisher: bool


@dataclass(frozen=True, slots=True)
class DatasetPrivateRow:
    """``review_note`` is null for those whom it is not for."""

    id: str
    is_publisher: bool
    review_note: str | None


@dataclass(frozen=True, slots=True)
class ProjectKindRow:
    """Whose project it is, whether the viewer takes part in it, and may know of it."""

    id: str
    type_name: str
    is_participant: bool
    is_visible: bool
