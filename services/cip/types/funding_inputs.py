"""What clients send about funding, and how it becomes what the rules and the store take."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

import strawberry
from strawberry import ID, UNSET

from services.cip.rules.funding import CallText
from services.cip.rules.vocabulary import PartnerRole
from services.cip.store.application_writing import ApplicationWish
from services.cip.store.granting import ProjectText
from services.cip.types.inputs import address
from services.kit.civic import URL, Maturity, ProjectStatus, Sector
from services.kit.localized_input import LocalizedTextInput, localized_columns


@strawberry.input
class FundingCallInput:
    title: LocalizedTextInput
    summary: LocalizedTextInput
    topic_slugs: list[ID]
    audiences: list[Sector]
    url: URL | None = UNSET
    guideline_url: URL
    project_management_agency: str
    max_funding_per_project: Decimal
    budget: Decimal | None = UNSET
    min_partners: int
    required_sectors: int
    interest_until: datetime
    application_until: datetime | None = UNSET


@strawberry.input
class ConsortiumPartnerInput:
    organisation_id: ID
    role: PartnerRole
    requested: Decimal


@strawberry.input
class GrantApplicationInput:
    call_id: ID
    title: str
    abstract: str
    idea_id: ID | None = UNSET
    consortium_name: str
    partners: list[ConsortiumPartnerInput]


@strawberry.input
class FundedProjectInput:
    status: ProjectStatus
    repository_url: URL | None = UNSET
    license: str | None = UNSET
    maturity: Maturity


def call_text(given: FundingCallInput) -> CallText:
    return CallText(
        title=localized_columns(given.title),
        summary=localized_columns(given.summary),
        topic_slugs=tuple(given.topic_slugs),
        audiences=tuple(each.value for each in given.audiences),
        url=address(given.url),
        guideline_url=given.guideline_url,
        agency=given.project_management_agency,
        max_funding=given.max_funding_per_project,
        budget=given.budget if isinstance(given.budget, Decimal) else None,
        min_partners=given.min_partners,
        required_sectors=given.required_sectors,
        interest_until=given.interest_until,
        application_until=given.application_until if isinstance(given.application_until, datetime) else None,
    )


def application_wish(given: GrantApplicationInput) -> ApplicationWish:
    return ApplicationWish(
        call_id=given.call_id,
        title=given.title,
        abstract=given.abstract,
        idea_id=given.idea_id or None,
        consortium_name=given.consortium_name,
        partners=tuple((each.organisation_id, each.role.value, each.requested) for each in given.partners),
    )


def project_text(given: FundedProjectInput) -> ProjectText:
    license_ = given.license if isinstance(given.license, str) and given.license else None
    return ProjectText(given.status.value, given.maturity.value, address(given.repository_url), license_)
