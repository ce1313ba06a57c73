"""What mutations give back: the thing, or the faults that stopped the change."""

from __future__ import annotations

from collections.abc import Sequence

import strawberry
from strawberry import federation

from services.ideenwerkstatt.rules.sentences import SENTENCES
from services.ideenwerkstatt.types.applications import PilotApplication
from services.ideenwerkstatt.types.meetings import Workshop
from services.ideenwerkstatt.types.pilots import SustainabilityAssessment
from services.ideenwerkstatt.types.prototyping import Prototype
from services.ideenwerkstatt.types.registrations import WorkshopRegistration
from services.ideenwerkstatt.types.support import ConsultationSlot, PilotCall
from services.kit import civic as kit
from services.kit.changing import Fault
from services.kit.civic import UserError


@federation.type(tags=["personal"])
class WorkshopRegistrationPayload:
    registration: WorkshopRegistration | None
    errors: list[UserError]


@federation.type(tags=["personal"])
class SlotPayload:
    slot: ConsultationSlot | None
    errors: list[UserError]


@strawberry.type
class SlotsPayload:
    slots: list[ConsultationSlot] | None = strawberry.field(description="The new ones; null when refused.")
    errors: list[UserError]


@federation.type(tags=["personal"])
class PilotApplicationPayload:
    application: PilotApplication | None
    errors: list[UserError]


@strawberry.type
class PilotCallPayload:
    call: PilotCall | None
    errors: list[UserError]


@strawberry.type
class PrototypePayload:
    prototype: Prototype | None
    errors: list[UserError]


@strawberry.type
class SustainabilityAssessmentPayload:
    assessment: SustainabilityAssessment | None
    errors: list[UserError]


@strawberry.type
class WorkshopPayload:
    workshop: Workshop | None
    errors: list[UserError]


def user_errors(faults: Sequence[Fault]) -> list[UserError]:
    return kit.user_errors(faults, SENTENCES)
