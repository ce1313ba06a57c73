"""The Ideenmarkt: ideas."""

from __future__ import annotations

from datetime import datetime

import strawberry
from strawberry import ID, federation
from strawberry.federation.schema_directives import Override

from services.kit.batch import Asked
from services.kit.civic import Maturity, Sector
from services.kit.connections import Listing, listing
from services.kit.context import Language
from services.kit.field import field, sliced
from services.kit.paging import checked_first, page_request
from services.kit.schema import key
from services.marketplace.loaders.context import Info
from services.marketplace.loaders.ideas import HubPage
from services.marketplace.matching.documents import MatchKind, Wanted
from services.marketplace.rules.ideas import may_edit
from services.marketplace.rules.vocabulary import AiMethod, IdeaStatus
from services.marketplace.store.ideas import Hub
from services.marketplace.store.rows import IdeaRow
from services.marketplace.types import actors as actor_types
from services.marketplace.types import hubs as hub_types
from services.marketplace.types import matches as match_types
from services.marketplace.types import programmes as programme_types
from services.marketplace.types.idea_connection import IdeaConnection, hub_connection
from services.marketplace.types.idea_parts import (
    IdeaTeamMember,
    IdeaVersion,
    OpenRole,
    open_role,
    team_member,
    version,
)
from services.marketplace.types.links import there
from services.marketplace.types.references import ActorType, MatchType, ProgrammeType, RegionType, SdgType, TopicType

PAGED = sliced(sized=("nodes", "edges"))


@federation.type(
    keys=["id"], description="An idea for an AI application for the common good (Idee auf dem Ideenmarkt)."
)
class Idea:
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

    @field()
    async def topics(self, info: Info) -> list[TopicType]:
        return [hub_types.topic(row) for row in await info.context.hubs.topics_of_idea.load(self.id)]

    @field()
    async def sdgs(self, info: Info) -> list[SdgType]:
        return [hub_types.sdg(row) for row in await info.context.hubs.sdgs_of_idea.load(self.id)]

    @field()
    async def region(self, info: Info) -> RegionType | None:
        return await hub_types.region_by_ars(info, self.row.region_ars)

    @field()
    async def origin_programme(self, info: Info) -> ProgrammeType | None:
        if self.row.origin_programme is None:
            return None
        row = await info.context.hubs.programme.load(self.row.origin_programme)
        return None if row is None else await programme_types.programme(info, row)

    @field()
    async def author(self, info: Info) -> ActorType:
        return there(await actor_types.actor_by_id(info, self.row.author_id))

    @field()
    async def team(self, info: Info) -> list[IdeaTeamMember]:
        return [team_member(row) for row in await info.context.ideas.team.load(self.id)]

    @field(description="Distinct sectors in the team; input of the funding rules of the ministries.")
    async def partner_sectors(self, info: Info) -> list[Sector]:
        return [Sector(row.target) for row in await info.context.ideas.sectors.load(self.id)]

    @field()
    async def open_roles(self, info: Info) -> list[OpenRole]:
        return [open_role(row) for row in await info.context.ideas.open_roles.load(self.id)]

    @field(list_size=PAGED)
    async def versions(self, info: Info, first: int | None = 20, after: str | None = None) -> Listing[IdeaVersion]:
        request = page_request(first, after, (int,))
        page = await info.context.ideas.versions.load(Asked(str(self.id), request))
        return listing(page, version, lambda row: (row.number,), lambda: info.context.ideas.version_count.load(self.id))

    @field()
    async def developed_from(self, info: Info) -> Idea | None:
        origin = self.row.developed_from_id
        return None if origin is None else await idea_by_id(info, origin)

    @field()
    async def developed_into(self, info: Info) -> list[Idea]:
        return [idea(row) for row in await info.context.ideas.developed_from.load(self.id)]

    @field()
    async def supporter_count(self, info: Info) -> int:
        return await info.context.ideas.supporter_count.load(self.id)

    @field()
    async def follower_count(self, info: Info) -> int:
        return await info.context.actors.follower_count.load(self.id)

    @field()
    async def viewer_is_following(self, info: Info) -> bool:
        return await info.context.actors.is_followed.load(self.id)

    @field()
    async def viewer_can_edit(self, info: Info) -> bool:
        return may_edit(self.status, await info.context.ideas.is_editable.load(self.id))

    @field(description="Text the embedding is computed from; only for @requires and the indexer.", inaccessible=True)
    async def search_text(self, info: Info) -> str:
        return there(await info.context.ideas.search_text.load(self.id)).target

    @field(
        description="Matching: profiles, offers, data sets, projects and similar ideas of all ministries.",
        cost=20,
        list_size=PAGED,
    )
    async def matches(
        self, info: Info, first: int | None = 10, after: str | None = None, kinds: list[MatchKind] | None = None
    ) -> Listing[MatchType]:
        request = page_request(first, after, match_types.MATCH_CURSOR)
        found = await match_types.suggested_for_idea(info, self.id, Wanted(frozenset(kinds or ())))
        return await match_types.match_listing(info, found, request)

    @field(cost=10, list_size=sliced())
    async def similar_ideas(self, info: Info, first: int | None = 5) -> list[Idea]:
        near = Asked(str(self.id), checked_first(first))
        return await ideas_by_ids(info, await info.context.matches.near_idea.load(near))

    @classmethod
    async def resolve_reference(cls, info: Info, **representation: object) -> Idea | None:
        return await idea_by_id(info, key(representation, "id"))


def idea(row: IdeaRow) -> Idea:
    return Idea(
        id=ID(row.id),
        slug=row.slug,
        title=row.title,
        summary=row.summary,
        problem=row.problem,
        solution=row.solution,
        common_good_benefit=row.common_good_benefit,
        target_groups=row.target_groups,
        language=Language(row.language),
        status=IdeaStatus(row.status),
        maturity=Maturity(row.maturity),
        ai_methods=[AiMethod(each) for each in row.ai_methods],
        expected_users=row.expected_users,
        data_needs=row.data_needs,
        version=row.version,
        created_at=row.created_at,
        published_at=row.published_at,
        updated_at=row.updated_at,
        row=row,
    )


async def idea_by_id(info: Info, idea_id: str) -> Idea | None:
    row = await info.context.ideas.idea.load(idea_id)
    return None if row is None else idea(row)


async def ideas_by_ids(info: Info, ids: list[str]) -> list[Idea]:
    """Those of the ideas that the viewer may see."""
    return [idea(row) for row in await info.context.ideas.idea.load_many(ids) if row is not None]


async def near(info: Info, entity_id: str, first: int | None) -> list[Idea]:
    """The ideas nearest to another ministry's document."""
    asked = Asked(entity_id, checked_first(first))
    return await ideas_by_ids(info, await info.context.matches.near_document.load(asked))


async def ideas_of_hub(info: Info, hub: Hub, hub_key: str, first: int | None, after: str | None) -> IdeaConnection:
    """The newest ideas of a topic, region or actor."""
    request = page_request(first, after, (datetime, str))
    page = await info.context.ideas.of_hub.load(Asked(hub_key, HubPage(hub, request)))
    return hub_connection(info, hub, hub_key, page)
