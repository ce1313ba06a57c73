"""What the lists of cip can be cut by."""

from __future__ import annotations

from services.cip.rules.vocabulary import ApplicationStatus, CompetitionCategory, EntryStatus, PartnerRole
from services.kit.civic import ProjectLack
from services.kit.cutting import DAYS, MOMENTS
from services.kit.under import Cut

AWARDED = Cut(DAYS)
HANDED_IN = Cut(MOMENTS)
ENTRIES = Cut(MOMENTS, asked={"category": CompetitionCategory, "status": EntryStatus})
APPLICATIONS = Cut(MOMENTS, asked={"status": list[ApplicationStatus]})
PROJECTS = Cut(DAYS, ProjectLack)
PROJECTS_OF_PARTNER = Cut(DAYS, ProjectLack, {"role": PartnerRole})
