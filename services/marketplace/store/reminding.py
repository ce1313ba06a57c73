"""Deadlines of our own events that are near, told once; who bookmarked one hears of it."""

from __future__ import annotations

from services.kit.reminding import reminders
from services.marketplace.store.reading import QUERIES

CHORES = reminders("marketplace", QUERIES)
