"""What clients send, and how it becomes what the rules and the store take."""

from __future__ import annotations

from datetime import datetime

import strawberry
from strawberry import ID, UNSET

from services.ideenwerkstatt.rules.applying import ApplicationWish, CallText
from services.ideenwerkstatt.rules.assessing import AssessmentText
from services.ideenwerkstatt.rules.consulting import SlotWish
from services.ideenwerkstatt.rules.offering import VenueText, WorkshopText
from services.ideenwerkstatt.rules.prototyping import PrototypeText
from services.ideenwerkstatt.rules.vocabulary import (
    AccessibilityFeature,
    AiMethod,
    PrototypeStage,
    SustainabilityRating,
    WorkshopFormat,
)
from services.kit.civic import URL, Sector, SupportOfferStatus
from services.kit.localized_input import LocalizedTextInput
from services.kit.taking import taken


@strawberry.input
class VenueInput:
    name: str
    street: str | None = UNSET
    postal_code: str | None = UNSET
    city: str | None = UNSET
    is_online: bool


@strawberry.input
class WorkshopInput:
    title: LocalizedTextInput
    summary: LocalizedTextInput
    status: SupportOfferStatus
    topic_slugs: list[ID]
    audiences: list[Sector]
    apply_until: datetime | None = UNSET
    url: URL | None = UNSET
    format: WorkshopFormat
    starts_at: datetime
    ends_at: datetime
    venue: VenueInput | None = UNSET
    nuts: ID | None = UNSET
    capacity: int
    accessibility: list[AccessibilityFeature]
    host_ids: list[ID]
    expert_ids: list[ID]


@strawberry.input
class SlotInput:
    expert_id: ID
    starts_at: datetime
    minutes: int


@strawberry.input
class PilotCallInput:
    title: LocalizedTextInput
    summary: LocalizedTextInput
    topic_slugs: list[ID]
    audiences: list[Sector]
    url: URL | None = UNSET
    places: int
    stage_one_until: datetime


@strawberry.input
class PilotApplicationInput:
    call_id: ID
    idea_id: ID | None = UNSET
    title: str
    description: str
    needs: list[str]
    applicant_id: ID
    topic_slugs: list[ID] | None = strawberry.field(
        default=UNSET, description="One of environment or climate at least; without them those of the call are meant."
    )


@strawberry.input
class PrototypeInput:
    title: str
    stage: PrototypeStage
    idea_id: ID | None = UNSET
    project_id: ID | None = UNSET
    dataset_ids: list[ID]
    ai_methods: list[AiMethod]
    model_parameters_million: float | None = UNSET
    repository_url: URL | None = UNSET
    license: str | None = UNSET


@strawberry.input
class SustainabilityAssessmentInput:
    project_id: ID
    rating: SustainabilityRating
    training_kwh: float | None = UNSET
    inference_kwh_per_year: float | None = UNSET
    co2_kg_per_year: float | None = strawberry.field(name="co2KgPerYear", default=UNSET)
    embodied_co2_kg: float | None = strawberry.field(name="embodiedCo2Kg", default=UNSET)
    method: str


def stripped(text: str) -> str | None:
    return text.strip() or None


def workshop_text(given: WorkshopInput) -> WorkshopText:
    venue = taken(VenueText, given.venue, stripped) if given.venue else None
    return taken(WorkshopText, given, stripped, venue=venue)


def slot_wishes(given: list[SlotInput]) -> tuple[SlotWish, ...]:
    return tuple(taken(SlotWish, each) for each in given)


def call_text(given: PilotCallInput) -> CallText:
    return taken(CallText, given, stripped)


def application_wish(given: PilotApplicationInput) -> ApplicationWish:
    return taken(ApplicationWish, given, stripped)


def prototype_text(given: PrototypeInput) -> PrototypeText:
    return taken(PrototypeText, given, stripped)


def assessment_text(given: SustainabilityAssessmentInput) -> AssessmentText:
    return taken(AssessmentText, given)
