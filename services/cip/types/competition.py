"""The idea competition: rounds, entries and teams."""

from __future__ import annotations

from datetime import date, datetime

import strawberry
from strawberry import federation

from services.cip.rules import competition as rules
from services.cip.rules.competition import EntryAction, RoundAction
from services.cip.rules.viewing import STAFF
from services.cip.rules.vocabulary import AwardOrder, CompetitionCategory, EntryStatus, RoundPhase, SubmissionOrder
from services.cip.store import relations as store
from services.cip.store.round_writing import seen
from services.cip.store.rows import EntryRow, RoundRow, TeamLineUnder
from services.cip.types import interfaces
from services.cip.types.context import Info, at_moment, by_viewer
from services.cip.types.cuts import AWARDED, ENTRIES
from services.cip.types.references import AwardType, CipProgrammeType, EntryType, IdeaType, MemberType, OrganisationType
from services.kit.civic import URL, LocalizedText, Money, Sector, SupportOfferKind
from services.kit.connections import Listing, listing
from services.kit.field import field
from services.kit.finding import certain, found_by
from services.kit.guard import authenticated, needing, requires_scopes
from services.kit.leading import leads_to
from services.kit.named import named
from services.kit.relation import there
from services.kit.under import listed_under


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
    row: strawberry.Private[RoundRow]
    kind: SupportOfferKind = SupportOfferKind.COMPETITION
    number: int
    phase: RoundPhase
    max_awards: int
    max_prize: Money

    resolve_reference = found_by(store.rounds_by_ids, further=at_moment)

    programme = leads_to(CipProgrammeType, store.programmes_by_slugs, by="row.programme_slug", further=at_moment)

    timeline = leads_to(list[PhaseDate], store.phase_dates_of_round)
    criteria = leads_to(list[AssessmentCriterion], store.criteria_of_round)

    @field(description="What the viewer can do with the round now (of the staff: by the table of its life cycle).")
    async def viewer_actions(self, info: Info) -> list[RoundAction]:
        context = info.context
        if not context.viewer.is_staff:
            return []
        row = there(await context.load(store.rounds_seen, self.id, context.moment))
        states = tuple(each.value for each in rules.IN_BETWEEN)
        undecided = await context.load.counted(store.undecided_count_of_round, self.id, states)
        return rules.actions_of_round(seen(row), context.moment, undecided, is_staff=True)

    @field()
    async def entry_count(self, info: Info) -> int:
        return await info.context.load.counted(store.submitted_count_of_round, self.id)

    awards: list[AwardType] = listed_under(
        AwardType,
        store.awards_of_round,
        AwardOrder,
        AWARDED,
        first=50,
        description="The newest first.",
        by_id=store.awards_by_ids,
    )

    entries: Listing[CompetitionEntry] = listed_under(
        EntryType, store.entries_of_round, SubmissionOrder, ENTRIES, further=by_viewer, pages=listing
    )


@strawberry.type
class EntryTeamMember:
    row: strawberry.Private[TeamLineUnder]
    member: MemberType | None = named(MemberType, actor_id="member_id")
    organisation: OrganisationType | None = named(OrganisationType, actor_id="organisation_id")
    sector: Sector

    @field(guard=requires_scopes(STAFF), tags=["personal"])
    def name_at_submission(self) -> str | None:
        return self.row.name_frozen or None  # empty: of somebody who was erased


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
    row: strawberry.Private[EntryRow]
    id: strawberry.ID
    reference_number: str
    idea: IdeaType | None = named(IdeaType, id="idea_id")
    category: CompetitionCategory
    status: EntryStatus
    title_at_submission: str
    abstract_at_submission: str
    idea_version: int
    submitted_at: datetime | None

    resolve_reference = found_by(store.visible_entries_by_ids, further=lambda context: context.viewer)

    @field()
    async def round(self, info: Info) -> CompetitionRound:
        return await round_of(info, self.row.round_id)

    team = leads_to(list[EntryTeamMember], store.team_of_entry)
    pitch = leads_to(Pitch | None, store.pitch_of_entry)

    @field(
        guard=authenticated(),
        tags=["personal"],
        description="Why it was not eligible or not selected; for its team and for staff.",
    )
    async def decision_note(self, info: Info) -> str | None:
        viewer = info.context.viewer
        is_own = await info.context.load(store.own_entries_by_ids, self.id, viewer.actor_id)
        if is_own is None and not viewer.is_staff:
            return None
        row = await info.context.load(store.notes_of_entries, self.id)
        return None if row is None else row.note

    @field()
    async def viewer_may_withdraw(self, info: Info) -> bool:
        return EntryAction.WITHDRAW in await self.viewer_actions(info)

    @field(
        offers=needing(STAFF, WITHDRAW=("competition:enter",)),
        description="What the viewer can do with the entry now: its team until the deadline, staff in its phase.",
    )
    async def viewer_actions(self, info: Info) -> list[EntryAction]:
        context = info.context
        row = there(await context.load(store.rounds_seen, self.row.round_id, context.moment))
        is_editor = await context.load(store.edited_entries_by_ids, self.id, context.viewer.actor_id) is not None
        staff = context.viewer.is_staff
        return rules.actions_of_entry(
            seen(row), self.status, is_editor=is_editor, is_staff=staff, moment=context.moment
        )

    award = leads_to(AwardType | None, store.award_of_entry)


async def round_of(info: Info, round_id: str) -> CompetitionRound:
    """The round of an entry or award."""
    return await certain(info, CompetitionRound, store.rounds_by_ids, round_id, info.context.moment)
