"""The Ideenmarkt: ideas."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import field as field_of
from datetime import datetime
from functools import partial
from typing import Any

import strawberry
from strawberry import ID, federation
from strawberry.federation.schema_directives import Override

from services.kit.batch import Asked
from services.kit.civic import Maturity, Sector
from services.kit.connections import Listing, listing
from services.kit.context import Language
from services.kit.field import field, sliced
from services.kit.guard import authenticated, needing
from services.kit.leading import how_many, leads_to
from services.kit.making import made
from services.kit.ordering import NewestOrder
from services.kit.paging import checked_first, page, page_request
from services.kit.relation import there
from services.kit.schema import key
from services.kit.under import listed_under
from services.marketplace.matching.documents import MatchKind, Wanted
from services.marketplace.rules.idea_life import IdeaAction, Standing, may_edit, offered
from services.marketplace.rules.vocabulary import AiMethod, CommentOrder, IdeaStatus
from services.marketplace.store import hubs as hub_store
from services.marketplace.store import idea_together as together
from services.marketplace.store import ideas as store
from services.marketplace.store.actors import followed_by, follower_counts
from services.marketplace.store.rows import IdeaRow
from services.marketplace.types import actors as actor_types
from services.marketplace.types import matches as match_types
from services.marketplace.types import next_steps as steps
from services.marketplace.types import programmes as programme_types
from services.marketplace.types.context import Info, is_viewers, seen, side
from services.marketplace.types.cuts import AMENDMENTS, IN_TIME, TEAM_REQUESTS
from services.marketplace.types.displayed import Displayable, Displayed
from services.marketplace.types.idea_parts import IdeaTeamMember, IdeaVersion, OpenRole, version
from services.marketplace.types.next_steps import DataReadiness, EligibilityCheck, NextStep, SustainabilityEstimate
from services.marketplace.types.references import (
    ActorType,
    AmendmentType,
    CommentType,
    MatchConnectionType,
    ProgrammeType,
    RegionType,
    SdgType,
    TeamRequestType,
    TopicType,
)

PAGED = sliced(sized=("nodes", "edges"))


@federation.type(
    keys=["id"], description="An idea for an AI application for the common good (Idee auf dem Ideenmarkt)."
)
class Idea(Displayable):
    id: ID
    slug: str
    title: str = federation.field(override="cip")
    summary: str = federation.field(override=Override(override_from="cip", label="percent(100)"))
    problem: str
    solution: str
    common_good_benefit: str
    target_groups: list[str]
    language: Language
    status: IdeaStatus
    maturity: Maturity
    ai_methods: list[AiMethod]
    expected_users: int | None
    data_needs: str | None
    version: int
    created_at: datetime
    published_at: datetime | None
    updated_at: datetime
    row: strawberry.Private[IdeaRow]
    said: strawberry.Private[Mapping[str, Any]] = field_of(default_factory=dict)

    async def displayed(self, info: Info) -> Displayed:
        return Displayed(self.title, self.summary, self.language, MatchKind.IDEA.value)

    topics = leads_to(list[TopicType], hub_store.topics_of_ideas)
    sdgs = leads_to(list[SdgType], hub_store.sdgs_of_ideas)
    region = leads_to(RegionType | None, hub_store.regions_by_ars, by="row.region_ars")

    @field()
    async def origin_programme(self, info: Info) -> ProgrammeType | None:
        if self.row.origin_programme is None:
            return None
        row = await info.context.load(hub_store.programmes_by_slugs, self.row.origin_programme)
        return None if row is None else await programme_types.programme(info, row)

    @field()
    async def author(self, info: Info) -> ActorType:
        return there(await actor_types.actor_by_id(info, self.row.author_id))

    team = leads_to(list[IdeaTeamMember], store.teams_of_ideas)

    @field(description="Distinct sectors in the team; input of the funding rules of the ministries.")
    async def partner_sectors(self, info: Info) -> list[Sector]:
        return [Sector(row.target) for row in await info.context.load(store.sectors_of_ideas, self.id)]

    open_roles = leads_to(list[OpenRole], store.open_roles_of_ideas)

    @field(list_size=PAGED)
    async def versions(self, info: Info, first: int | None = 20, after: str | None = None) -> Listing[IdeaVersion]:
        load, viewer = info.context.load, info.context.viewer
        request = page_request(info, first, after, (int,))
        asked = (viewer.member_id, *request.after_or_nulls(1), request.limit)
        rows = await load(store.versions_of_ideas, self.id, *asked)
        total = partial(load.counted, store.version_counts, self.id, viewer.member_id)
        return listing(page(rows, request), version, lambda row: (row.number,), total)

    @field()
    async def developed_from(self, info: Info) -> Idea | None:
        origin = self.row.developed_from_id
        return None if origin is None else await idea_by_id(info, origin)

    @field()
    async def developed_into(self, info: Info) -> list[Idea]:
        rows = await info.context.load(store.ideas_developed_from, self.id, *info.context.viewer.sees)
        return [idea(row) for row in rows]

    supporter_count = how_many(store.supporter_counts)
    follower_count = how_many(follower_counts)
    viewer_is_following = is_viewers(followed_by)

    @field()
    async def viewer_can_edit(self, info: Info) -> bool:
        return may_edit(self.status, await standing(info, self.id))

    @field(
        offers=needing("ideas:write", REVIEW=("marketplace:manage", "moderation"), FOLLOW=(), REPORT=()),
        description="What the caller may do with the idea now.",
    )
    async def viewer_actions(self, info: Info) -> list[IdeaAction]:
        return offered(self.status, await standing(info, self.id))

    @field(
        guard=authenticated(),
        tags=["personal"],
        description="Why the idea came back from review; for its team and for staff.",
    )
    async def review_note(self, info: Info) -> str | None:
        row = await info.context.load(store.review_notes, self.id, *info.context.viewer.sees)
        return None if row is None else row.note

    amendments: Listing[AmendmentType] | None = listed_under(
        AmendmentType,
        together.amendments_of_ideas,
        NewestOrder,
        AMENDMENTS,
        further=seen,
        pages=listing,
        guard=authenticated(),
        description="The newest first.",
    )

    comments: Listing[CommentType] = listed_under(
        CommentType,
        together.comments_of_ideas,
        CommentOrder,
        IN_TIME,
        pages=listing,
        description="The oldest first, without answers.",
    )

    team_requests: Listing[TeamRequestType] | None = listed_under(
        TeamRequestType,
        together.team_requests_of_ideas,
        NewestOrder,
        TEAM_REQUESTS,
        further=side,
        pages=listing,
        guard=authenticated(),
        tags=["personal"],
        description="The newest first: all for owners and co-authors, their own for others.",
    )

    @field(description="Text the embedding is computed from; only for @requires and the indexer.", inaccessible=True)
    async def search_text(self, info: Info) -> str:
        return there(await info.context.load(store.search_texts, self.id)).target

    @field(
        description="Matching: profiles, offers, data sets, projects and similar ideas of all ministries.",
        cost=20,
        list_size=PAGED,
    )
    async def matches(
        self, info: Info, first: int | None = 10, after: str | None = None, kinds: list[MatchKind] | None = None
    ) -> MatchConnectionType:
        request = page_request(info, first, after, match_types.MATCH_CURSOR)
        info.context.allowance.question(request.first)
        wanted = Wanted(frozenset(kinds or ()), all_of_it=match_types.wants_all(info, request))
        found = await match_types.suggested_for_idea(info, self.id, wanted)
        return await match_types.match_listing(info, found, request)

    @field(cost=10, list_size=sliced())
    async def similar_ideas(self, info: Info, first: int | None = 5) -> list[Idea]:
        near = Asked(str(self.id), checked_first(first))
        info.context.allowance.question(near.parameters)
        return await ideas_by_ids(info, await info.context.visits.near_idea.load(near))

    @field(external=True)
    def cip_eligibility(self) -> EligibilityCheck | None:
        return steps.eligibility_of(self.said)

    @field(external=True)
    def sustainability_estimate(self) -> SustainabilityEstimate | None:
        return steps.estimate_of(self.said)

    @field(external=True)
    def data_readiness(self) -> DataReadiness | None:
        return steps.readiness_of(self.said)

    @field(
        requires=["cipEligibility { eligible missing } sustainabilityEstimate { rating } dataReadiness { level }"],
        description="Recommended next steps across all ministries (Wegweiser).",
        cost=15,
        list_size=sliced(),
    )
    async def next_steps(self, info: Info, first: int | None = 5) -> list[NextStep] | None:
        sectors, most = await self.partner_sectors(info), checked_first(first)
        return await steps.next_steps(info, self.id, self.said, self.maturity, sectors, most)

    @classmethod
    async def resolve_reference(cls, info: Info, **representation: Any) -> Idea | None:
        found = await idea_by_id(info, key(representation, "id"))
        if found is not None and len(representation) > 1:
            found.said = representation
        return found


async def standing(info: Info, idea_id: str) -> Standing:
    """What the viewer is to an idea; of nobody it need not be asked."""
    viewer = info.context.viewer
    asked = (viewer.member_id, info.context.clock.now())
    row = None if viewer.member_id is None else await info.context.load(store.standings_of_viewer, idea_id, *asked)
    if row is None:
        return Standing(is_staff=viewer.is_staff)
    flags = (row.is_owner, row.is_editor, row.is_on_team, row.is_member, viewer.is_staff)
    return Standing(*flags, is_newcomer=row.is_newcomer)


async def idea_by_id(info: Info, idea_id: str) -> Idea | None:
    row = await info.context.load(store.ideas_by_ids, idea_id, *info.context.viewer.sees)
    return None if row is None else idea(row)


async def ideas_by_ids(info: Info, ids: Iterable[str]) -> list[Idea]:
    """Those of the ideas that the viewer may see."""
    rows = await info.context.load.each(store.ideas_by_ids, ids, *info.context.viewer.sees)
    return [idea(row) for row in rows]


def idea(row: IdeaRow) -> Idea:
    return made(Idea, row, row=row)


async def near(info: Info, entity_id: str, first: int | None) -> list[Idea]:
    """The ideas nearest to another ministry's document."""
    asked = Asked(entity_id, checked_first(first))
    info.context.allowance.question(asked.parameters)
    return await ideas_by_ids(info, await info.context.visits.near_document.load(asked))
