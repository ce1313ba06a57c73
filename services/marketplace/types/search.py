"""Hybrid search in the graph."""

from __future__ import annotations

import strawberry

from services.kit.connections import Listing, listed
from services.kit.errors import BadInputError
from services.kit.field import field
from services.kit.paging import NO_CURSOR, page_request
from services.kit.paging import page as cut_page
from services.marketplace.matching.documents import MatchKind
from services.marketplace.store.documents import highlights
from services.marketplace.suggesting.suggestions import Found, count_shown, given_out, search
from services.marketplace.types import matches as match_types
from services.marketplace.types.context import Info


@strawberry.type
class SearchHit:
    score: float
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


@strawberry.type
class SearchConnection(Listing[SearchHit]):
    pass


async def search_connection(
    info: Info, text: str, kinds: frozenset[MatchKind], first: int | None, after: str | None
) -> SearchConnection:
    """One page of what has the words or is near in meaning; a cursor is the place from 1, for these words."""
    request = page_request(info, first, after, (int,), text, *sorted(kind.value for kind in kinds))
    start = request.after[0] if request.after else 0
    if request.after and start < 1:
        raise BadInputError(NO_CURSOR)
    info.context.allowance.question(request.first)
    asking = info.context.visits.asking
    found = await search(asking, text, kinds)
    places = list(enumerate(found, start=1))[start:]
    page = cut_page(await given_out(asking, places, lambda place: place[1].entity_id, request.first + 1), request)

    def hit_of(place: tuple[int, Found]) -> SearchHit:
        _, hit = place
        return SearchHit(score=hit.score, found=hit, asked_for=text)

    async def total() -> int:
        return await count_shown(asking, found, lambda each: each.entity_id)

    return SearchConnection(**listed(page, hit_of, lambda place: (place[0],)), total=total)
