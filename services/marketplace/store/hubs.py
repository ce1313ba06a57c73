"""Topics, regions, ministries and programmes."""

from __future__ import annotations

from collections.abc import Sequence

from services.kit.database import Database
from services.kit.ordering import Order
from services.kit.paging import PageRequest
from services.kit.relation import many, one
from services.marketplace.store.reading import QUERIES, Wanted
from services.marketplace.store.rows import (
    CalledRow,
    LinkUnder,
    MinistryNameRow,
    MinistryRow,
    ProgrammeRow,
    ProgrammeUnder,
    RegionRow,
    SdgUnder,
    TopicRow,
    TopicUnder,
    UmbrellaRow,
    UnknownRow,
)

NAMING = ("topicSlugs", "regionArs", "programmes", "originProgramme", "skills", "sdgs", "allProgrammes")
"""The fields of filters whose values name something that the marketplace knows; in the order of the statement."""

topics_by_slugs = one(TopicRow, QUERIES.topics_by_slugs, key="slug")
topics_of_parents = many(TopicRow, QUERIES.topics_of_parents, key="parent_slug")
topics_of_actors = many(TopicUnder, QUERIES.topics_of_actors)
topics_of_ideas = many(TopicUnder, QUERIES.topics_of_ideas)
sdgs_of_topics = many(SdgUnder, QUERIES.sdgs_of_topics)
sdgs_of_ideas = many(SdgUnder, QUERIES.sdgs_of_ideas)
regions_by_ars = one(RegionRow, QUERIES.regions_by_ars, key="ars")
regions_by_nuts = one(RegionRow, QUERIES.regions_by_nuts, key="nuts")
regions_of_parents = many(RegionRow, QUERIES.regions_of_parents, key="parent_ars")
ministries_by_codes = one(MinistryRow, QUERIES.ministries_by_codes, key="code")
ministry_names = many(MinistryNameRow, QUERIES.ministry_names, key="code")
ministries_of_programmes = many(LinkUnder, QUERIES.ministries_of_programmes)
programmes_by_slugs = one(ProgrammeRow, QUERIES.programmes_by_slugs, key="slug")
programmes_of_ministries = many(ProgrammeUnder, QUERIES.programmes_of_ministries)
umbrellas_by_slugs = one(UmbrellaRow, QUERIES.umbrellas_by_slugs, key="slug")  # on a day


async def main_topics(database: Database) -> list[TopicRow]:
    return await database.rows(TopicRow, QUERIES.main_topics)


async def regions_of_level(database: Database, level: str, order: Order, page: PageRequest) -> list[RegionRow]:
    statement = QUERIES.sorted_by("regions_of_level", order)
    return await database.rows(RegionRow, statement, level, *page.after_or_nulls(2), page.first)


async def region_place(database: Database, order: Order, ars: str) -> object | None:
    """Where a region stands in the list; None when there is none."""
    place: object | None = await database.value(QUERIES.sorted_by("region_place", order), ars)
    return place


async def regions_named(
    database: Database, text: str, level: str | None, order: Order, page: PageRequest
) -> list[RegionRow]:
    """Those that have a word for each word of the text that begins with it, accents and case aside."""
    statement = QUERIES.sorted_by("regions_named", order)
    return await database.rows(RegionRow, statement, text, level, *page.after_or_nulls(2), page.first)


async def regions_called(database: Database, names: Sequence[str], first: int) -> list[CalledRow]:
    """Towns and districts of these names, accents and case aside, also without "(Saale)" or "am Main" behind.

    ``first``: of each name.
    """
    return await database.rows(CalledRow, QUERIES.regions_called, list(names), first)


async def topics_with_parts(database: Database, topics: Sequence[str]) -> frozenset[str]:
    """The topics and their sub-topics, by slug; unknown ones give nothing."""
    return frozenset(await database.rows(str, QUERIES.parts_of_topics, list(topics)))


async def regions_with_parts(database: Database, regions: Sequence[str]) -> frozenset[str]:
    """The regions and everything that lies in them, by ARS; unknown ones give nothing."""
    return frozenset(await database.rows(str, QUERIES.parts_of_regions, list(regions)))


async def unknown_values(database: Database, wanted: Wanted) -> list[UnknownRow]:
    """The values of a filter that name nothing. No trip without fields whose values are names."""
    given = [texts(wanted.get(field)) for field in NAMING]
    return await database.rows(UnknownRow, QUERIES.unknown_values, *given) if any(given) else []


def texts(value: object) -> list[str]:
    """The values of a filter's field as texts; one value is a list of one."""
    if value is None:
        return []
    return [str(each) for each in value] if isinstance(value, list) else [str(value)]


async def ministries(database: Database) -> list[MinistryRow]:
    return await database.rows(MinistryRow, QUERIES.ministries)


async def all_programmes(database: Database) -> list[ProgrammeRow]:
    return await database.rows(ProgrammeRow, QUERIES.programmes)


async def umbrella_slug(database: Database) -> str | None:
    """The slug of the programme that all ministries share; None in an empty database."""
    slug: str | None = await database.value(QUERIES.umbrella_slug)
    return slug
