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
from services.kit.localized_input import LocalizedTextInput
from services.kit.taking import taken


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


def entry_wish(given: CompetitionEntryInput) -> EntryWish:
    return taken(EntryWish, given, expected_version=given.expected_idea_version)


def round_text(given: CompetitionRoundInput) -> RoundText:
    return taken(RoundText, given, timeline=tuple((each.phase, each.on) for each in given.timeline))


def award_wish(given: AwardInput) -> AwardWish:
    return taken(AwardWish, given)
