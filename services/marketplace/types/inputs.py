"""What clients send, and how it becomes what the rules and the store take."""

from __future__ import annotations

from datetime import datetime
from enum import Enum
from typing import Any

import strawberry
from strawberry import ID

from services.kit.civic import Maturity, Sector, SupportOfferKind, SupportOfferStatus
from services.kit.context import Language
from services.kit.errors import BadInputError
from services.marketplace.rules.ideas import IdeaText
from services.marketplace.rules.profiles import ProfileText
from services.marketplace.types.words import AiMethod, ContributionKind, IdeaStatus, MatchKind, Visibility

LONGEST_WORDS = 500
MOST_VALUES = 100


@strawberry.input
class IdeaFilter:
    text: str | None = None
    topic_slugs: list[ID] | None = None
    sdgs: list[int] | None = None
    region_ars: list[ID] | None = None
    status: list[IdeaStatus] | None = None
    maturity: list[Maturity] | None = None
    ai_methods: list[AiMethod] | None = None
    seeking: list[ContributionKind] | None = None
    sectors: list[Sector] | None = None
    origin_programme: ID | None = None
    published_since: datetime | None = None


@strawberry.input
class ProfileFilter:
    text: str | None = None
    offers: list[ContributionKind] | None = None
    seeks: list[ContributionKind] | None = None
    skills: list[ID] | None = None
    topic_slugs: list[ID] | None = None
    region_ars: list[ID] | None = None
    sectors: list[Sector] | None = None


@strawberry.input
class SupportOfferFilter:
    kinds: list[SupportOfferKind] | None = None
    status: list[SupportOfferStatus] | None = None
    programmes: list[ID] | None = None
    topic_slugs: list[ID] | None = None
    audiences: list[Sector] | None = None
    apply_before: datetime | None = None


@strawberry.input
class MatchInput:
    text: str | None = None
    idea_id: ID | None = None
    profile_id: ID | None = None
    kinds: list[MatchKind] | None = None
    topic_slugs: list[ID] | None = None
    region_ars: list[ID] | None = None
    cross_ministry_only: bool | None = False


@strawberry.input
class IdeaInput:
    title: str
    summary: str
    problem: str
    solution: str
    common_good_benefit: str
    target_groups: list[str]
    language: Language
    maturity: Maturity
    ai_methods: list[AiMethod]
    expected_users: int | None = None
    data_needs: str | None = None
    topic_slugs: list[ID]
    sdgs: list[int] | None = None
    region_ars: ID | None = None


@strawberry.input
class ProfileInput:
    owner_id: ID
    headline: str
    about: str
    language: Language
    offers: list[ContributionKind]
    seeks: list[ContributionKind]
    skill_slugs: list[ID]
    visibility: Visibility
    availability_hours_per_month: int | None = None


def wanted(given: IdeaFilter | ProfileFilter | SupportOfferFilter | None) -> dict[str, Any]:
    """The fields that filter, by their names in the graph; ``BadInputError`` when there is too much of something."""
    found: dict[str, Any] = {}
    for name, value in vars(given).items() if given is not None else ():
        if value is None:
            continue
        if isinstance(value, str) and len(value) > LONGEST_WORDS:
            raise BadInputError(f"filter.{camel(name)} may have {LONGEST_WORDS} characters, not {len(value)}.")
        if isinstance(value, list) and len(value) > MOST_VALUES:
            raise BadInputError(f"filter.{camel(name)} may have {MOST_VALUES} values, not {len(value)}.")
        found[camel(name)] = plain(value)
    return found


def plain(value: Any) -> Any:
    """A value as JSON has it."""
    if isinstance(value, list):
        return [plain(each) for each in value]
    if isinstance(value, Enum):
        return value.value
    return value.isoformat() if isinstance(value, datetime) else value


def camel(name: str) -> str:
    """The name of a field in the graph.

    >>> camel("topic_slugs")
    'topicSlugs'
    """
    head, *rest = name.split("_")
    return head + "".join(part.title() for part in rest)


def idea_text(given: IdeaInput) -> IdeaText:
    return IdeaText(
        title=given.title.strip(),
        summary=given.summary,
        problem=given.problem,
        solution=given.solution,
        common_good_benefit=given.common_good_benefit,
        target_groups=tuple(given.target_groups),
        language=given.language.value,
        maturity=given.maturity.value,
        ai_methods=tuple(each.value for each in given.ai_methods),
        expected_users=given.expected_users,
        data_needs=given.data_needs,
        topic_slugs=tuple(dict.fromkeys(given.topic_slugs)),
        sdgs=tuple(dict.fromkeys(given.sdgs or ())),
        region_ars=given.region_ars,
    )


def profile_text(given: ProfileInput) -> ProfileText:
    return ProfileText(
        owner_id=given.owner_id,
        headline=given.headline.strip(),
        about=given.about,
        language=given.language.value,
        offers=tuple(dict.fromkeys(each.value for each in given.offers)),
        seeks=tuple(dict.fromkeys(each.value for each in given.seeks)),
        skill_slugs=tuple(dict.fromkeys(given.skill_slugs)),
        visibility=given.visibility,
        availability_hours_per_month=given.availability_hours_per_month,
    )
