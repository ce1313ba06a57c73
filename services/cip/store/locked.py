"""Rows that a change reads and locks before it writes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from services.kit.changing import KeyRow as KeyRow  # a row of the idempotency that this house reads, too


@dataclass(frozen=True, slots=True)
class LockedProgrammeRow:
    """The programme; its state at the moment."""

    slug: str
    status: str


@dataclass(frozen=True, slots=True)
class LockedRoundRow:
    """``phase`` at the moment; ``stored_phase``: as written down last; ``stored``: what was decided of the offer."""

    id: str
    number: int
    phase: str
    stored_phase: str
    stored: str
    programme_status: str
    apply_until: datetime | None
    max_awards: int
    max_prize: Decimal


@dataclass(frozen=True, slots=True)
class LockedEntryRow:
    id: str
    round_id: str
    idea_id: str | None
    status: str
    is_visible: bool
    is_editor: bool
    decision_note: str | None
    video_url: str | None


@dataclass(frozen=True, slots=True)
class NoteRow:
    id: str
    note: str


@dataclass(frozen=True, slots=True)
class OwnLineRow:
    """An entry with a line of a member; ``awarded_on``: of its award, if it has one."""

    id: str
    status: str
    round_id: str
    awarded_on: date | None
    is_alone: bool
