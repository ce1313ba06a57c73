"""Rows of what is personal: appointments and enrolments, for who may see them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class SessionRow:
    """An appointment, with when it begins."""

    id: str
    slot_id: str
    member_id: str
    on_behalf_of: str | None
    idea_id: str | None
    concern: str
    status: str
    outcome: str | None
    data_project_id: str | None
    consultation_id: str
    starts_at: datetime


@dataclass(frozen=True, slots=True)
class SessionUnder(SessionRow):
    """An appointment of the actor or consultation ``parent``."""

    parent: str


@dataclass(frozen=True, slots=True)
class EnrolmentRow:
    """A member's way through a learning package; ``progress_percent`` is from 0 to 100."""

    id: str
    module_id: str
    member_id: str
    status: str
    progress_percent: int
    enrolled_at: datetime
    completed_at: datetime | None


@dataclass(frozen=True, slots=True)
class EnrolmentUnder(EnrolmentRow):
    """An enrolment of the member ``parent``."""

    parent: str
