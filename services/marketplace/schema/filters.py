"""Filters whose values are known: one that names nothing is the client's error, never an empty answer."""

from __future__ import annotations

from services.kit.errors import BadInputError
from services.marketplace.matching.documents import MatchKind, Wanted
from services.marketplace.matching.narrowing import Narrowing
from services.marketplace.store import hubs
from services.marketplace.store.reading import Wanted as Filter
from services.marketplace.types.context import Info
from services.marketplace.types.inputs import (
    MOST_VALUES,
    IdeaFilter,
    MatchInput,
    OrganisationFilter,
    ProfileFilter,
    SearchFilter,
    SupportOfferFilter,
    camel,
    or_none,
    wanted,
)

PERIODS = (("published_since", "published_until"), ("apply_after", "apply_before"))


async def known_filter(
    info: Info, given: IdeaFilter | ProfileFilter | SupportOfferFilter | OrganisationFilter | None
) -> Filter:
    """The fields that filter, by their names in the graph; ``BadInputError`` names a value that names nothing."""
    fields = wanted(given)
    check_periods(given)
    await known_values(info, fields)
    return fields


def check_periods(given: object) -> None:
    """``BadInputError`` for a period that ends before it begins, which nothing can be in."""
    for start, end in PERIODS:
        begins, ends = or_none(getattr(given, start, None)), or_none(getattr(given, end, None))
        if begins is not None and ends is not None and ends < begins:
            raise BadInputError(f"filter.{camel(end)} must not be before filter.{camel(start)}.")


async def known_values(info: Info, fields: Filter, argument: str | None = None) -> None:
    """``BadInputError`` when a value names nothing; ``argument`` is what the client wrote, else the filter's field."""
    for unknown in await hubs.unknown_values(info.context.database, fields):
        raise BadInputError(f"{argument or f'filter.{unknown.field}'}: there is no {unknown.value!r}.")


async def wanted_matches(info: Info, given: MatchInput) -> Wanted:
    """The filters of a match; topics and regions stand for their parts, as in every other filter."""
    kinds, crossing = frozenset(or_none(given.kinds) or ()), bool(given.cross_ministry_only)
    return await wanted_documents(info, given, kinds, "input", crossing)


async def wanted_documents(
    info: Info, given: MatchInput | SearchFilter, kinds: frozenset[MatchKind], argument: str, crossing: bool = False
) -> Wanted:
    """The filters of a match or a search; ``BadInputError`` for a value that names nothing, or for too many."""
    slugs, ars = list(or_none(given.topic_slugs) or ()), list(or_none(given.region_ars) or ())
    programmes = list(or_none(given.programmes) or ())
    for field, values in {"topicSlugs": slugs, "regionArs": ars, "programmes": programmes}.items():
        if len(values) > MOST_VALUES:
            raise BadInputError(f"{argument}.{field} may have {MOST_VALUES} values, not {len(values)}.")
        await known_values(info, {field: values}, f"{argument}.{field}")
    return Wanted(
        kinds=kinds,
        topics=await hubs.topics_with_parts(info.context.database, slugs) if slugs else frozenset(),
        regions=await hubs.regions_with_parts(info.context.database, ars) if ars else frozenset(),
        crossing_ministries=crossing,
        narrowing=Narrowing(
            frozenset(programmes),
            frozenset(or_none(given.status) or ()),
            frozenset(each.value for each in or_none(given.languages) or ()),
            or_none(given.open_until),
        ),
    )
