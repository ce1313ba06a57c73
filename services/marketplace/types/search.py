"""Hybrid search in the graph."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace

import strawberry

from services.kit.connections import Listing, listed
from services.kit.errors import BadInputError
from services.kit.field import field, sliced
from services.kit.letters import usual
from services.kit.paging import NO_CURSOR, checked_first, page_request
from services.kit.paging import page as cut_page
from services.kit.selected import selects
from services.marketplace.matching.documents import Key, Wanted
from services.marketplace.matching.narrowing import SearchFacet
from services.marketplace.matching.translating import in_german
from services.marketplace.store.actors import actors_named
from services.marketplace.store.documents import ShownCard
from services.marketplace.suggesting.asking import count_shown, with_cards, with_passages
from services.marketplace.suggesting.suggestions import Hit, found_of, hit_key, search
from services.marketplace.suggesting.understood import understood_of
from services.marketplace.types import actors as actor_types
from services.marketplace.types import matches as match_types
from services.marketplace.types import understood as understood_types
from services.marketplace.types.context import Info
from services.marketplace.types.found_facets import FoundFacet, found_facets

Given = tuple[tuple[int, Hit], ShownCard | None]
"""A place with what was found there, and what is shown of it."""
LONGEST_NAME = 200  # characters of a question that can be a name


@strawberry.type
class SearchHit:
    score: float
    relevance: float | None = strawberry.field(
        description="How sure it is that it fits, 0 to 1; null of what was found by words alone and has no vector yet."
    )
    highlights: list[str]
    target: match_types.MatchTarget | None


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
    keys: strawberry.Private[Sequence[Key]]
    is_cut: strawberry.Private[bool]

    @field(description=match_types.IS_ESTIMATE)
    async def total_count_is_estimate(self) -> bool:
        return self.is_cut

    @field(description="All that was found under the filter, counted; a document counts for each of its values.")
    async def facets(self, info: Info, by: list[SearchFacet]) -> list[FoundFacet]:
        return await found_facets(info, self.keys, by)

    @field(
        description="Organisations and persons with these words in their names; persons whose profile you may see.",
        list_size=sliced(),
    )
    async def actors(self, info: Info, first: int | None = 5) -> list[actor_types.Actor]:
        context, text = info.context, usual(self.asked.text)[:LONGEST_NAME]
        ids = await actors_named(context.database, context.viewer, text, checked_first(first))
        found = await asyncio.gather(*(actor_types.actor_by_id(info, each) for each in ids))
        return [each for each in found if each is not None]

    @field(
        description="What to know of the answer: that nothing fits, that the question was translated word by word, or "
        "that its language is not understood yet."
    )
    async def notice(self, info: Info) -> str | None:
        return match_types.notice_of(self.asked.text, not self.keys, info.context.language)

    @field(description="What the words say besides their subject; leave one out with `without`.")
    async def understood(self, info: Info) -> list[understood_types.Understood]:
        said = await understood_of(info.context.visits.asking, in_german(self.asked.text), self.asked.without)
        return [understood_types.understood(each) for each in said]


async def given_of(info: Info, asked: SearchAsked, places: Sequence[tuple[int, Hit]], count: int) -> list[Given]:
    """The first hits that may be given out, with what is shown of them and their passages where somebody asks for
    these, in one trip.
    """
    asking = info.context.visits.asking
    if selects(info, "highlights"):
        return list(await with_passages(asking, places, _key_at, count, in_german(asked.text)))
    return await with_cards(asking, places, _key_at, count, are_wanted=selects(info, "target"))


def _key_at(place: tuple[int, Hit]) -> Key:
    return hit_key(place[1])


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
    wanted = replace(asked.wanted, all_of_it=match_types.wants_all(info, request))
    found, is_cut = await search(asking, asked.text, wanted, asked.without)
    places = list(enumerate(found, start=1))[start:]
    given = await given_of(info, asked, places, request.first + 1)

    with_facets = selects(info, "facets")

    async def total() -> int:
        return await count_shown(asking, found, hit_key, with_facets=with_facets)

    return SearchConnection(
        **listed(cut_page(given, request), search_hit, lambda each: (each[0][0],)),
        total=total,
        asked=asked,
        keys=[hit_key(each) for each in found],
        is_cut=is_cut,
    )


def search_hit(given: Given) -> SearchHit:
    (_, hit), card = given
    found = found_of(hit)
    return SearchHit(
        score=found.score,
        relevance=found.relevance,
        highlights=[] if card is None or card.passages is None else passages_of(card.passages),
        target=match_types.target_of(found.type_name, card),
    )
