"""What clients send, and how it becomes what the rules and the store take."""

from __future__ import annotations

from datetime import date, datetime
from typing import TypeVar

import strawberry
from strawberry import ID, UNSET

from services.civic_data_lab.rules.datasets import DescriptionWish, DistributionWish
from services.civic_data_lab.rules.offers import CallText
from services.civic_data_lab.rules.projects import ProjectWish
from services.civic_data_lab.rules.vocabulary import AccessRights, PersonalDataKind
from services.kit.civic import URL, Sector, SupportOfferStatus
from services.kit.localized_input import LocalizedTextInput, localized_columns

Given = TypeVar("Given")


@strawberry.input
class DataSlotInput:
    starts_at: datetime
    minutes: int


@strawberry.input
class DataProjectInput:
    call_id: ID
    title: str
    summary: str
    idea_id: ID | None = UNSET
    applicant_id: ID
    topic_slugs: list[ID]
    region_ars: ID | None = UNSET
    data_description: str
    privacy_text_version: str


@strawberry.input
class DataProjectCallInput:
    title: LocalizedTextInput
    summary: LocalizedTextInput
    status: SupportOfferStatus
    topic_slugs: list[ID]
    audiences: list[Sector]
    apply_until: datetime | None = UNSET
    url: URL | None = UNSET
    places: int


@strawberry.input
class DistributionInput:
    title: LocalizedTextInput | None = UNSET
    format: str
    media_type: str | None = UNSET
    access_url: URL
    download_url: URL | None = UNSET
    byte_size: int | None = UNSET
    license_uri: ID
    checksum_sha256: str | None = strawberry.field(name="checksumSha256", default=UNSET)


@strawberry.input
class DatasetInput:
    title: LocalizedTextInput
    description: LocalizedTextInput
    keywords: list[str]
    topic_slugs: list[ID]
    region_ars: list[ID] | None = UNSET
    publisher_id: ID
    contact_point: str | None = UNSET
    temporal_from: date | None = UNSET
    temporal_until: date | None = UNSET
    accrual_periodicity: str | None = UNSET
    access_rights: AccessRights
    legal_basis: str | None = UNSET
    personal_data: PersonalDataKind
    distributions: list[DistributionInput]
    project_id: ID | None = UNSET


def given(value: Given | None) -> Given | None:
    """What was left out, and an empty text, is nothing."""
    return None if value is UNSET or value == "" else value


def project_wish(sent: DataProjectInput) -> ProjectWish:
    return ProjectWish(
        call_id=sent.call_id,
        title=sent.title,
        summary=sent.summary,
        idea_id=given(sent.idea_id),
        applicant_id=sent.applicant_id,
        topic_slugs=tuple(sent.topic_slugs),
        region_ars=given(sent.region_ars),
        data_description=sent.data_description,
        privacy_text_version=sent.privacy_text_version,
    )


def call_text(sent: DataProjectCallInput) -> CallText:
    return CallText(
        title=localized_columns(sent.title),
        summary=localized_columns(sent.summary),
        status=sent.status.value,
        topic_slugs=tuple(sent.topic_slugs),
        audiences=tuple(each.value for each in sent.audiences),
        apply_until=given(sent.apply_until),
        url=given(sent.url),
        places=sent.places,
    )


def distribution_wish(sent: DistributionInput) -> DistributionWish:
    title = given(sent.title)
    return DistributionWish(
        title=None if title is None else localized_columns(title),
        format=sent.format.strip(),
        media_type=given(sent.media_type),
        access_url=sent.access_url,
        download_url=given(sent.download_url),
        byte_size=given(sent.byte_size),
        license_uri=sent.license_uri,
        checksum=given(sent.checksum_sha256),
    )


def description_wish(sent: DatasetInput) -> DescriptionWish:
    return DescriptionWish(
        title=localized_columns(sent.title),
        description=localized_columns(sent.description),
        keywords=tuple(sent.keywords),
        topic_slugs=tuple(sent.topic_slugs),
        region_ars=tuple(given(sent.region_ars) or ()),
        publisher_id=sent.publisher_id,
        contact_point=given(sent.contact_point),
        temporal_from=given(sent.temporal_from),
        temporal_until=given(sent.temporal_until),
        accrual_periodicity=given(sent.accrual_periodicity),
        access_rights=sent.access_rights.value,
        legal_basis=given(sent.legal_basis),
        personal_data=sent.personal_data.value,
        distributions=tuple(map(distribution_wish, sent.distributions)),
        project_id=given(sent.project_id),
    )
