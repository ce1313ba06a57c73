"""Facets of what a search or a match found: how many of each kind, topic, region, programme, status and language."""

from __future__ import annotations

from collections.abc import Sequence

import strawberry

from services.kit.context import Language
from services.marketplace.matching.documents import Key
from services.marketplace.matching.narrowing import SearchFacet, counted
from services.marketplace.rules.labels import label_of
from services.marketplace.store.hubs import regions_by_ars, topics_by_slugs
from services.marketplace.store.rows import Localized, TraitsRow
from services.marketplace.types.context import Info
from services.marketplace.types.idea_connection import FacetValue


@strawberry.type(description="What was found, counted by something; values go into the filter as they are.")
class FoundFacet:
    by: SearchFacet
    values: list[FacetValue]


async def found_facets(info: Info, keys: Sequence[Key], by: Sequence[SearchFacet]) -> list[FoundFacet]:
    """Of those that may be given out at this moment."""
    rows = await info.context.visits.asking.traits.load_many(list(keys))
    found = [row for row in rows if row is not None]
    return [FoundFacet(by=each, values=await values(info, found, each)) for each in dict.fromkeys(by)]


async def values(info: Info, found: Sequence[TraitsRow], by: SearchFacet) -> list[FacetValue]:
    counts = counted(found, by)
    labels = await labels_of(info, by, [value for value, _ in counts])
    return [FacetValue(value=value, label=labels.get(value, value), count=count) for value, count in counts]


async def labels_of(info: Info, by: SearchFacet, keys: Sequence[str]) -> dict[str, str]:
    in_english = info.context.language is Language.EN
    match by:
        case SearchFacet.TOPIC:
            topics = await info.context.load.each(topics_by_slugs, keys)
            return {row.slug: in_one(row.label, in_english) for row in topics}
        case SearchFacet.REGION:
            return {row.ars: row.name for row in await info.context.load.each(regions_by_ars, keys)}
        case _:
            return {each: label_of(each, in_english) for each in keys}


def in_one(text: Localized, in_english: bool) -> str:
    return (text.get("en") if in_english else None) or text["de"]
