"""The questions that the marketplace answers."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import strawberry
from strawberry import ID

from services.kit.connections import BorderConnection, Listing, border_connection, listing
from services.kit.errors import BadInputError
from services.kit.events import EventRecord, event_page, for_followers
from services.kit.field import field, sliced
from services.kit.finding import found, found_all
from services.kit.making import all_made, made
from services.kit.ordering import Order, SortDirection, sorting
from services.kit.paging import list_request, page_request
from services.marketplace.matching.documents import MatchKind
from services.marketplace.rules.vocabulary import IdeaOrder, ProfileOrder, RegionLevel, RegionOrder, SupportOfferOrder
from services.marketplace.schema.analysts_questions import AnalystsQuestions
from services.marketplace.schema.contact_questions import ContactQuestions
from services.marketplace.schema.filters import known_filter, known_values, wanted_documents, wanted_matches
from services.marketplace.schema.idea_questions import IdeaQuestions
from services.marketplace.schema.moderation_questions import ModerationQuestions
from services.marketplace.schema.people_questions import PeopleQuestions
from services.marketplace.schema.rights_questions import RightsQuestions
from services.marketplace.schema.sizes import about
from services.marketplace.settings import PREFIX
from services.marketplace.store import hubs, orders
from services.marketplace.store.actors import members_by_handles
from services.marketplace.store.ideas import count_ideas, find_ideas, ideas_by_slugs
from services.marketplace.store.offers import count_offers, find_offers
from services.marketplace.store.profiles import count_profiles, find_profiles
from services.marketplace.suggesting.suggestions import for_text
from services.marketplace.types import actors, ideas, matches, offers, profiles
from services.marketplace.types import hubs as hub_types
from services.marketplace.types import programmes as programme_types
from services.marketplace.types.context import Info
from services.marketplace.types.idea_connection import IdeaConnection, connection
from services.marketplace.types.inputs import (
    IdeaFilter,
    MatchInput,
    ProfileFilter,
    SearchFilter,
    SupportOfferFilter,
    or_none,
)
from services.marketplace.types.own_offers import offer_of_card
from services.marketplace.types.search import SearchAsked, SearchConnection, search_connection

PAGED = sliced(sized=("nodes", "edges"))


def exactly_one(**given: object) -> None:
    """``BadInputError`` unless one of the arguments is there."""
    if sum(value is not None for value in given.values()) != 1:
        raise BadInputError(f"Give exactly one of {', '.join(given)}.")


@strawberry.type
class Query(IdeaQuestions, PeopleQuestions, ContactQuestions, ModerationQuestions, RightsQuestions, AnalystsQuestions):
    @field()
    async def member(self, info: Info, id: ID | None = None, handle: str | None = None) -> actors.Member | None:
        exactly_one(id=id, handle=handle)
        if id is not None:
            return await actors.member_by_id(info, id)
        row = await info.context.load(members_by_handles, handle or "")
        return None if row is None else actors.member(row)

    @field()
    async def organisation(self, info: Info, id: ID) -> actors.Organisation | None:
        return await actors.organisation_by_id(info, id)

    @field(list_size=PAGED)
    async def profiles(
        self,
        info: Info,
        filter: ProfileFilter | None = None,
        order_by: ProfileOrder | None = ProfileOrder.NEWEST,
        direction: SortDirection | None = None,
        first: int | None = 20,
        after: str | None = None,
    ) -> Listing[profiles.Profile] | None:
        context, given = info.context, await known_filter(info, filter)
        by = sorting(orders.PROFILES, order_by, direction)
        request = page_request(info, first, after, by.shape, by.order.mark)
        page = await find_profiles(context.database, context.viewer, given, by.order, request)
        total = partial(count_profiles, context.database, context.viewer, given)
        return listing(page, partial(made, profiles.Profile), by.sort_key, total)

    @field()
    async def idea(self, info: Info, id: ID | None = None, slug: str | None = None) -> ideas.Idea | None:
        exactly_one(id=id, slug=slug)
        if id is not None:
            return await ideas.idea_by_id(info, id)
        row = await info.context.load(ideas_by_slugs, slug or "", *info.context.viewer.sees)
        return None if row is None else ideas.idea(row)

    @field(list_size=PAGED)
    async def ideas(
        self,
        info: Info,
        filter: IdeaFilter | None = None,
        order_by: IdeaOrder | None = IdeaOrder.NEWEST,
        direction: SortDirection | None = None,
        first: int | None = 20,
        after: str | None = None,
    ) -> IdeaConnection | None:
        context, given = info.context, await known_filter(info, filter)
        by = sorting(orders.IDEAS, order_by, direction, given.get("text"))
        words = str(given.get("text")) if by.key.needs_text else ""
        request = page_request(info, first, after, by.shape, by.order.mark, words)
        page = await find_ideas(context.database, context.viewer, given, by.order, request)
        total = partial(count_ideas, context.database, context.viewer, given)
        return connection(page, by.sort_key, total, given)

    @field(
        description="Vector matching over ideas, profiles, offers, projects and data sets of all ministries.",
        cost=50,
        list_size=PAGED,
    )
    async def match(
        self,
        info: Info,
        input: MatchInput,
        first: int | None = 10,
        after: str | None = None,
        without: list[ID] | None = None,
    ) -> matches.MatchConnection | None:
        text, idea_id, profile_id = or_none(input.text), or_none(input.idea_id), or_none(input.profile_id)
        exactly_one(text=text, ideaId=idea_id, profileId=profile_id)
        request = page_request(info, first, after, matches.MATCH_CURSOR)
        info.context.allowance.question(request.first)
        chosen = replace(await wanted_matches(info, input), all_of_it=matches.wants_all(info, request))
        if idea_id is not None:
            found = await matches.suggested_for_idea(info, idea_id, chosen)
        elif profile_id is not None:
            found = await matches.suggested_for_profile(info, profile_id, chosen)
        else:
            found = await for_text(info.context.visits.asking, text or "", chosen, frozenset(without or ()))
        return await matches.match_listing(info, found, request)

    @field(description="Hybrid full-text and vector search.", cost=30, list_size=PAGED)
    async def search(
        self,
        info: Info,
        query: str,
        kinds: list[MatchKind] | None = None,
        first: int | None = 20,
        after: str | None = None,
        without: list[ID] | None = None,
        filter: SearchFilter | None = None,
    ) -> SearchConnection | None:
        given = SearchFilter() if filter is None else filter
        wanted = await wanted_documents(info, given, frozenset(kinds or ()), "filter")
        asked = SearchAsked(query, wanted, frozenset(without or ()))
        return await search_connection(info, asked, first, after)

    @field(description="All support offers of all ministries (Angebotsseite).", list_size=PAGED)
    async def support_offers(
        self,
        info: Info,
        filter: SupportOfferFilter | None = None,
        order_by: SupportOfferOrder | None = SupportOfferOrder.OPEN_FIRST,
        direction: SortDirection | None = None,
        first: int | None = 20,
        after: str | None = None,
    ) -> BorderConnection[offers.SupportOffer] | None:
        given = await known_filter(info, filter)
        by = sorting(orders.OFFERS, order_by, direction)
        request = page_request(info, first, after, by.shape, by.order.mark)
        at = info.context.clock.now()
        page = await find_offers(info.context.database, given, at, by.order, request)
        total = partial(count_offers, info.context.database, given, at)
        return border_connection(page, offer_of_card, by.sort_key, total)

    @field(list_size=about(4))
    async def programmes(self, info: Info) -> list[programme_types.Programme | None] | None:
        rows = await hubs.all_programmes(info.context.database)
        return [await programme_types.programme(info, row) for row in rows]

    @field(description="The three anchor projects (Ankerprojekte).", list_size=about(3))
    async def anchor_projects(self, info: Info) -> list[programme_types.AnchorProject | None] | None:
        return programme_types.anchors(await hubs.all_programmes(info.context.database))

    @field(list_size=about(12))
    async def topics(self, info: Info, parent: ID | None = None) -> list[hub_types.Topic] | None:
        if parent is None:
            return all_made(hub_types.Topic, await hubs.main_topics(info.context.database))
        await known_values(info, {"topicSlugs": [parent]}, "parent")
        return await found_all(info, hub_types.Topic, hubs.topics_of_parents, parent)

    @field()
    async def topic(self, info: Info, slug: ID) -> hub_types.Topic | None:
        return await found(info, hub_types.Topic, hubs.topics_by_slugs, slug)

    @field()
    async def region(self, info: Info, ars: ID | None = None, nuts: ID | None = None) -> hub_types.Region | None:
        exactly_one(ars=ars, nuts=nuts)
        relation = hubs.regions_by_ars if ars else hubs.regions_by_nuts
        return await found(info, hub_types.Region, relation, ars or nuts)

    @field(
        description="By the beginnings of the words of their names (accents and case aside), of a level, or both.",
        list_size=sliced(),
    )
    async def regions(
        self,
        info: Info,
        text: str | None = None,
        level: RegionLevel | None = None,
        order_by: RegionOrder | None = RegionOrder.NAME,
        direction: SortDirection | None = None,
        first: int | None = 20,
        after: ID | None = None,
    ) -> list[hub_types.Region] | None:
        order = Order((order_by or RegionOrder.NAME).value, direction or SortDirection.ASC)
        request = await list_request(first, after, partial(hubs.region_place, info.context.database, order))
        return await hub_types.regions_of(info, text, level, order, request)

    @field(list_size=about(3))
    async def ministries(self, info: Info) -> list[hub_types.Ministry] | None:
        return all_made(hub_types.Ministry, await hubs.ministries(info.context.database))

    @field(
        description="What the marketplace tells the ministries: topics, membership claims, erasures, ideas that were "
        "published, changed or hidden.",
        guard=for_followers(),
        inaccessible=True,
    )
    async def civic_coding_events(
        self, info: Info, since: str | None = None, first: int | None = 500
    ) -> list[EventRecord] | None:
        return await event_page(info.context.database, PREFIX, since, first, info.context.clock.now())
