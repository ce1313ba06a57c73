"""Rows of community events; fields in the order of the columns."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class LockedEventRow:
    """An event, held until the transaction ends. ``stored``: what staff decided; ``taken``: seats."""

    id: str
    stored: str
    starts_at: datetime
    ends_at: datetime
    taken: int


@dataclass(frozen=True, slots=True)
class DeadlineRow:
    """An open offer that ends in ``days`` or less."""

    type_name: str
    id: str
    apply_until: datetime
    days: int
