"""What time brings near, told alike for every house. Of a deadline those hear who bookmarked the offer."""

from __future__ import annotations

from services.marketplace.rules.wording import told_of

DEADLINE_NEAR = "offer.deadline_near"
REMINDERS = told_of("time")
