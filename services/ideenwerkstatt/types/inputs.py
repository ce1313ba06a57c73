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
from services.kit.localized_input import LocalizedTextInput, localized_columns


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


def text_or_none(given: object) -> str | None:
    """What was written; None for what was left out, null or empty."""
    return str(given).strip() or None if isinstance(given, str) else None


def number_or_none(given: object) -> float | None:
    return float(given) if isinstance(given, float | int) else None


def workshop_text(given: WorkshopInput) -> WorkshopText:
    return WorkshopText(
        title=localized_columns(given.title),
        summary=localized_columns(given.summary),
        status=given.status,
        topic_slugs=tuple(given.topic_slugs),
        audiences=tuple(each.value for each in given.audiences),
        apply_until=given.apply_until if isinstance(given.apply_until, datetime) else None,
        url=text_or_none(given.url),
        format=given.format.value,
        starts_at=given.starts_at,
        ends_at=given.ends_at,
        venue=venue_text(given.venue) if given.venue else None,
        nuts=text_or_none(given.nuts),
        capacity=given.capacity,
        accessibility=tuple(each.value for each in given.accessibility),
        host_ids=tuple(given.host_ids),
        expert_ids=tuple(given.expert_ids),
    )


def venue_text(given: VenueInput) -> VenueText:
    parts = (text_or_none(given.street), text_or_none(given.postal_code), text_or_none(given.city))
    return VenueText(given.name, *parts, is_online=given.is_online)


def slot_wishes(given: list[SlotInput]) -> tuple[SlotWish, ...]:
    return tuple(SlotWish(each.expert_id, each.starts_at, each.minutes) for each in given)


def call_text(given: PilotCallInput) -> CallText:
    return CallText(
        title=localized_columns(given.title),
        summary=localized_columns(given.summary),
        topic_slugs=tuple(given.topic_slugs),
        audiences=tuple(each.value for each in given.audiences),
        url=text_or_none(given.url),
        places=given.places,
        stage_one_until=given.stage_one_until,
    )


def application_wish(given: PilotApplicationInput) -> ApplicationWish:
    return ApplicationWish(
        call_id=given.call_id,
        applicant_id=given.applicant_id,
        idea_id=text_or_none(given.idea_id),
        title=given.title,
        description=given.description,
        needs=tuple(given.needs),
        topic_slugs=tuple(given.topic_slugs) if isinstance(given.topic_slugs, list) else None,
    )


def prototype_text(given: PrototypeInput) -> PrototypeText:
    return PrototypeText(
        title=given.title,
        stage=given.stage,
        idea_id=text_or_none(given.idea_id),
        project_id=text_or_none(given.project_id),
        dataset_ids=tuple(given.dataset_ids),
        ai_methods=tuple(each.value for each in given.ai_methods),
        model_parameters_million=number_or_none(given.model_parameters_million),
        repository_url=text_or_none(given.repository_url),
        license=text_or_none(given.license),
    )


def assessment_text(given: SustainabilityAssessmentInput) -> AssessmentText:
    return AssessmentText(
        project_id=given.project_id,
        rating=given.rating.value,
        training_kwh=number_or_none(given.training_kwh),
        inference_kwh_per_year=number_or_none(given.inference_kwh_per_year),
        co2_kg_per_year=number_or_none(given.co2_kg_per_year),
        embodied_co2_kg=number_or_none(given.embodied_co2_kg),
        method=given.method,
    )
