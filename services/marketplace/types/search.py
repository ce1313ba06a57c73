"""Hybrid search in the graph."""

from __future__ import annotations

import strawberry

from services.kit.connections import PageInfo, Total, page_info
from services.kit.field import field
from services.kit.paging import page as cut_page
from services.kit.paging import page_request
from services.marketplace.loaders.context import Info
from services.marketplace.loaders.suggestions import Found, given_out, search
from services.marketplace.matching.documents import MatchKind
from services.marketplace.store.documents import highlights
from services.marketplace.types import matches as match_types


@strawberry.type
class SearchHit:
    score: float
    highlights: list[str]
    found: strawberry.Private[Found]

    @field()
    async def target(self, info: Info) -> match_types.MatchTarget | None:
        return await match_types.target_of(info, self.found.type_name, self.found.entity_id)


@strawberry.type
class SearchConnection:
    nodes: list[SearchHit]
    page_info: PageInfo
    total: strawberry.Private[Total]

    @field()
    async def total_count(self) -> int:
        return await self.total()


async def search_connection(
    info: Info, text: str, kinds: frozenset[MatchKind], first: int | None, after: str | None
) -> SearchConnection:
    """One page of what has the words or is near in meaning; a cursor is the place in the order."""
    request = page_request(first, after, (int,))
    asking = info.context.matches.asking
    found = await search(asking, text, kinds)
    start = request.after[0] if request.after else 0
    places = list(enumerate(found, start=1))[max(start, 0) :]
    page = cut_page(await given_out(asking, places, lambda place: place[1].entity_id, request.first + 1), request)
    passages = await highlights(info.context.database, text, [hit.entity_id for _, hit in page.rows])
    nodes = [SearchHit(score=hit.score, highlights=passages.get(hit.entity_id, []), found=hit) for _, hit in page.rows]

    async def total() -> int:
        return len(found)

    return SearchConnection(nodes=nodes, page_info=page_info(page, lambda row: (row[0],)), total=total)
