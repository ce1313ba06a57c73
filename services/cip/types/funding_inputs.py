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
from services.kit.civic import URL, Maturity, ProjectStatus, Sector
from services.kit.localized_input import LocalizedTextInput
from services.kit.taking import taken


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
    sums = {"max_funding": given.max_funding_per_project, "agency": given.project_management_agency}
    return taken(CallText, given, **sums)


def application_wish(given: GrantApplicationInput) -> ApplicationWish:
    partners = tuple((each.organisation_id, each.role.value, each.requested) for each in given.partners)
    return taken(ApplicationWish, given, partners=partners)


def project_text(given: FundedProjectInput) -> ProjectText:
    return taken(ProjectText, given)
