"""The verbs of the graph: what can be asked of the Civic Innovation Platform."""

from __future__ import annotations

from functools import partial

import strawberry

from services.cip.settings import PREFIX
from services.cip.store import competition as competitions
from services.cip.store import funding as fundings
from services.cip.store.changes import changes
from services.cip.store.funding import PROJECT_CURSOR, ProjectFilter
from services.cip.types.actors import Member, Organisation
from services.cip.types.awards import Award, awards
from services.cip.types.competition import CompetitionEntry, CompetitionRound
from services.cip.types.context import Info
from services.cip.types.enums import CompetitionCategory
from services.cip.types.funding import FundedProject, FundingCall, project_sort_key
from services.cip.types.hubs import DataProject, Idea, PilotProject, Region, Topic
from services.cip.types.programme import CipProgramme
from services.kit.civic import ProjectStatus, SupportOfferStatus
from services.kit.connections import Listing, listing
from services.kit.errors import BadInputError
from services.kit.feed import ChangeRecord, change_records, feed_page, for_indexers
from services.kit.field import field, sliced
from services.kit.paging import list_request, page, page_request
from services.kit.regions import area, region_keys
from services.kit.schema import subgraph


@strawberry.type
class Query:
    @field()
    async def competition_rounds(self, info: Info) -> list[CompetitionRound] | None:
        return [CompetitionRound.of(row) for row in await competitions.rounds(info.context.database)]

    @field()
    async def competition_round(
        self, info: Info, id: strawberry.ID | None = None, number: int | None = None
    ) -> CompetitionRound | None:
        if (id is None) == (number is None):
            raise BadInputError("competitionRound needs either id or number.")
        if number is not None:
            row = await competitions.round_by_number(info.context.database, number)
        else:
            row = await info.context.competition.rounds.load(str(id))
        return CompetitionRound.of(row) if row else None

    @field()
    async def competition_entry(self, info: Info, id: strawberry.ID) -> CompetitionEntry | None:
        row = await info.context.competition.visible_entries.load(id)
        return CompetitionEntry.of(row) if row else None

    @field(list_size=sliced())
    async def awards(
        self,
        info: Info,
        category: CompetitionCategory | None = None,
        first: int | None = 50,
        after: strawberry.ID | None = None,
    ) -> list[Award] | None:
        database, wanted = info.context.database, category.value if category else None
        request = await list_request(first, after, partial(competitions.award_place, database))
        return awards(await competitions.awards_newest(database, wanted, request))

    @field()
    async def funding_calls(
        self, info: Info, status: list[SupportOfferStatus] | None = None
    ) -> list[FundingCall] | None:
        statuses = None if status is None else tuple(one.value for one in status)
        return [FundingCall.of(row) for row in await fundings.calls(info.context.database, statuses)]

    @field()
    async def funded_project(self, info: Info, id: strawberry.ID) -> FundedProject | None:
        row = await info.context.funding.projects.load(id)
        return FundedProject.of(row) if row else None

    @field(list_size=sliced(sized=("nodes", "edges")))
    async def funded_projects(
        self,
        info: Info,
        topic_slugs: list[strawberry.ID] | None = None,
        region_ars: list[strawberry.ID] | None = None,
        status: list[ProjectStatus] | None = None,
        first: int | None = 20,
        after: str | None = None,
    ) -> Listing[FundedProject] | None:
        regions = region_keys(region_ars, "regionArs")
        wanted = ProjectFilter(
            topics=None if topic_slugs is None else tuple(topic_slugs),
            areas=None if regions is None else tuple(map(area, regions)),
            statuses=None if status is None else tuple(one.value for one in status),
        )
        request = page_request(first, after, PROJECT_CURSOR)
        database = info.context.database
        rows = await fundings.projects(database, wanted, request)

        async def total() -> int:
            return await fundings.project_count(database, wanted)

        return listing(page(rows, request), FundedProject.of, project_sort_key, total)

    @field(guard=for_indexers(), inaccessible=True)
    async def cip_changes(
        self, info: Info, since: str | None = None, first: int | None = 500
    ) -> list[ChangeRecord] | None:
        asked = feed_page(PREFIX, since, first)
        return change_records(PREFIX, await changes(info.context.database, asked))


SCHEMA = subgraph(
    query=Query, types=[CipProgramme, DataProject, Idea, Member, Organisation, PilotProject, Region, Topic]
)
