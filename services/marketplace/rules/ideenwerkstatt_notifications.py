"""What the events of the KI-Ideenwerkstatt are told as."""

from __future__ import annotations

from services.marketplace.rules.reminders import REMINDERS
from services.marketplace.rules.wording import told_of

HANDED_OVER = "prototype.handed_over"
"""No event of its own: what ``prototype.stage_changed`` is told as to the team of the prototype's idea."""
IDEENWERKSTATT = {**REMINDERS, **told_of("ideenwerkstatt")}
DERIVED = told_of("others")
