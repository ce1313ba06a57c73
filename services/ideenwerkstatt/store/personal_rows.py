"""Rows of what is somebody's own: registrations, bookings, applications."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from services.ideenwerkstatt.store.rows import SlotRow


@dataclass(frozen=True, slots=True)
class RegistrationRow:
    """A registration; ``waiting_position`` from 1, only while waiting."""

    id: str
    workshop_id: str
    actor_id: str
    status: str
    waiting_position: int | None
    registered_at: datetime
    queue_number: int


@dataclass(frozen=True, slots=True)
class RegistrationUnder(RegistrationRow):
    """A registration of the workshop or actor ``parent``."""

    parent: str


@dataclass(frozen=True, slots=True)
class RegistrationOfActor(RegistrationRow):
    """A registration of the actor ``parent``; ``starts_at``: of the workshop."""

    starts_at: datetime
    parent: str


@dataclass(frozen=True, slots=True)
class BookingRow:
    """Who has a slot, and what was asked."""

    slot_id: str
    actor_id: str
    idea_id: str | None
    question: str
    booked_at: datetime
    outcome: str | None


@dataclass(frozen=True, slots=True)
class SlotUnder(SlotRow):
    """A slot that the actor ``parent`` has booked."""

    booked_at: datetime
    parent: str


@dataclass(frozen=True, slots=True)
class ApplicationRow:
    """An application; ``plan`` is what stage two asks for."""

    id: str
    call_id: str
    applicant_id: str
    idea_id: str | None
    title: str
    description: str
    needs: list[str]
    plan: str | None
    status: str
    submitted_at: datetime
    decision_note: str | None


@dataclass(frozen=True, slots=True)
class ApplicationUnder(ApplicationRow):
    """An application in the call, or of the actor, ``parent``."""

    parent: str
