"""Filters whose values are known: one that names nothing is the client's error, never an empty answer."""

from __future__ import annotations

from services.kit.errors import BadInputError
from services.marketplace.matching.documents import Wanted
from services.marketplace.store import hubs
from services.marketplace.store.reading import Wanted as Filter
from services.marketplace.types.context import Info
from services.marketplace.types.inputs import (
    IdeaFilter,
    MatchInput,
    OrganisationFilter,
    ProfileFilter,
    SupportOfferFilter,
    or_none,
    wanted,
)


async def known_filter(
    info: Info, given: IdeaFilter | ProfileFilter | SupportOfferFilter | OrganisationFilter | None
) -> Filter:
    """The fields that filter, by their names in the graph; ``BadInputError`` names a value that names nothing."""
    fields = wanted(given)
    await known_values(info, fields)
    return fields


async def known_values(info: Info, fields: Filter, argument: str | None = None) -> None:
    """``BadInputError`` when a value names nothing; ``argument`` is what the client wrote, else the filter's field."""
    for unknown in await hubs.unknown_values(info.context.database, fields):
        raise BadInputError(f"{argument or f'filter.{unknown.field}'}: there is no {unknown.value!r}.")


async def wanted_matches(info: Info, given: MatchInput) -> Wanted:
    """The filters of a match; topics and regions stand for their parts, as in every other filter."""
    slugs, ars = list(or_none(given.topic_slugs) or ()), list(or_none(given.region_ars) or ())
    for field, values in {"topicSlugs": slugs, "regionArs": ars}.items():
        await known_values(info, {field: values}, f"input.{field}")
    return Wanted(
        kinds=frozenset(or_none(given.kinds) or ()),
        topics=await hubs.topics_with_parts(info.context.database, slugs) if slugs else frozenset(),
        regions=await hubs.regions_with_parts(info.context.database, ars) if ars else frozenset(),
        crossing_ministries=bool(given.cross_ministry_only),
    )
