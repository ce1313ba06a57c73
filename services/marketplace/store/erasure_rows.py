"""Rows of exports and erasures; fields in the order of the columns."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class ExportRow:
    id: str
    member_id: str
    requested_at: datetime
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class ExportUnder(ExportRow):
    """An export in the list of its member."""

    parent: str


@dataclass(frozen=True, slots=True)
class ErasureRow:
    id: str
    member_id: str
    status: str
    requested_at: datetime
    scheduled_for: datetime
    completed_at: datetime | None


@dataclass(frozen=True, slots=True)
class StepUnder:
    """A house's step of an erasure. ``kept``: {kept: [{what, until}]}; ``slug`` and ``type_name``: its programme."""

    house: str
    status: str
    at: datetime | None
    kept: dict[str, Any]
    slug: str | None
    type_name: str | None
    parent: str


@dataclass(frozen=True, slots=True)
class TeamPlaceRow:
    """A place in the team of an idea; those of who is still here, in the order of joining."""

    idea_id: str
    actor_id: str
    role: str


@dataclass(frozen=True, slots=True)
class LateRow:
    """A house that many erasures wait for."""

    house: str
    count: int
