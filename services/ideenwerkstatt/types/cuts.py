"""What the lists of the Ideenwerkstatt can be cut by."""

from __future__ import annotations

from services.ideenwerkstatt.rules.vocabulary import PilotApplicationStatus, PrototypeStage, RegistrationStatus
from services.ideenwerkstatt.store.orders import DemonstratorLack, PrototypeLack
from services.kit.civic import ProjectLack
from services.kit.cutting import DAYS, MOMENTS
from services.kit.under import Cut

PROJECTS = Cut(DAYS, ProjectLack)
PROTOTYPES = Cut(None, PrototypeLack, {"stage": list[PrototypeStage]})
DEMONSTRATORS = Cut(None, DemonstratorLack)
IN_TIME = Cut(MOMENTS)
REGISTRATIONS = Cut(MOMENTS, asked={"status": list[RegistrationStatus]})
APPLICATIONS = Cut(MOMENTS, asked={"status": list[PilotApplicationStatus]})
SLOTS = Cut(MOMENTS, asked={"free_only": (bool, True)})
