"""The idea competition: rounds, entries and teams."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

import strawberry
from strawberry import federation

from services.cip.loaders.keys import EntryFilter, EntryPage
from services.cip.rules import STAFF
from services.cip.store.competition import ENTRY_CURSOR
from services.cip.store.rows import EntryRow, RoundRow, TeamLineRow
from services.cip.types import actors, awards, hubs, interfaces, programme
from services.cip.types.context import Info
from services.cip.types.enums import CompetitionCategory, EntryStatus, RoundPhase
from services.cip.types.references import AwardType, CipProgrammeType, IdeaType, MemberType, OrganisationType
from services.kit.batch import Asked
from services.kit.civic import (
    URL,
    LocalizedText,
    Money,
    Sector,
    SupportOfferKind,
    SupportOfferStatus,
    euros,
    localized,
    optional_url,
)
from services.kit.connections import Listing, listing
from services.kit.errors import NotFoundError
from services.kit.field import field, sliced
from services.kit.guard import requires_scopes
from services.kit.paging import SortKey, page, page_request
from services.kit.schema import key


@strawberry.type
class PhaseDate:
    phase: RoundPhase
    on: date


@strawberry.type
class AssessmentCriterion:
    key: str
    label: LocalizedText
    weight: float


@federation.type(
    keys=["id"],
    description="A round of the idea competition 'Gemeinsam wird es KI' (Wettbewerbsrunde des Ideenwettbewerbs).",
)
class CompetitionRound(interfaces.SupportOffer):
    programme_slug: strawberry.Private[str]
    number: int
    phase: RoundPhase
    max_awards: int
    max_prize: Money

    @classmethod
    def of(cls, row: RoundRow) -> CompetitionRound:
        return cls(
            id=strawberry.ID(row.id),
            title=localized(row.title),
            summary=localized(row.summary),
            kind=SupportOfferKind.COMPETITION,
            status=SupportOfferStatus(row.status),
            audiences=[Sector(audience) for audience in row.audiences],
            apply_until=row.apply_until,
            url=optional_url(row.url),
            programme_slug=row.programme_slug,
            number=row.number,
            phase=RoundPhase(row.phase),
            max_awards=row.max_awards,
            max_prize=euros(row.max_prize),
        )

    @classmethod
    async def resolve_reference(cls, info: Info, **representation: Any) -> CompetitionRound | None:
        row = await info.context.competition.rounds.load(key(representation, "id"))
        return cls.of(row) if row else None

    @field()
    async def programme(self, info: Info) -> CipProgrammeType:
        return await programme.programme(info, self.programme_slug)

    @field()
    async def timeline(self, info: Info) -> list[PhaseDate]:
        rows = await info.context.competition.phase_dates.load(self.id)
        return [PhaseDate(phase=RoundPhase(row.phase), on=row.on_date) for row in rows]

    @field()
    async def criteria(self, info: Info) -> list[AssessmentCriterion]:
        rows = await info.context.competition.criteria.load(self.id)
        return [AssessmentCriterion(key=row.key, label=localized(row.label), weight=row.weight) for row in rows]

    @field()
    async def entry_count(self, info: Info) -> int:
        count = await info.context.competition.submitted_counts.load(self.id)
        return count.count if count else 0

    @field()
    async def awards(self, info: Info) -> list[AwardType]:
        return awards.awards(await info.context.competition.awards_by_rounds.load(self.id))

    @field(list_size=sliced(sized=("nodes", "edges")))
    async def entries(
        self,
        info: Info,
        category: CompetitionCategory | None = None,
        status: EntryStatus | None = None,
        first: int | None = 20,
        after: str | None = None,
    ) -> Listing[CompetitionEntry]:
        wanted = EntryFilter(category.value if category else None, status.value if status else None)
        request = page_request(first, after, ENTRY_CURSOR)
        rows = await info.context.competition.entries_by_rounds.load(Asked(str(self.id), EntryPage(wanted, request)))

        async def total() -> int:
            count = await info.context.competition.entry_counts_by_rounds.load(Asked(str(self.id), wanted))
            return count.count if count else 0

        return listing(page(rows, request), CompetitionEntry.of, entry_sort_key, total)


@strawberry.type
class EntryTeamMember:
    member: MemberType | None
    organisation: OrganisationType | None
    sector: Sector
    name: strawberry.Private[str]

    @classmethod
    def of(cls, row: TeamLineRow) -> EntryTeamMember:
        return cls(
            member=actors.optional_member(row.member_id),
            organisation=actors.optional_organisation(row.organisation_id),
            sector=Sector(row.sector),
            name=row.name_frozen,
        )

    @field(guard=requires_scopes(STAFF), tags=["personal"])
    def name_at_submission(self) -> str | None:
        return self.name


@strawberry.type
class Pitch:
    at: datetime
    slot_minutes: int
    video_url: URL | None
    is_online: bool


@federation.type(
    keys=["id"], description="A submitted sketch of an idea (Ideenskizze); its text is frozen at submission."
)
class CompetitionEntry:
    id: strawberry.ID
    reference_number: str
    round_id: strawberry.Private[str]
    idea: IdeaType | None
    category: CompetitionCategory
    status: EntryStatus
    title_at_submission: str
    abstract_at_submission: str
    idea_version: int
    submitted_at: datetime | None

    @classmethod
    def of(cls, row: EntryRow) -> CompetitionEntry:
        return cls(
            id=strawberry.ID(row.id),
            reference_number=row.reference_number,
            round_id=row.round_id,
            idea=hubs.optional_idea(row.idea_id),
            category=CompetitionCategory(row.category),
            status=EntryStatus(row.status),
            title_at_submission=row.title_frozen,
            abstract_at_submission=row.abstract_frozen,
            idea_version=row.idea_version,
            submitted_at=row.submitted_at,
        )

    @classmethod
    async def resolve_reference(cls, info: Info, **representation: Any) -> CompetitionEntry | None:
        row = await info.context.competition.visible_entries.load(key(representation, "id"))
        return cls.of(row) if row else None

    @field()
    async def round(self, info: Info) -> CompetitionRound:
        return await round_of(info, self.round_id)

    @field()
    async def team(self, info: Info) -> list[EntryTeamMember]:
        return [EntryTeamMember.of(row) for row in await info.context.competition.teams.load(self.id)]

    @field()
    async def pitch(self, info: Info) -> Pitch | None:
        row = await info.context.competition.pitches.load(self.id)
        if row is None:
            return None
        return Pitch(
            at=row.at, slot_minutes=row.slot_minutes, video_url=optional_url(row.video_url), is_online=row.is_online
        )

    @field()
    async def award(self, info: Info) -> AwardType | None:
        row = await info.context.competition.awards_by_entries.load(self.id)
        return awards.Award.of(row) if row else None


def entries(rows: Sequence[EntryRow]) -> list[CompetitionEntry]:
    return [CompetitionEntry.of(row) for row in rows]


def entry_sort_key(row: EntryRow) -> SortKey:
    return (row.reference_number,)


async def round_of(info: Info, round_id: str) -> CompetitionRound:
    """The round of an entry or award. A foreign key sees to it that it is there."""
    row = await info.context.competition.rounds.load(round_id)
    if row is None:
        raise NotFoundError("There is no such round.")
    return CompetitionRound.of(row)
