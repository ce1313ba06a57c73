"""What cip adds to the shared entities: Topic, Region, Idea, and other ministries' projects that it goes on funding.

References need no trip to the database: an entity is its key, and only its fields are looked up.
"""

from __future__ import annotations

from typing import Any

import strawberry
from strawberry import federation
from strawberry.federation.schema_directives import Key
from strawberry.federation.types import FieldSet

from services.cip.rules import may_read_former_community
from services.cip.store.rows import FormerIdeaRow
from services.cip.types import awards, competition, funding
from services.cip.types.context import Info
from services.cip.types.enums import CompetitionCategory
from services.cip.types.references import AwardType, EntryType, FundedProjectType
from services.kit.batch import Asked
from services.kit.civic import Money, euros
from services.kit.errors import NotFoundError
from services.kit.field import field, sliced
from services.kit.paging import checked_first
from services.kit.regions import area
from services.kit.schema import key


@federation.type(keys=[Key(fields=FieldSet("code"), resolvable=False)])
class Ministry:
    code: strawberry.ID


@federation.type(keys=["slug"])
class Topic:
    slug: strawberry.ID

    @classmethod
    def resolve_reference(cls, info: Info, **representation: Any) -> Topic:
        return cls(slug=strawberry.ID(key(representation, "slug")))

    @field()
    async def competition_category(self, info: Info) -> CompetitionCategory | None:
        row = await info.context.programme.categories.load(self.slug)
        return CompetitionCategory(row.category) if row else None

    @field(list_size=sliced())
    async def funded_projects(self, info: Info, first: int | None = 20) -> list[FundedProjectType] | None:
        asked = Asked(str(self.slug), checked_first(first))
        return funding.projects(await info.context.funding.projects_by_topics.load(asked))

    @field()
    async def funding_total(self, info: Info) -> Money | None:
        row = await info.context.funding.funding_by_topics.load(self.slug)
        return euros(row.amount) if row else None


@federation.type(keys=["ars"])
class Region:
    ars: strawberry.ID

    @classmethod
    def resolve_reference(cls, info: Info, **representation: Any) -> Region:
        return cls(ars=strawberry.ID(key(representation, "ars")))

    @field(list_size=sliced())
    async def funded_projects(self, info: Info, first: int | None = 20) -> list[FundedProjectType] | None:
        asked = Asked(area(self.ars), checked_first(first))
        return funding.projects(await info.context.funding.projects_by_areas.load(asked))

    @field()
    async def funding_total(self, info: Info) -> Money | None:
        row = await info.context.funding.funding_by_areas.load(area(self.ars))
        return euros(row.amount) if row else None


@federation.type(keys=["id"])
class Idea:
    id: strawberry.ID

    @classmethod
    def resolve_reference(cls, info: Info, **representation: Any) -> Idea:
        return cls(id=strawberry.ID(key(representation, "id")))

    @field()
    async def title(self, info: Info) -> str:
        return (await former_idea(info, self.id)).title

    @field()
    async def summary(self, info: Info) -> str:
        return (await former_idea(info, self.id)).summary

    @field()
    async def competition_entries(self, info: Info) -> list[EntryType] | None:
        return competition.entries(await info.context.competition.entries_by_ideas.load(self.id))

    @field()
    async def awards(self, info: Info) -> list[AwardType] | None:
        return awards.awards(await info.context.competition.awards_by_ideas.load(self.id))

    @field()
    async def funded_projects(self, info: Info) -> list[FundedProjectType] | None:
        return funding.projects(await info.context.funding.projects_by_ideas.load(self.id))


@federation.type(
    keys=["id"],
    description="Follow-up funding makes the ministries' chain of support visible (Anschlussförderung).",
)
class PilotProject:
    id: strawberry.ID

    @classmethod
    def resolve_reference(cls, info: Info, **representation: Any) -> PilotProject:
        return cls(id=strawberry.ID(key(representation, "id")))

    @field()
    async def continued_as(self, info: Info) -> FundedProjectType | None:
        row = await info.context.funding.continued_pilot_projects.load(self.id)
        return funding.FundedProject.of(row) if row else None


@federation.type(keys=["id"])
class DataProject:
    id: strawberry.ID

    @classmethod
    def resolve_reference(cls, info: Info, **representation: Any) -> DataProject:
        return cls(id=strawberry.ID(key(representation, "id")))

    @field()
    async def continued_as(self, info: Info) -> FundedProjectType | None:
        row = await info.context.funding.continued_data_projects.load(self.id)
        return funding.FundedProject.of(row) if row else None


async def topics_of(info: Info, entity_id: str) -> list[Topic | None]:
    rows = await info.context.programme.topics.load(entity_id)
    return [Topic(slug=strawberry.ID(row.topic_slug)) for row in rows]


def optional_idea(idea_id: str | None) -> Idea | None:
    return None if idea_id is None else Idea(id=strawberry.ID(idea_id))


def optional_region(ars: str | None) -> Region | None:
    return None if ars is None else Region(ars=strawberry.ID(ars))


async def former_idea(info: Info, idea_id: str) -> FormerIdeaRow:
    """The idea in the former community; asked only until the marketplace has taken title and summary over."""
    may_read = may_read_former_community(info.context.caller)
    row = await info.context.programme.former_ideas.load(idea_id) if may_read else None
    if row is None:
        raise NotFoundError("This idea was never in the CIP community, or it is not yours to ask.")
    return row
