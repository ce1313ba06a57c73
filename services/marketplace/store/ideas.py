"""Ideas and what belongs to them. Statements about ideas take the viewer: the rule of visibility is in the database."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from enum import Enum
from operator import attrgetter

import orjson

from services.kit.database import Database
from services.kit.ordering import Key, Order, SortDirection
from services.kit.paged import sorted_many
from services.kit.paging import Page, PageRequest, page
from services.kit.relation import many, one
from services.marketplace.rules.viewer import Viewer
from services.marketplace.rules.vocabulary import HubIdeaOrder
from services.marketplace.store.idea_rows import NoteRow, StandingRow
from services.marketplace.store.reading import QUERIES, Wanted
from services.marketplace.store.rows import (
    CountRow,
    FacetUnder,
    FoundIdeaRow,
    IdeaRow,
    IdeaUnder,
    LinkUnder,
    OpenRoleRow,
    TeamRow,
    VersionRow,
)


class Hub(Enum):
    """What ideas are listed under: a topic with its sub-topics, a region with its parts, a team's actor, a follower."""

    TOPIC = "TOPIC"
    REGION = "REGION"
    ACTOR = "ACTOR"
    FOLLOWER = "FOLLOWER"


ideas_by_ids = one(IdeaRow, QUERIES.ideas_by_ids)
ideas_by_slugs = one(IdeaRow, QUERIES.ideas_by_slugs, key="slug")
ideas_developed_from = many(IdeaRow, QUERIES.ideas_developed_from, key="developed_from_id")
HUB_ORDERS: Mapping[HubIdeaOrder, Key[IdeaUnder]] = {
    HubIdeaOrder.NEWEST: Key(datetime, attrgetter("newest")),
    HubIdeaOrder.RECENTLY_UPDATED: Key(datetime, attrgetter("updated_at")),
    HubIdeaOrder.TITLE: Key(str, attrgetter("title"), SortDirection.ASC),
}
count_ideas_of_hub = one(CountRow, QUERIES.count_ideas_of_hub)
# The ideas under each kind of hub: viewer, first and last moment of publication, what they lack.
ideas_of_hub = {
    hub: sorted_many(IdeaUnder, QUERIES, name, HUB_ORDERS)
    for hub, name in {
        Hub.TOPIC: "ideas_of_topics",
        Hub.REGION: "ideas_of_regions",
        Hub.ACTOR: "ideas_of_teams",
        Hub.FOLLOWER: "ideas_of_followers",
    }.items()
}
# How many ideas of a filter (its key is ``filter_key``) have each value, the most frequent first.
idea_facets = many(FacetUnder, QUERIES.idea_facets)
teams_of_ideas = many(TeamRow, QUERIES.teams_of_ideas, key="idea_id")
sectors_of_ideas = many(LinkUnder, QUERIES.sectors_of_ideas)
open_roles_of_ideas = many(OpenRoleRow, QUERIES.open_roles_of_ideas, key="idea_id")
open_roles_by_ids = one(OpenRoleRow, QUERIES.open_roles_by_ids)
supporter_counts = one(CountRow, QUERIES.supporter_counts)
# The newest versions that the viewer may see: the team all, others those since the first publication.
versions_of_ideas = many(VersionRow, QUERIES.versions_of_ideas, key="idea_id")
version_counts = one(CountRow, QUERIES.version_counts)
search_texts = one(LinkUnder, QUERIES.search_texts, key="parent")
# What the viewer is to ideas; nobody's standing needs no look.
standings_of_viewer = one(StandingRow, QUERIES.standings_of_viewer)
review_notes = one(NoteRow, QUERIES.review_notes)


async def find_ideas(
    database: Database, viewer: Viewer, wanted: Wanted, order: Order, request: PageRequest
) -> Page[FoundIdeaRow]:
    """One page of the ideas that a filter lets through; the sort key has two parts, the second is the id."""
    arguments = (wanted, *viewer.sees, *request.after_or_nulls(2), request.limit)
    return page(await database.rows(FoundIdeaRow, QUERIES.sorted_by("ideas", order), *arguments), request)


async def count_ideas(database: Database, viewer: Viewer, wanted: Wanted) -> int:
    return int(await database.value(QUERIES.count_ideas, wanted, *viewer.sees))


def filter_key(wanted: Wanted) -> str:
    """A filter as a text: the key of what is counted under it."""
    return orjson.dumps(wanted, option=orjson.OPT_SORT_KEYS).decode()
