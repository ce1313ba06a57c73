"""How lists are sorted, and what may be lacking."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from enum import Enum
from operator import attrgetter

import strawberry

from services.ideenwerkstatt.store.personal_rows import ApplicationRow, RegistrationOfActor, RegistrationRow, SlotUnder
from services.ideenwerkstatt.store.rows import (
    AiConsultationRow,
    ComputeQuotaRow,
    DemonstratorRow,
    OfferUnder,
    PilotCallRow,
    PilotProjectRow,
    PrototypeRow,
    SlotRow,
    WorkshopRow,
)
from services.kit.ordering import (
    AppointmentOrder,
    BeginningOrder,
    Key,
    NewestOrder,
    ProgrammeOfferOrder,
    ProgrammeProjectOrder,
    SortDirection,
    closes_at,
)

UP = SortDirection.ASC


def german(row: WorkshopRow | PilotCallRow | AiConsultationRow | DemonstratorRow | ComputeQuotaRow) -> str:
    return str(row.title["de"])


@strawberry.enum
class WorkshopOrder(Enum):
    BEGINNING = "BEGINNING"
    TITLE = "TITLE"


@strawberry.enum
class PilotProjectOrder(Enum):
    NEWEST = "NEWEST"
    TITLE = "TITLE"


@strawberry.enum
class PrototypeOrder(Enum):
    ID = "ID"
    TITLE = "TITLE"


@strawberry.enum
class PilotCallOrder(Enum):
    NEWEST = "NEWEST"
    DEADLINE = "DEADLINE"
    TITLE = "TITLE"


@strawberry.enum
class AiConsultationOrder(Enum):
    NEWEST = "NEWEST"
    TITLE = "TITLE"


@strawberry.enum(description="What a prototype has not.")
class PrototypeLack(Enum):
    IDEA = "IDEA"
    LICENSE = "LICENSE"
    REPOSITORY = "REPOSITORY"
    DATASET = "DATASET"


@strawberry.enum(description="What a demonstrator has not: one that stands nowhere may be travelling.")
class DemonstratorLack(Enum):
    PROTOTYPE = "PROTOTYPE"
    REGION = "REGION"


@strawberry.enum
class ComputeQuotaOrder(Enum):
    NEWEST = "NEWEST"
    TITLE = "TITLE"
    GPU_HOURS = "GPU_HOURS"
    GREEN_POWER = "GREEN_POWER"


@strawberry.enum
class DemonstratorOrder(Enum):
    ID = "ID"
    TITLE = "TITLE"


WORKSHOPS: Mapping[WorkshopOrder, Key[WorkshopRow]] = {
    WorkshopOrder.BEGINNING: Key(datetime, attrgetter("starts_at"), UP),
    WorkshopOrder.TITLE: Key(str, german, UP),
}
PILOT_PROJECTS: Mapping[PilotProjectOrder, Key[PilotProjectRow]] = {
    PilotProjectOrder.NEWEST: Key(date, attrgetter("runs_from")),
    PilotProjectOrder.TITLE: Key(str, attrgetter("title"), UP),
}
PROTOTYPES: Mapping[PrototypeOrder, Key[PrototypeRow]] = {
    PrototypeOrder.ID: Key(str, attrgetter("id"), UP),
    PrototypeOrder.TITLE: Key(str, attrgetter("title"), UP),
}
PILOT_CALLS: Mapping[PilotCallOrder, Key[PilotCallRow]] = {
    PilotCallOrder.NEWEST: Key(date, attrgetter("published_on")),
    PilotCallOrder.DEADLINE: Key(datetime, closes_at, UP),
    PilotCallOrder.TITLE: Key(str, german, UP),
}
DEMONSTRATORS: Mapping[DemonstratorOrder, Key[DemonstratorRow]] = {
    DemonstratorOrder.ID: Key(str, attrgetter("id"), UP),
    DemonstratorOrder.TITLE: Key(str, german, UP),
}
COMPUTE_QUOTAS: Mapping[ComputeQuotaOrder, Key[ComputeQuotaRow]] = {
    ComputeQuotaOrder.NEWEST: Key(date, attrgetter("published_on")),
    ComputeQuotaOrder.TITLE: Key(str, german, UP),
    ComputeQuotaOrder.GPU_HOURS: Key(int, attrgetter("gpu_hours_per_project")),
    ComputeQuotaOrder.GREEN_POWER: Key(float, attrgetter("green_power_share")),
}
SLOTS: Mapping[BeginningOrder, Key[SlotRow]] = {BeginningOrder.BEGINNING: Key(datetime, attrgetter("starts_at"), UP)}
QUEUE: Mapping[NewestOrder, Key[RegistrationRow]] = {NewestOrder.NEWEST: Key(int, attrgetter("queue_number"), UP)}
APPLICATIONS: Mapping[NewestOrder, Key[ApplicationRow]] = {
    NewestOrder.NEWEST: Key(datetime, attrgetter("submitted_at"), UP)
}
OWN_APPLICATIONS: Mapping[NewestOrder, Key[ApplicationRow]] = {
    NewestOrder.NEWEST: Key(datetime, attrgetter("submitted_at"))
}
OWN_REGISTRATIONS: Mapping[AppointmentOrder, Key[RegistrationOfActor]] = {
    AppointmentOrder.NEWEST: Key(datetime, attrgetter("registered_at")),
    AppointmentOrder.BEGINNING: Key(datetime, attrgetter("starts_at"), UP),
}
OWN_SLOTS: Mapping[AppointmentOrder, Key[SlotUnder]] = {
    AppointmentOrder.NEWEST: Key(datetime, attrgetter("booked_at")),
    AppointmentOrder.BEGINNING: Key(datetime, attrgetter("starts_at"), UP),
}
AI_CONSULTATIONS: Mapping[AiConsultationOrder, Key[AiConsultationRow]] = {
    AiConsultationOrder.NEWEST: Key(date, attrgetter("published_on")),
    AiConsultationOrder.TITLE: Key(str, german, UP),
}

OFFERS: Mapping[ProgrammeOfferOrder, Key[OfferUnder]] = {
    ProgrammeOfferOrder.NEWEST: Key(date, attrgetter("published_on")),
    ProgrammeOfferOrder.DEADLINE: Key(datetime, attrgetter("closes_at"), UP),
    ProgrammeOfferOrder.TITLE: Key(str, attrgetter("title"), UP),
}
PROGRAMME_PROJECTS: Mapping[ProgrammeProjectOrder, Key[PilotProjectRow]] = {
    ProgrammeProjectOrder.NEWEST: Key(date, attrgetter("runs_from")),
    ProgrammeProjectOrder.TITLE: Key(str, attrgetter("title"), UP),
}
WORKSHOPS_OF_TOPIC: Mapping[WorkshopOrder, Key[WorkshopRow]] = {
    WorkshopOrder.BEGINNING: Key(datetime, attrgetter("starts_at")),
    WorkshopOrder.TITLE: WORKSHOPS[WorkshopOrder.TITLE],
}
"""The latest first, as ever."""
