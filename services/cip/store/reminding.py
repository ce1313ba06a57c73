"""Deadlines of rounds and calls that are near, told once; CIP makes no appointments."""

from __future__ import annotations

from services.cip.store.connection import QUERIES
from services.kit.reminding import DeadlineRow, reminders

__all__ = ["CHORES", "DeadlineRow"]

CHORES = reminders("cip", QUERIES)
