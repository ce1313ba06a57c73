"""What the lists of the data lab can be cut by."""

from __future__ import annotations

from services.civic_data_lab.rules.vocabulary import ConsultationStatus
from services.civic_data_lab.store.orders import DatasetLack
from services.kit.civic import ProjectLack
from services.kit.cutting import DAYS, MOMENTS
from services.kit.under import Cut

PROJECTS = Cut(DAYS, ProjectLack)
DATASETS = Cut(MOMENTS, DatasetLack)
DATASETS_OF_TOPIC = Cut(MOMENTS, DatasetLack, {"open_only": (bool, True)})
USAGES = Cut(DAYS)
IN_TIME = Cut(MOMENTS)
SESSIONS = Cut(MOMENTS, asked={"status": list[ConsultationStatus]})
