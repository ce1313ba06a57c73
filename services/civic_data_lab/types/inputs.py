"""What clients send, and how it becomes what the rules and the store take."""

from __future__ import annotations

from datetime import date, datetime

import strawberry
from strawberry import ID, UNSET

from services.civic_data_lab.rules.datasets import DescriptionWish, DistributionWish
from services.civic_data_lab.rules.offers import CallText
from services.civic_data_lab.rules.projects import ProjectWish
from services.civic_data_lab.rules.vocabulary import AccessRights, PersonalDataKind
from services.kit.civic import URL, Sector, SupportOfferStatus
from services.kit.localized_input import LocalizedTextInput
from services.kit.taking import taken


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


def project_wish(given: DataProjectInput) -> ProjectWish:
    return taken(ProjectWish, given)


def call_text(given: DataProjectCallInput) -> CallText:
    return taken(CallText, given)


def distribution_wish(given: DistributionInput) -> DistributionWish:
    return taken(DistributionWish, given, format=given.format.strip(), checksum=given.checksum_sha256 or None)


def description_wish(given: DatasetInput) -> DescriptionWish:
    return taken(DescriptionWish, given, distributions=tuple(map(distribution_wish, given.distributions)))
