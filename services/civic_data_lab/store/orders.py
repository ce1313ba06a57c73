"""How lists are sorted, and what may be lacking."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from enum import Enum
from operator import attrgetter

import strawberry

from services.civic_data_lab.store.personal_rows import EnrolmentRow, SessionRow
from services.civic_data_lab.store.rows import (
    CommunityFormatRow,
    DataConsultationRow,
    DataProjectCallRow,
    DataProjectRow,
    DatasetRow,
    LearningModuleRow,
    OfferRow,
    OfferUnder,
    SlotRow,
    ToolboxItemRow,
    UsageRow,
)
from services.kit.ordering import (
    BeginningOrder,
    Key,
    NewestOrder,
    ProgrammeOfferOrder,
    ProgrammeProjectOrder,
    SortDirection,
    closes_at,
)

UP = SortDirection.ASC


def german(row: DatasetRow | OfferRow) -> str:
    return str(row.title["de"])


@strawberry.enum
class DatasetOrder(Enum):
    NEWEST = "NEWEST"
    TITLE = "TITLE"


@strawberry.enum(description="What a data set has not: a licence stands at its distributions.")
class DatasetLack(Enum):
    LICENSE = "LICENSE"
    OPEN_LICENSE = "OPEN_LICENSE"
    USE = "USE"
    REGION = "REGION"
    PROJECT = "PROJECT"


@strawberry.enum
class DataProjectOrder(Enum):
    NEWEST = "NEWEST"
    TITLE = "TITLE"


@strawberry.enum
class LearningModuleOrder(Enum):
    NEWEST = "NEWEST"
    TITLE = "TITLE"
    MINUTES = "MINUTES"


@strawberry.enum
class DataConsultationOrder(Enum):
    NEWEST = "NEWEST"
    TITLE = "TITLE"


@strawberry.enum
class DataProjectCallOrder(Enum):
    NEWEST = "NEWEST"
    DEADLINE = "DEADLINE"
    TITLE = "TITLE"


@strawberry.enum
class CommunityFormatOrder(Enum):
    BEGINNING = "BEGINNING"
    TITLE = "TITLE"


@strawberry.enum
class ToolboxItemOrder(Enum):
    NEWEST = "NEWEST"
    TITLE = "TITLE"


DATASETS: Mapping[DatasetOrder, Key[DatasetRow]] = {
    DatasetOrder.NEWEST: Key(datetime, attrgetter("newest")),
    DatasetOrder.TITLE: Key(str, german, UP),
}
DATA_PROJECTS: Mapping[DataProjectOrder, Key[DataProjectRow]] = {
    DataProjectOrder.NEWEST: Key(date, attrgetter("runs_from")),
    DataProjectOrder.TITLE: Key(str, attrgetter("title"), UP),
}
LEARNING_MODULES: Mapping[LearningModuleOrder, Key[LearningModuleRow]] = {
    LearningModuleOrder.NEWEST: Key(date, attrgetter("published_on")),
    LearningModuleOrder.TITLE: Key(str, german, UP),
    LearningModuleOrder.MINUTES: Key(int, attrgetter("minutes"), UP),
}
DATA_CONSULTATIONS: Mapping[DataConsultationOrder, Key[DataConsultationRow]] = {
    DataConsultationOrder.NEWEST: Key(date, attrgetter("published_on")),
    DataConsultationOrder.TITLE: Key(str, german, UP),
}
DATA_PROJECT_CALLS: Mapping[DataProjectCallOrder, Key[DataProjectCallRow]] = {
    DataProjectCallOrder.NEWEST: Key(date, attrgetter("published_on")),
    DataProjectCallOrder.DEADLINE: Key(datetime, closes_at, UP),
    DataProjectCallOrder.TITLE: Key(str, german, UP),
}
COMMUNITY_FORMATS: Mapping[CommunityFormatOrder, Key[CommunityFormatRow]] = {
    CommunityFormatOrder.BEGINNING: Key(datetime, attrgetter("starts_at")),
    CommunityFormatOrder.TITLE: Key(str, german, UP),
}
TOOLBOX_ITEMS: Mapping[ToolboxItemOrder, Key[ToolboxItemRow]] = {
    ToolboxItemOrder.NEWEST: Key(date, attrgetter("published_on")),
    ToolboxItemOrder.TITLE: Key(str, german, UP),
}
USAGES: Mapping[NewestOrder, Key[UsageRow]] = {NewestOrder.NEWEST: Key(date, attrgetter("since"), UP)}
SLOTS: Mapping[BeginningOrder, Key[SlotRow]] = {BeginningOrder.BEGINNING: Key(datetime, attrgetter("starts_at"), UP)}
SESSIONS: Mapping[BeginningOrder, Key[SessionRow]] = {BeginningOrder.BEGINNING: Key(datetime, attrgetter("starts_at"))}
ENROLMENTS: Mapping[NewestOrder, Key[EnrolmentRow]] = {NewestOrder.NEWEST: Key(datetime, attrgetter("enrolled_at"))}

OFFERS: Mapping[ProgrammeOfferOrder, Key[OfferUnder]] = {
    ProgrammeOfferOrder.NEWEST: Key(date, attrgetter("published_on")),
    ProgrammeOfferOrder.DEADLINE: Key(datetime, attrgetter("closes_at"), UP),
    ProgrammeOfferOrder.TITLE: Key(str, attrgetter("title"), UP),
}
PROGRAMME_PROJECTS: Mapping[ProgrammeProjectOrder, Key[DataProjectRow]] = {
    ProgrammeProjectOrder.NEWEST: Key(date, attrgetter("runs_from")),
    ProgrammeProjectOrder.TITLE: Key(str, attrgetter("title"), UP),
}
