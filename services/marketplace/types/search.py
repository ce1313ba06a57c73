"""Hybrid search in the graph."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass

import strawberry

from services.kit.connections import Listing, listed
from services.kit.errors import BadInputError
from services.kit.field import field, sliced
from services.kit.paging import NO_CURSOR, checked_first, page_request
from services.kit.paging import page as cut_page
from services.marketplace.matching.documents import Wanted
from services.marketplace.matching.languages import is_understood, language_not_understood
from services.marketplace.matching.narrowing import SearchFacet
from services.marketplace.rules.notices import notice
from services.marketplace.store.actors import actors_named
from services.marketplace.store.documents import highlights
from services.marketplace.suggesting.suggestions import Found, count_shown, given_out, search, understood_of
from services.marketplace.types import actors as actor_types
from services.marketplace.types import matches as match_types
from services.marketplace.types import understood as understood_types
from services.marketplace.types.context import Info
from services.marketplace.types.found_facets import FoundFacet, found_facets

LONGEST_NAME = 200  # characters of a question that can be a name


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
    wanted: Wanted
    without: frozenset[str] = frozenset()


@strawberry.type
class SearchConnection(Listing[SearchHit]):
    asked: strawberry.Private[SearchAsked]
    ids: strawberry.Private[Sequence[str]]

    @field(description="All that was found under the filter, counted; a document counts for each of its values.")
    async def facets(self, info: Info, by: list[SearchFacet]) -> list[FoundFacet]:
        return await found_facets(info, self.ids, by)

    @field(
        description="Organisations and persons with these words in their names; persons whose profile you may see.",
        list_size=sliced(),
    )
    async def actors(self, info: Info, first: int | None = 5) -> list[actor_types.Actor]:
        context, text = info.context, self.asked.text[:LONGEST_NAME]
        ids = await actors_named(context.database, context.viewer, text, checked_first(first))
        found = await asyncio.gather(*(actor_types.actor_by_id(info, each) for each in ids))
        return [each for each in found if each is not None]

    @field(description="What to know of the answer: that nothing fits, or that the language is not understood yet.")
    async def notice(self, info: Info) -> str | None:
        text = self.asked.text
        of_text = language_not_understood(text)
        return notice(is_understood(text), not self.ids, info.context.language, of_text)

    @field(description="What the words say besides their subject; leave one out with `without`.")
    async def understood(self, info: Info) -> list[understood_types.Understood]:
        said = await understood_of(info.context.database, self.asked.text, self.asked.without)
        return [understood_types.understood(each) for each in said]


def mark_of(wanted: Wanted) -> str:
    """Filters as a word: a place under one filter is none under another."""
    rule = wanted.narrowing
    sets = (
        {kind.value for kind in wanted.kinds},
        *(wanted.topics, wanted.regions, rule.programmes, {each.value for each in rule.statuses}, rule.languages),
    )
    return repr([sorted(each) for each in sets] + [str(rule.open_until)])


async def search_connection(info: Info, asked: SearchAsked, first: int | None, after: str | None) -> SearchConnection:
    """One page of what has the words or is near in meaning; a cursor is the place from 1, for these words."""
    request = page_request(info, first, after, (int,), asked.text, mark_of(asked.wanted), *sorted(asked.without))
    start = request.after[0] if request.after else 0
    if request.after and start < 1:
        raise BadInputError(NO_CURSOR)
    info.context.allowance.question(request.first)
    asking = info.context.visits.asking
    found = await search(asking, asked.text, asked.wanted, asked.without)
    places = list(enumerate(found, start=1))[start:]
    page = cut_page(await given_out(asking, places, lambda place: place[1].entity_id, request.first + 1), request)

    def hit_of(place: tuple[int, Found]) -> SearchHit:
        _, hit = place
        return SearchHit(score=hit.score, relevance=hit.relevance, found=hit, asked_for=asked.text)

    async def total() -> int:
        return await count_shown(asking, found, lambda each: each.entity_id)

    ids = [each.entity_id for each in found]

    return SearchConnection(**listed(page, hit_of, lambda place: (place[0],)), total=total, asked=asked, ids=ids)
