"""Rows of applications and their partners; amounts are EUR."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class ApplicationRow:
    id: str
    reference_number: str
    call_id: str
    title: str
    abstract: str
    idea_id: str | None
    consortium_name: str
    status: str
    version: int
    submitted_at: datetime | None


@dataclass(frozen=True, slots=True)
class ApplicationUnder(ApplicationRow):
    parent: str


@dataclass(frozen=True, slots=True)
class ApplicationPartnerUnder:
    organisation_id: str
    role: str
    sector: str
    requested: Decimal
    status: str
    answered_at: datetime | None
    parent: str


@dataclass(frozen=True, slots=True)
class StepUnder:
    status: str
    at: datetime
    note: str | None
    parent: str


@dataclass(frozen=True, slots=True)
class LockedCallRow:
    """A call as the guards see it at a moment; ``stored`` is what was decided of the offer."""

    id: str
    programme_slug: str
    phase: str
    stored: str
    programme_status: str
    apply_until: datetime | None
    application_until: datetime | None
    max_funding_per_project: Decimal
    min_partners: int
    required_sectors: int


@dataclass(frozen=True, slots=True)
class LockedProjectRow:
    """A project as the staff said last how it does."""

    status: str
    maturity: str
    repository_url: str | None
    license: str | None


@dataclass(frozen=True, slots=True)
class LockedApplicationRow:
    """An application with what the caller is to it."""

    id: str
    call_id: str
    status: str
    version: int
    title: str
    abstract: str
    idea_id: str | None
    consortium_name: str
    is_visible: bool
    is_coordinator: bool
