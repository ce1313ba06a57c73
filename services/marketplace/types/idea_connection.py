"""Lists of ideas with edges, a total and facets."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

import strawberry

from services.kit.connections import Listing, Total, listed
from services.kit.context import Language
from services.kit.field import field
from services.kit.paged import FoundSorted
from services.kit.paging import Page, SortKey
from services.marketplace.rules.labels import label_of
from services.marketplace.rules.vocabulary import IdeaFacet
from services.marketplace.store.ideas import Hub, filter_key, idea_facets
from services.marketplace.store.reading import Wanted
from services.marketplace.store.rows import FacetUnder, IdeaRow, IdeaUnder
from services.marketplace.types import ideas as idea_types
from services.marketplace.types.context import Info
from services.marketplace.types.references import IdeaType

Row = TypeVar("Row", bound=IdeaRow)


@strawberry.type
class FacetValue:
    value: str
    label: str
    count: int


@strawberry.type
class Facet:
    by: IdeaFacet
    values: list[FacetValue]


@strawberry.type
class IdeaConnection(Listing[IdeaType]):
    wanted: strawberry.Private[Wanted]

    @field(
        name="facets",
        description="How many ideas of this list the filter with each value lets through: a topic with its sub-topics, "
        "a region with its parts.",
    )
    async def counted_by(self, info: Info, by: list[IdeaFacet]) -> list[Facet]:
        names = tuple(each.value for each in by)
        rows = await info.context.load(idea_facets, filter_key(self.wanted), *info.context.viewer.sees, names)
        return [facet(each, rows, info.context.language) for each in by]


def facet(by: IdeaFacet, rows: Sequence[FacetUnder], language: Language) -> Facet:
    return Facet(by=by, values=[facet_value(row, language) for row in rows if row.facet == by.value])


def facet_value(row: FacetUnder, language: Language) -> FacetValue:
    in_english = language is Language.EN
    if row.label is None:
        label = label_of(row.value, in_english)
    else:
        label = (row.label.get("en") if in_english else None) or row.label["de"]
    return FacetValue(value=row.value, label=label, count=row.count)


def connection(page: Page[Row], sort_key: Callable[[Row], SortKey], total: Total, wanted: Wanted) -> IdeaConnection:
    """A page of ideas; ``wanted`` is the filter that the facets count under."""
    return IdeaConnection(**listed(page, idea_types.idea, sort_key), total=total, wanted=wanted)


FILTER_OF_HUB = {Hub.TOPIC: "topicSlugs", Hub.REGION: "regionArs", Hub.ACTOR: "actor", Hub.FOLLOWER: "follower"}


def hub_connection(hub: Hub, hub_key: str, came: FoundSorted[IdeaUnder], cut: Wanted) -> IdeaConnection:
    """A page of the ideas of a hub; ``cut``: the other filters that the facets count under."""
    of_hub = {FILTER_OF_HUB[hub]: hub_key if hub in (Hub.ACTOR, Hub.FOLLOWER) else [hub_key]}
    return connection(came.page, came.sort_key, came.total, {**cut, **of_hub})
