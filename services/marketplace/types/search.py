"""Hybrid search in the graph."""

from __future__ import annotations

from dataclasses import dataclass

import strawberry

from services.kit.connections import Listing, listed
from services.kit.errors import BadInputError
from services.kit.field import field
from services.kit.paging import NO_CURSOR, page_request
from services.kit.paging import page as cut_page
from services.marketplace.matching import understanding
from services.marketplace.matching.documents import MatchKind
from services.marketplace.store.documents import highlights
from services.marketplace.suggesting.suggestions import Found, count_shown, given_out, search
from services.marketplace.types import matches as match_types
from services.marketplace.types import understood as understood_types
from services.marketplace.types.context import Info


@strawberry.type
class SearchHit:
    score: float
    relevance: float | None = strawberry.field(
        description="How sure it is that it fits, 0 to 1; null of what was found by words alone and has no vector yet."
    )
    found: strawberry.Private[Found]
    asked_for: strawberry.Private[str]

    @field(name="highlights")
    async def passages(self, info: Info) -> list[str]:
        row = await info.context.load(highlights, self.found.entity_id, self.asked_for)
        return [] if row is None else passages_of(row.target)

    @field()
    async def target(self, info: Info) -> match_types.MatchTarget | None:
        return await match_types.target_of(info, self.found.type_name, self.found.entity_id)


def passages_of(headline: str) -> list[str]:
    """The passages that PostgreSQL gives as one text.

    >>> passages_of("**Wald** und … im **Wald**")
    ['**Wald** und', 'im **Wald**']
    """
    return headline.replace("\n", " ").split(" … ")


@dataclass(frozen=True, slots=True)
class SearchAsked:
    """A search as its client wrote it; ``without`` are ids of what was understood and is not meant."""

    text: str
    kinds: frozenset[MatchKind]
    without: frozenset[str] = frozenset()


@strawberry.type
class SearchConnection(Listing[SearchHit]):
    asked: strawberry.Private[SearchAsked]

    @field(description="What the words say besides their subject; leave one out with `without`.")
    async def understood(self) -> list[understood_types.Understood]:
        said = understanding.understood(self.asked.text, self.asked.without)
        return [understood_types.understood(each) for each in said]


async def search_connection(info: Info, asked: SearchAsked, first: int | None, after: str | None) -> SearchConnection:
    """One page of what has the words or is near in meaning; a cursor is the place from 1, for these words."""
    request = page_request(
        info, first, after, (int,), asked.text, *sorted(kind.value for kind in asked.kinds), *sorted(asked.without)
    )
    start = request.after[0] if request.after else 0
    if request.after and start < 1:
        raise BadInputError(NO_CURSOR)
    info.context.allowance.question(request.first)
    asking = info.context.visits.asking
    found = await search(asking, asked.text, asked.kinds, asked.without)
    places = list(enumerate(found, start=1))[start:]
    page = cut_page(await given_out(asking, places, lambda place: place[1].entity_id, request.first + 1), request)

    def hit_of(place: tuple[int, Found]) -> SearchHit:
        _, hit = place
        return SearchHit(score=hit.score, relevance=hit.relevance, found=hit, asked_for=asked.text)

    async def total() -> int:
        return await count_shown(asking, found, lambda each: each.entity_id)

    return SearchConnection(**listed(page, hit_of, lambda place: (place[0],)), total=total, asked=asked)
