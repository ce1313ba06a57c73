"""What people ask of the network about content and about themselves: reports, cases, exports, erasures."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Report:
    id: str
    reason: str
    explanation: str
    reporter: str | None
    at: datetime


@dataclass(frozen=True, slots=True)
class Decision:
    action: str
    facts: str
    terms: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Appeal:
    """``upheld``: None while nobody has decided."""

    text: str
    by: str
    at: datetime
    upheld: bool | None
    decided_by: str | None
    decided: datetime | None


@dataclass(frozen=True, slots=True)
class Case:
    """``before``: the state of what the decision hid."""

    id: str
    kind: str
    subject: str
    status: str
    created: datetime
    assigned: str | None
    decision: Decision | None
    before: str | None
    appeal: Appeal | None
    reports: tuple[Report, ...]


@dataclass(frozen=True, slots=True)
class Export:
    id: str
    member: str
    requested: datetime
    expires: datetime


@dataclass(frozen=True, slots=True)
class Erasure:
    """Nobody's account is erased while the demo runs: those that are here were taken back."""

    id: str
    member: str
    requested: datetime
    scheduled: datetime


@dataclass(frozen=True, slots=True)
class Rights:
    cases: tuple[Case, ...]
    exports: tuple[Export, ...]
    erasures: tuple[Erasure, ...]
