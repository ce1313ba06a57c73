"""Rows of moderation; fields in the order of the columns."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class CaseRow:
    """A case as the viewer sees it; the flags are what the viewer is to it."""

    id: str
    subject_type: str
    subject_id: str
    status: str
    created_at: datetime
    assigned_to: str | None
    action: str | None
    legal_ground: str | None
    terms_ground: str | None
    facts: str | None
    decided_at: datetime | None
    appeal_text: str | None
    appeal_upheld: bool | None
    appeal_facts: str | None
    appeal_decided_at: datetime | None
    has_part: bool
    is_author: bool
    is_assigned: bool
    has_decided: bool


@dataclass(frozen=True, slots=True)
class LockedCaseRow(CaseRow):
    """The same, held until the transaction ends."""

    state_before: str | None


@dataclass(frozen=True, slots=True)
class CaseUnder(CaseRow):
    """The case of a subject."""

    parent: str


@dataclass(frozen=True, slots=True)
class ReportUnder:
    """A report of a case."""

    reason: str
    explanation: str
    created_at: datetime
    parent: str


@dataclass(frozen=True, slots=True)
class ReportedRow:
    """Something that the viewer sees and may report."""

    id: str
    type_name: str
