"""The hubs Topic, Region and Ministry."""

from __future__ import annotations

from datetime import date

import strawberry
from strawberry import ID, federation

from services.kit.civic import DateRange, LocalizedText, localized
from services.kit.errors import BadInputError, NotFoundError
from services.kit.field import field, sliced
from services.kit.finding import found, found_all, found_by
from services.kit.leading import leads_to
from services.kit.making import all_made
from services.kit.ordering import Order
from services.kit.paging import PageRequest
from services.kit.schema import key
from services.marketplace.rules.names import name_at
from services.marketplace.rules.vocabulary import RegionLevel
from services.marketplace.store import hubs as store
from services.marketplace.store.ideas import Hub
from services.marketplace.types import programmes as programme_types
from services.marketplace.types.context import Info
from services.marketplace.types.ideas_under import ideas_under
from services.marketplace.types.references import IdeaConnectionType, ProgrammeType

PAGED = sliced(sized=("nodes", "edges"))
LONGEST_NAME = 100  # characters of a text by which regions are looked for


@strawberry.type(description="UN Sustainable Development Goal 1-17 (Nachhaltigkeitsziel).")
class Sdg:
    number: int
    label: LocalizedText
    color: str


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
        return await found(info, Topic, store.topics_by_slugs, self.parent_slug)

    @field()
    async def children(self, info: Info) -> list[Topic]:
        return await found_all(info, Topic, store.topics_of_parents, self.slug)

    sdgs = leads_to(list[Sdg], store.sdgs_of_topics, by="slug")

    ideas: IdeaConnectionType = ideas_under(Hub.TOPIC, "slug")

    resolve_reference = found_by(store.topics_by_slugs, "slug")


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
        return await found(info, Region, store.regions_by_ars, self.parent_ars)

    @field()
    async def children(self, info: Info) -> list[Region]:
        return await found_all(info, Region, store.regions_of_parents, self.ars)

    ideas: IdeaConnectionType = ideas_under(Hub.REGION, "ars")

    @classmethod
    async def resolve_reference(cls, info: Info, **representation: object) -> Region | None:
        if representation.get("ars") is not None:
            return await found(info, Region, store.regions_by_ars, key(representation, "ars"))
        return await found(info, Region, store.regions_by_nuts, key(representation, "nuts"))


async def regions_of(
    info: Info, text: str | None, level: RegionLevel | None, order: Order, request: PageRequest
) -> list[Region]:
    """Regions by their names, of a level, or both. ``BadInputError`` for neither, and for a text without a word."""
    database, of_level = info.context.database, None if level is None else level.value
    if text is not None:
        if len(text) > LONGEST_NAME or not any(letter.isalnum() for letter in text):
            raise BadInputError(f"text must have a letter or a digit, and at most {LONGEST_NAME} characters.")
        return all_made(Region, await store.regions_named(database, text, of_level, order, request))
    if of_level is None:
        raise BadInputError("Give text, level or both.")
    return all_made(Region, await store.regions_of_level(database, of_level, order, request))


@strawberry.type
class MinistryName:
    abbreviation: str
    name: LocalizedText
    valid: DateRange


@federation.type(
    keys=["code"],
    description="A federal ministry (Bundesministerium) with a stable code; "
    "names and abbreviations change with governments.",
)
class Ministry:
    code: ID

    @field()
    async def name(self, info: Info) -> LocalizedText:
        names = await info.context.load(store.ministry_names, self.code)
        today = name_at(names, info.context.clock.today())
        if today is None:
            raise NotFoundError("No name of this ministry is known today.")
        return localized(today.name)

    @field(description="The abbreviation of a day (today's by default); null when no name of that day is known.")
    async def abbreviation(self, info: Info, at: date | None = None) -> str | None:
        names = await info.context.load(store.ministry_names, self.code)
        found = name_at(names, at or info.context.clock.today())
        return None if found is None else found.abbreviation

    name_history = leads_to(list[MinistryName], store.ministry_names, by="code")

    @field()
    async def programmes(self, info: Info) -> list[ProgrammeType | None]:
        rows = await info.context.load(store.programmes_of_ministries, self.code)
        return [await programme_types.programme(info, row) for row in rows]

    resolve_reference = found_by(store.ministries_by_codes, "code")
