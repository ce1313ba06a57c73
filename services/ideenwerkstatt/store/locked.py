"""Rows that a change reads, and locks, before it writes; the guards of ``rules`` see them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class DeedRow:
    """What was done last with something, and by whom."""

    action: str
    actor_id: str | None


@dataclass(frozen=True, slots=True)
class OwnRow:
    """Something that is the viewer's to change."""

    id: str


@dataclass(frozen=True, slots=True)
class LockedWorkshopRow:
    """``stored``: what a person decided of the offer; ``shown``: what it is at the moment; ``taken``: seats."""

    id: str
    stored: str
    shown: str
    apply_until: datetime | None
    starts_at: datetime
    ends_at: datetime
    capacity: int
    taken: int


@dataclass(frozen=True, slots=True)
class LockedRegistrationRow:
    id: str
    workshop_id: str
    actor_id: str
    status: str
    is_own: bool


@dataclass(frozen=True, slots=True)
class MovedRow:
    """Who got a seat that became free."""

    id: str
    actor_id: str


@dataclass(frozen=True, slots=True)
class LockedSlotRow:
    """``shown``: the state of the offer at the moment; ``actor_id``: who has booked it."""

    id: str
    consultation_id: str
    expert_id: str | None
    status: str
    starts_at: datetime
    shown: str
    actor_id: str | None
    is_booker: bool
    is_expert: bool


@dataclass(frozen=True, slots=True)
class OverlapRow:
    """When a slot was wished, and the one of the same expert that is there."""

    wished: datetime
    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True, slots=True)
class LockedCallRow:
    id: str
    phase: str
    stored: str
    shown: str
    apply_until: datetime | None
    places: int


@dataclass(frozen=True, slots=True)
class LockedApplicationRow:
    """``is_own``: the viewer acts for the applicant; ``phase``: of the call."""

    id: str
    call_id: str
    applicant_id: str
    status: str
    title: str
    description: str
    idea_id: str | None
    topic_slugs: list[str]
    plan: str | None
    is_own: bool
    is_visible: bool
    phase: str


@dataclass(frozen=True, slots=True)
class LockedPrototypeRow:
    id: str
    stage: str
    project_id: str | None
