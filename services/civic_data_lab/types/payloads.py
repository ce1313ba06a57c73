"""What mutations give back: the thing, or the faults that stopped the change."""

from __future__ import annotations

from collections.abc import Sequence

import strawberry
from strawberry import federation

from services.civic_data_lab.rules.sentences import SENTENCES
from services.civic_data_lab.types.catalogue import Dataset
from services.civic_data_lab.types.enrolments import Enrolment
from services.civic_data_lab.types.projects import DataProject
from services.civic_data_lab.types.sessions import DataConsultationSession
from services.civic_data_lab.types.support import DataConsultationSlot, DataProjectCall
from services.kit import civic as kit
from services.kit.changing import Fault
from services.kit.civic import UserError


@federation.type(tags=["personal"])
class DataConsultationPayload:
    session: DataConsultationSession | None
    errors: list[UserError]


@strawberry.type
class DataSlotsPayload:
    slots: list[DataConsultationSlot] | None = strawberry.field(description="Null when refused.")
    errors: list[UserError]


@strawberry.type
class DataProjectPayload:
    project: DataProject | None
    errors: list[UserError]


@strawberry.type
class DataProjectCallPayload:
    call: DataProjectCall | None
    errors: list[UserError]


@strawberry.type
class DatasetPayload:
    dataset: Dataset | None
    errors: list[UserError]


@federation.type(tags=["personal"])
class EnrolmentPayload:
    enrolment: Enrolment | None
    errors: list[UserError]


def user_errors(faults: Sequence[Fault]) -> list[UserError]:
    return kit.user_errors(faults, SENTENCES)
