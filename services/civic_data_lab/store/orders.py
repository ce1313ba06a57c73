"""How lists are sorted, and what may be lacking."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from enum import Enum
from operator import attrgetter

import strawberry

from services.civic_data_lab.store.rows import (
    DataConsultationRow,
    DataProjectRow,
    DatasetRow,
    LearningModuleRow,
    OfferUnder,
)
from services.kit.ordering import Key, ProgrammeOfferOrder, ProgrammeProjectOrder, SortDirection

UP = SortDirection.ASC


def german(row: DatasetRow | LearningModuleRow | DataConsultationRow) -> str:
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

OFFERS: Mapping[ProgrammeOfferOrder, Key[OfferUnder]] = {
    ProgrammeOfferOrder.NEWEST: Key(date, attrgetter("published_on")),
    ProgrammeOfferOrder.DEADLINE: Key(datetime, attrgetter("closes_at"), UP),
    ProgrammeOfferOrder.TITLE: Key(str, attrgetter("title"), UP),
}
PROGRAMME_PROJECTS: Mapping[ProgrammeProjectOrder, Key[DataProjectRow]] = {
    ProgrammeProjectOrder.NEWEST: Key(date, attrgetter("runs_from")),
    ProgrammeProjectOrder.TITLE: Key(str, attrgetter("title"), UP),
}
