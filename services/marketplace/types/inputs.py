"""What clients send, and how it becomes what the rules and the store take."""

from __future__ import annotations

from datetime import datetime
from enum import Enum
from typing import Any, TypeVar

import strawberry
from strawberry import ID, UNSET

from services.kit.civic import Maturity, Sector, SupportOfferKind, SupportOfferStatus
from services.kit.context import Language
from services.kit.errors import BadInputError
from services.kit.letters import usual
from services.kit.taking import taken
from services.marketplace.matching.documents import MatchKind
from services.marketplace.matching.narrowing import DocumentStatus
from services.marketplace.rules.ideas import IdeaText
from services.marketplace.rules.profiles import ProfileText
from services.marketplace.rules.vocabulary import (
    AiMethod,
    ContributionKind,
    IdeaLack,
    IdeaStatus,
    ProfileLack,
    SupportOfferLack,
    Visibility,
)

Value = TypeVar("Value")
LONGEST_WORDS = 500
MOST_VALUES = 100


@strawberry.input
class IdeaFilter:
    text: str | None = UNSET
    topic_slugs: list[ID] | None = UNSET
    sdgs: list[int] | None = UNSET
    region_ars: list[ID] | None = UNSET
    status: list[IdeaStatus] | None = UNSET
    maturity: list[Maturity] | None = UNSET
    ai_methods: list[AiMethod] | None = UNSET
    seeking: list[ContributionKind] | None = UNSET
    sectors: list[Sector] | None = UNSET
    origin_programme: ID | None = UNSET
    published_since: datetime | None = UNSET
    published_until: datetime | None = UNSET
    without: list[IdeaLack] | None = UNSET


@strawberry.input
class ProfileFilter:
    text: str | None = UNSET
    offers: list[ContributionKind] | None = UNSET
    seeks: list[ContributionKind] | None = UNSET
    skills: list[ID] | None = UNSET
    topic_slugs: list[ID] | None = UNSET
    region_ars: list[ID] | None = UNSET
    sectors: list[Sector] | None = UNSET
    published_since: datetime | None = UNSET
    published_until: datetime | None = UNSET
    without: list[ProfileLack] | None = UNSET


@strawberry.input
class SupportOfferFilter:
    kinds: list[SupportOfferKind] | None = UNSET
    status: list[SupportOfferStatus] | None = UNSET
    programmes: list[ID] | None = UNSET
    topic_slugs: list[ID] | None = UNSET
    audiences: list[Sector] | None = UNSET
    apply_before: datetime | None = UNSET
    apply_after: datetime | None = UNSET
    without: list[SupportOfferLack] | None = UNSET


@strawberry.input
class OrganisationFilter:
    text: str | None = UNSET
    programmes: list[ID] | None = strawberry.field(
        default=UNSET, description="It takes part in any of these, as the programmes' own catalogues tell."
    )
    all_programmes: list[ID] | None = strawberry.field(default=UNSET, description="It takes part in each of these.")
    sectors: list[Sector] | None = UNSET
    region_ars: list[ID] | None = UNSET
    topic_slugs: list[ID] | None = UNSET
    is_non_profit: bool | None = UNSET


@strawberry.input
class MatchInput:
    text: str | None = UNSET
    idea_id: ID | None = UNSET
    profile_id: ID | None = UNSET
    kinds: list[MatchKind] | None = UNSET
    topic_slugs: list[ID] | None = UNSET
    region_ars: list[ID] | None = UNSET
    programmes: list[ID] | None = UNSET
    status: list[DocumentStatus] | None = UNSET
    languages: list[Language] | None = UNSET
    open_until: datetime | None = strawberry.field(
        default=UNSET, description="Offers that can still be applied for at that moment, and nothing else."
    )
    cross_ministry_only: bool | None = False


@strawberry.input
class SearchFilter:
    topic_slugs: list[ID] | None = UNSET
    region_ars: list[ID] | None = UNSET
    programmes: list[ID] | None = UNSET
    status: list[DocumentStatus] | None = UNSET
    languages: list[Language] | None = UNSET
    open_until: datetime | None = strawberry.field(
        default=UNSET, description="Offers that can still be applied for at that moment, and nothing else."
    )


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
    expected_users: int | None = UNSET
    data_needs: str | None = UNSET
    topic_slugs: list[ID]
    sdgs: list[int] | None = UNSET
    region_ars: ID | None = UNSET


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
    availability_hours_per_month: int | None = UNSET


def wanted(given: IdeaFilter | ProfileFilter | SupportOfferFilter | OrganisationFilter | None) -> dict[str, Any]:
    """The fields that filter, by their names in the graph; ``BadInputError`` when there is too much of something."""
    found: dict[str, Any] = {}
    for name, value in vars(given).items() if given is not None else ():
        if value is None or value is UNSET:
            continue
        if isinstance(value, str) and len(value) > LONGEST_WORDS:
            raise BadInputError(f"filter.{camel(name)} may have {LONGEST_WORDS} characters, not {len(value)}.")
        if isinstance(value, list) and len(value) > MOST_VALUES:
            raise BadInputError(f"filter.{camel(name)} may have {MOST_VALUES} values, not {len(value)}.")
        found[camel(name)] = usual(value) if name == "text" else plain(value)
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


def or_none(value: Value | None) -> Value | None:
    """An input field that was left out is as good as null here."""
    return None if value is UNSET else value


def idea_text(given: IdeaInput) -> IdeaText:
    topics, sdgs = dict.fromkeys(given.topic_slugs), dict.fromkeys(or_none(given.sdgs) or ())
    return taken(IdeaText, given, str, title=given.title.strip(), topic_slugs=tuple(topics), sdgs=tuple(sdgs))


def profile_text(given: ProfileInput) -> ProfileText:
    once = {
        "offers": tuple(dict.fromkeys(each.value for each in given.offers)),
        "seeks": tuple(dict.fromkeys(each.value for each in given.seeks)),
        "skill_slugs": tuple(dict.fromkeys(given.skill_slugs)),
    }
    return taken(ProfileText, given, headline=given.headline.strip(), **once)
