"""The hubs Topic, Region and Ministry."""

from __future__ import annotations

from datetime import date

import strawberry
from strawberry import ID, federation

from services.kit.civic import DateRange, LocalizedText, localized
from services.kit.errors import NotFoundError
from services.kit.field import field, sliced
from services.kit.schema import key
from services.marketplace.loaders.context import Info
from services.marketplace.rules.names import name_at
from services.marketplace.rules.vocabulary import RegionLevel
from services.marketplace.store.ideas import Hub
from services.marketplace.store.rows import MinistryNameRow, OwnedSdgRow, RegionRow, TopicRow
from services.marketplace.types import ideas as idea_types
from services.marketplace.types import programmes as programme_types
from services.marketplace.types.references import IdeaConnectionType, ProgrammeType

PAGED = sliced(sized=("nodes", "edges"))


@strawberry.type(description="UN Sustainable Development Goal 1-17 (Nachhaltigkeitsziel).")
class Sdg:
    number: int
    label: LocalizedText
    color: str


def sdg(row: OwnedSdgRow) -> Sdg:
    return Sdg(number=row.number, label=localized(row.label), color=row.color)


@federation.type(
    keys=["slug"],
    description="A topic (Thema) of the shared two-level taxonomy, mapped to SDGs, DCAT themes and CIP categories.",
)
class Topic:
    slug: ID
    label: LocalizedText
    parent_slug: strawberry.Private[str | None]

    @field()
    async def parent(self, info: Info) -> Topic | None:
        return None if self.parent_slug is None else await topic_by_slug(info, self.parent_slug)

    @field()
    async def children(self, info: Info) -> list[Topic]:
        return [topic(row) for row in await info.context.hubs.topics_below.load(self.slug)]

    @field()
    async def sdgs(self, info: Info) -> list[Sdg]:
        return [sdg(row) for row in await info.context.hubs.sdgs_of_topic.load(self.slug)]

    @field(list_size=PAGED)
    async def ideas(self, info: Info, first: int | None = 20, after: str | None = None) -> IdeaConnectionType:
        return await idea_types.ideas_of_hub(info, Hub.TOPIC, self.slug, first, after)

    @classmethod
    async def resolve_reference(cls, info: Info, **representation: object) -> Topic | None:
        return await topic_by_slug(info, key(representation, "slug"))


def topic(row: TopicRow) -> Topic:
    return Topic(slug=ID(row.slug), label=localized(row.label), parent_slug=row.parent_slug)


async def topic_by_slug(info: Info, slug: str) -> Topic | None:
    row = await info.context.hubs.topic.load(slug)
    return None if row is None else topic(row)


async def topics_by_slugs(info: Info, slugs: list[str]) -> list[Topic]:
    """The topics in the order of the slugs; unknown ones are left out."""
    return [topic(row) for row in await info.context.hubs.topic.load_many(slugs) if row is not None]


@federation.type(
    keys=["ars", "nuts"],
    description="A region; ARS is the 12-digit Regionalschlüssel padded with zeros, NUTS the EU code.",
)
class Region:
    ars: ID
    nuts: ID | None = strawberry.field(description="Null for municipalities: NUTS ends at districts.")
    name: str = federation.field(shareable=True)
    level: RegionLevel
    parent_ars: strawberry.Private[str | None]

    @field()
    async def parent(self, info: Info) -> Region | None:
        return None if self.parent_ars is None else await region_by_ars(info, self.parent_ars)

    @field()
    async def children(self, info: Info) -> list[Region]:
        return [region(row) for row in await info.context.hubs.regions_below.load(self.ars)]

    @field(list_size=PAGED)
    async def ideas(self, info: Info, first: int | None = 20, after: str | None = None) -> IdeaConnectionType:
        return await idea_types.ideas_of_hub(info, Hub.REGION, self.ars, first, after)

    @classmethod
    async def resolve_reference(cls, info: Info, **representation: object) -> Region | None:
        if representation.get("ars") is not None:
            return await region_by_ars(info, key(representation, "ars"))
        return await region_by_nuts(info, key(representation, "nuts"))


def region(row: RegionRow) -> Region:
    return Region(
        ars=ID(row.ars),
        nuts=None if row.nuts is None else ID(row.nuts),
        name=row.name,
        level=RegionLevel(row.level),
        parent_ars=row.parent_ars,
    )


async def region_by_ars(info: Info, ars: str | None) -> Region | None:
    row = None if ars is None else await info.context.hubs.region.load(ars)
    return None if row is None else region(row)


async def region_by_nuts(info: Info, nuts: str) -> Region | None:
    row = await info.context.hubs.region_by_nuts.load(nuts)
    return None if row is None else region(row)


@strawberry.type
class MinistryName:
    abbreviation: str
    name: LocalizedText
    valid: DateRange


def ministry_name(row: MinistryNameRow) -> MinistryName:
    return MinistryName(
        abbreviation=row.abbreviation,
        name=localized(row.name),
        valid=DateRange(from_=row.valid_from, until=row.valid_until),
    )


@federation.type(
    keys=["code"],
    description="A federal ministry (Bundesministerium) with a stable code; "
    "names and abbreviations change with governments.",
)
class Ministry:
    code: ID

    @field()
    async def name(self, info: Info) -> LocalizedText:
        names = await info.context.hubs.ministry_names.load(self.code)
        today = name_at(names, info.context.today)
        if today is None:
            raise NotFoundError("No name of this ministry is known today.")
        return localized(today.name)

    @field(description="The abbreviation of a day (today's by default); null when no name of that day is known.")
    async def abbreviation(self, info: Info, at: date | None = None) -> str | None:
        names = await info.context.hubs.ministry_names.load(self.code)
        found = name_at(names, at or info.context.today)
        return None if found is None else found.abbreviation

    @field()
    async def name_history(self, info: Info) -> list[MinistryName]:
        return [ministry_name(row) for row in await info.context.hubs.ministry_names.load(self.code)]

    @field()
    async def programmes(self, info: Info) -> list[ProgrammeType | None]:
        rows = await info.context.hubs.programmes_of_ministry.load(self.code)
        return [await programme_types.programme(info, row) for row in rows]

    @classmethod
    async def resolve_reference(cls, info: Info, **representation: object) -> Ministry | None:
        code = await info.context.hubs.ministry.load(key(representation, "code"))
        return None if code is None else Ministry(code=ID(code))
