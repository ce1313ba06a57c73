"""Rows of notifications; fields in the order of the columns."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class NotificationRow:
    """``kind`` is that of the event."""

    id: str
    kind: str
    subject_type: str
    subject_id: str
    created_at: datetime
    read_at: datetime | None


@dataclass(frozen=True, slots=True)
class NotificationUnder(NotificationRow):
    """A notification in the list of its recipient."""

    parent: str
