"""Topics, regions, ministries and programmes."""

from __future__ import annotations

from collections.abc import Sequence

from services.kit.database import Database
from services.marketplace.store.reading import QUERIES, Fetch, Wanted, keyed
from services.marketplace.store.rows import (
    MinistryNameRow,
    OwnedProgrammeRow,
    OwnedSdgRow,
    OwnedTopicRow,
    PairRow,
    ProgrammeRow,
    RegionRow,
    TopicRow,
    UmbrellaRow,
)

NAMING = ("topicSlugs", "regionArs", "programmes", "originProgramme", "skills", "sdgs")
"""The fields of filters whose values name something that the marketplace knows; in the order of the statement."""


def topics(database: Database) -> Fetch[TopicRow]:
    return keyed(database, TopicRow, QUERIES.topics_by_slugs)


def topics_of_parents(database: Database) -> Fetch[TopicRow]:
    return keyed(database, TopicRow, QUERIES.topics_of_parents)


def topics_of_actors(database: Database) -> Fetch[OwnedTopicRow]:
    return keyed(database, OwnedTopicRow, QUERIES.topics_of_actors)


def topics_of_ideas(database: Database) -> Fetch[OwnedTopicRow]:
    return keyed(database, OwnedTopicRow, QUERIES.topics_of_ideas)


def sdgs_of_topics(database: Database) -> Fetch[OwnedSdgRow]:
    return keyed(database, OwnedSdgRow, QUERIES.sdgs_of_topics)


def sdgs_of_ideas(database: Database) -> Fetch[OwnedSdgRow]:
    return keyed(database, OwnedSdgRow, QUERIES.sdgs_of_ideas)


def regions(database: Database) -> Fetch[RegionRow]:
    return keyed(database, RegionRow, QUERIES.regions_by_ars)


def regions_by_nuts(database: Database) -> Fetch[RegionRow]:
    return keyed(database, RegionRow, QUERIES.regions_by_nuts)


def regions_of_parents(database: Database) -> Fetch[RegionRow]:
    return keyed(database, RegionRow, QUERIES.regions_of_parents)


def ministries_by_codes(database: Database) -> Fetch[str]:
    return keyed(database, str, QUERIES.ministries_by_codes)


def ministry_names(database: Database) -> Fetch[MinistryNameRow]:
    """All names of ministries in order of time."""
    return keyed(database, MinistryNameRow, QUERIES.ministry_names)


def ministries_of_programmes(database: Database) -> Fetch[PairRow]:
    return keyed(database, PairRow, QUERIES.ministries_of_programmes)


def programmes(database: Database) -> Fetch[ProgrammeRow]:
    return keyed(database, ProgrammeRow, QUERIES.programmes_by_slugs)


def programmes_of_ministries(database: Database) -> Fetch[OwnedProgrammeRow]:
    return keyed(database, OwnedProgrammeRow, QUERIES.programmes_of_ministries)


def umbrellas(database: Database) -> Fetch[UmbrellaRow]:
    return keyed(database, UmbrellaRow, QUERIES.umbrellas_by_slugs)


async def main_topics(database: Database) -> list[TopicRow]:
    return await database.rows(TopicRow, QUERIES.main_topics)


async def regions_of_level(database: Database, level: str) -> list[RegionRow]:
    return await database.rows(RegionRow, QUERIES.regions_of_level, level)


async def topics_with_parts(database: Database, topics: Sequence[str]) -> frozenset[str]:
    """The topics and their sub-topics, by slug; unknown ones give nothing."""
    return frozenset(await database.rows(str, QUERIES.parts_of_topics, list(topics)))


async def regions_with_parts(database: Database, regions: Sequence[str]) -> frozenset[str]:
    """The regions and everything that lies in them, by ARS; unknown ones give nothing."""
    return frozenset(await database.rows(str, QUERIES.parts_of_regions, list(regions)))


async def unknown_values(database: Database, wanted: Wanted) -> list[PairRow]:
    """The values of a filter that name nothing: field (``owner``), value (``target``). No trip without such fields."""
    given = [texts(wanted.get(field)) for field in NAMING]
    return await database.rows(PairRow, QUERIES.unknown_values, *given) if any(given) else []


def texts(value: object) -> list[str]:
    """The values of a filter's field as texts; one value is a list of one."""
    if value is None:
        return []
    return [str(each) for each in value] if isinstance(value, list) else [str(value)]


async def ministries(database: Database) -> list[str]:
    return await database.rows(str, QUERIES.ministries)


async def all_programmes(database: Database) -> list[ProgrammeRow]:
    return await database.rows(ProgrammeRow, QUERIES.programmes)


async def umbrella_slug(database: Database) -> str | None:
    """The slug of the programme that all ministries share; None in an empty database."""
    slug: str | None = await database.value(QUERIES.umbrella_slug)
    return slug
