"""What clients send, and how it becomes what the rules and the store take."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

import strawberry
from strawberry import ID, UNSET

from services.cip.rules.competition import RoundText
from services.cip.rules.entering import EntryWish
from services.cip.rules.vocabulary import CompetitionCategory, RoundPhase
from services.cip.store.award_writing import AwardWish
from services.kit.civic import URL, Sector
from services.kit.localized_input import LocalizedTextInput, localized_columns


@strawberry.input
class PhaseDateInput:
    phase: RoundPhase
    on: date


@strawberry.input
class CompetitionEntryInput:
    round_id: ID
    idea_id: ID
    expected_idea_version: int
    category: CompetitionCategory
    organisation_ids: list[ID]
    video_url: URL | None = UNSET


@strawberry.input
class CompetitionRoundInput:
    title: LocalizedTextInput
    summary: LocalizedTextInput
    topic_slugs: list[ID]
    audiences: list[Sector]
    url: URL | None = UNSET
    max_awards: int
    max_prize: Decimal
    timeline: list[PhaseDateInput]
    submission_until: datetime


@strawberry.input
class AwardInput:
    entry_id: ID
    prize: Decimal
    category: CompetitionCategory
    laudation: LocalizedTextInput | None = UNSET


def address(given: URL | None) -> str | None:
    return given if isinstance(given, str) and given else None


def entry_wish(given: CompetitionEntryInput) -> EntryWish:
    return EntryWish(
        round_id=given.round_id,
        idea_id=given.idea_id,
        expected_version=given.expected_idea_version,
        category=given.category.value,
        organisation_ids=tuple(given.organisation_ids),
        video_url=address(given.video_url),
    )


def round_text(given: CompetitionRoundInput) -> RoundText:
    return RoundText(
        title=localized_columns(given.title),
        summary=localized_columns(given.summary),
        topic_slugs=tuple(given.topic_slugs),
        audiences=tuple(each.value for each in given.audiences),
        url=address(given.url),
        max_awards=given.max_awards,
        max_prize=given.max_prize,
        timeline=tuple((each.phase, each.on) for each in given.timeline),
        submission_until=given.submission_until,
    )


def award_wish(given: AwardInput) -> AwardWish:
    laudation = localized_columns(given.laudation) if given.laudation else None
    return AwardWish(given.entry_id, given.prize, given.category.value, laudation)
