"""What time does to ideas and to requests at them."""

from __future__ import annotations

from datetime import datetime

from services.kit.chores import Chore
from services.kit.database import Database
from services.marketplace.store.claiming import expire as expire_invitations
from services.marketplace.store.contact_writing import expire_contact_requests
from services.marketplace.store.erasing import erase_due
from services.marketplace.store.exporting import forget_exports
from services.marketplace.store.idea_team import expire_team_requests
from services.marketplace.store.journal import note
from services.marketplace.store.moderation_writing import lapse_cases
from services.marketplace.store.notifying import forget_notifications
from services.marketplace.store.reading import QUERIES
from services.marketplace.store.reminding import CHORES as REMINDERS


async def archive_ideas(inside: Database, at: datetime) -> int:
    """Ideas that were completed or withdrawn 24 months ago."""
    archived = await inside.rows(str, QUERIES.archive_ideas, at)
    await note(inside, None, at, ("Idea", archived), "archive", None, "ARCHIVED")
    return len(archived)


CHORES = (
    Chore("marketplace archive ideas", archive_ideas),
    Chore("marketplace expire team requests", expire_team_requests),
    Chore("marketplace expire contact requests", expire_contact_requests),
    Chore("marketplace forget notifications", forget_notifications),
    Chore("marketplace expire invitations", expire_invitations),
    Chore("marketplace lapse cases", lapse_cases),
    Chore("marketplace erase accounts", erase_due),
    Chore("marketplace forget exports", forget_exports),
    *REMINDERS,
)
