"""Ideas and what belongs to them. Statements about ideas take the viewer: the rule of visibility is in the database."""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum

import orjson

from services.kit.database import Database
from services.kit.paging import Page, PageRequest, page
from services.marketplace.rules.viewer import Viewer
from services.marketplace.rules.vocabulary import IdeaOrder
from services.marketplace.store.reading import QUERIES, Fetch, Wanted, keyed
from services.marketplace.store.rows import (
    CountRow,
    FacetRow,
    FoundIdeaRow,
    HubIdeaRow,
    IdeaRow,
    OpenRoleRow,
    PairRow,
    TeamRow,
    VersionRow,
)


class Hub(Enum):
    """What ideas are listed under: a topic with its sub-topics, a region with its parts, an actor's teams."""

    TOPIC = "TOPIC"
    REGION = "REGION"
    ACTOR = "ACTOR"


SORTED = {
    IdeaOrder.NEWEST: QUERIES.ideas_newest,
    IdeaOrder.RECENTLY_UPDATED: QUERIES.ideas_recently_updated,
    IdeaOrder.MOST_SUPPORTED: QUERIES.ideas_most_supported,
    IdeaOrder.RELEVANCE: QUERIES.ideas_relevant,
}


def ideas(database: Database, viewer: Viewer) -> Fetch[IdeaRow]:
    return keyed(database, IdeaRow, QUERIES.ideas_by_ids, viewer.member_id, viewer.is_staff)


def ideas_by_slugs(database: Database, viewer: Viewer) -> Fetch[IdeaRow]:
    return keyed(database, IdeaRow, QUERIES.ideas_by_slugs, viewer.member_id, viewer.is_staff)


def ideas_developed_from(database: Database, viewer: Viewer) -> Fetch[IdeaRow]:
    return keyed(database, IdeaRow, QUERIES.ideas_developed_from, viewer.member_id, viewer.is_staff)


def editable(database: Database, viewer: Viewer) -> Fetch[str]:
    """The ids of those ideas whose owner or co-author the viewer is."""
    return keyed(database, str, QUERIES.editable_ideas, viewer.member_id)


def teams(database: Database) -> Fetch[TeamRow]:
    return keyed(database, TeamRow, QUERIES.teams_of_ideas)


def sectors(database: Database) -> Fetch[PairRow]:
    return keyed(database, PairRow, QUERIES.sectors_of_ideas)


def open_roles_of_ideas(database: Database) -> Fetch[OpenRoleRow]:
    return keyed(database, OpenRoleRow, QUERIES.open_roles_of_ideas)


def open_roles(database: Database, viewer: Viewer) -> Fetch[OpenRoleRow]:
    return keyed(database, OpenRoleRow, QUERIES.open_roles_by_ids, viewer.member_id, viewer.is_staff)


def supporter_counts(database: Database) -> Fetch[CountRow]:
    return keyed(database, CountRow, QUERIES.supporter_counts)


def version_counts(database: Database, viewer: Viewer) -> Fetch[CountRow]:
    return keyed(database, CountRow, QUERIES.version_counts, viewer.member_id)


def search_texts(database: Database) -> Fetch[PairRow]:
    return keyed(database, PairRow, QUERIES.search_texts)


async def versions(
    database: Database, viewer: Viewer, idea_ids: Sequence[str], request: PageRequest
) -> list[Page[VersionRow]]:
    """The newest versions of each idea that the viewer may see: the team all, others those since the first publication.

    The sort key is the number.
    """
    arguments = (list(idea_ids), viewer.member_id, *request.after_or_nulls(1), request.limit)
    rows = await database.rows(VersionRow, QUERIES.versions_of_ideas, *arguments)
    return [page([row for row in rows if row.idea_id == idea_id], request) for idea_id in idea_ids]


async def ideas_of_hub(
    database: Database, viewer: Viewer, hub: Hub, keys: Sequence[str], request: PageRequest
) -> list[Page[HubIdeaRow]]:
    """The newest ideas under each key in one trip; the sort key is (newest, id)."""
    rows = await database.rows(
        HubIdeaRow,
        QUERIES.ideas_of_hub,
        list(keys),
        hub.value,
        viewer.member_id,
        viewer.is_staff,
        *request.after_or_nulls(2),
        request.limit,
    )
    return [page([row for row in rows if row.owner == key], request) for key in keys]


def count_ideas_of_hub(database: Database, viewer: Viewer, hub: Hub) -> Fetch[CountRow]:
    return keyed(database, CountRow, QUERIES.count_ideas_of_hub, hub.value, viewer.member_id, viewer.is_staff)


async def find_ideas(
    database: Database, viewer: Viewer, wanted: Wanted, order: IdeaOrder, request: PageRequest
) -> Page[FoundIdeaRow]:
    """One page of the ideas that a filter lets through; the sort key has two parts, the second is the id."""
    rows = await database.rows(
        FoundIdeaRow,
        SORTED[order],
        wanted,
        viewer.member_id,
        viewer.is_staff,
        *request.after_or_nulls(2),
        request.limit,
    )
    return page(rows, request)


async def count_ideas(database: Database, viewer: Viewer, wanted: Wanted) -> int:
    return int(await database.value(QUERIES.count_ideas, wanted, viewer.member_id, viewer.is_staff))


def filter_key(wanted: Wanted) -> str:
    """A filter as a text: the key of what is counted under it."""
    return orjson.dumps(wanted, option=orjson.OPT_SORT_KEYS).decode()


async def facets(database: Database, viewer: Viewer, filters: Sequence[str], by: Sequence[str]) -> list[FacetRow]:
    """How many ideas of each filter have each value, the most frequent first."""
    return await database.rows(
        FacetRow, QUERIES.idea_facets, list(filters), viewer.member_id, viewer.is_staff, list(by)
    )
