"""What the lists of the marketplace under something can be cut by."""

from __future__ import annotations

from services.kit.cutting import MOMENTS
from services.kit.under import Cut
from services.marketplace.rules.amendments import AmendmentStatus
from services.marketplace.rules.contact import ContactRequestStatus
from services.marketplace.rules.team import TeamRequestStatus
from services.marketplace.rules.vocabulary import IdeaLack

IN_TIME = Cut(MOMENTS)
IDEAS = Cut(MOMENTS, IdeaLack)
CONTACT_REQUESTS = Cut(MOMENTS, asked={"status": list[ContactRequestStatus]})
TEAM_REQUESTS = Cut(MOMENTS, asked={"status": list[TeamRequestStatus]})
AMENDMENTS = Cut(MOMENTS, asked={"status": AmendmentStatus})
NOTIFICATIONS = Cut(MOMENTS, asked={"unread_only": (bool, False)})
