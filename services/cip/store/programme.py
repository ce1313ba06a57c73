"""Programme, public pages, offers, topics, and the former community."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from services.cip.store.connection import QUERIES
from services.cip.store.rows import (
    CountRow,
    EntityTopicRow,
    FormerIdeaRow,
    FormerMemberRow,
    OfferRow,
    ProgrammeRow,
    PublicPageRow,
    TopicCategoryRow,
)
from services.kit.database import Database
from services.kit.paging import PageRequest

Statuses = tuple[str, ...] | None
OFFER_CURSOR = (datetime, str)  # closes_at, id


async def programmes_by_slugs(database: Database, slugs: Sequence[str]) -> list[ProgrammeRow]:
    return await database.rows(ProgrammeRow, QUERIES.programmes_by_slugs, slugs)


async def pages_by_programmes(database: Database, slugs: Sequence[str]) -> list[PublicPageRow]:
    return await database.rows(PublicPageRow, QUERIES.pages_by_programmes, slugs)


async def offers_by_programmes(
    database: Database, slugs: Sequence[str], statuses: Statuses, page: PageRequest
) -> list[OfferRow]:
    """Rounds and calls, latest deadline first; one more than the page holds."""
    after = page.after_or_nulls(2)
    return await database.rows(OfferRow, QUERIES.offers_by_programmes, slugs, statuses, *after, page.limit)


async def offer_counts_by_programmes(database: Database, slugs: Sequence[str], statuses: Statuses) -> list[CountRow]:
    return await database.rows(CountRow, QUERIES.offer_counts_by_programmes, slugs, statuses)


async def topics_by_entities(database: Database, ids: Sequence[str]) -> list[EntityTopicRow]:
    return await database.rows(EntityTopicRow, QUERIES.topics_by_entities, ids)


async def categories_by_topics(database: Database, slugs: Sequence[str]) -> list[TopicCategoryRow]:
    return await database.rows(TopicCategoryRow, QUERIES.categories_by_topics, slugs)


async def former_members_by_ids(database: Database, ids: Sequence[str]) -> list[FormerMemberRow]:
    return await database.rows(FormerMemberRow, QUERIES.former_members_by_ids, ids)


async def former_members_by_numbers(database: Database, numbers: Sequence[str]) -> list[FormerMemberRow]:
    return await database.rows(FormerMemberRow, QUERIES.former_members_by_numbers, numbers)


async def former_ideas_by_ids(database: Database, ids: Sequence[str]) -> list[FormerIdeaRow]:
    return await database.rows(FormerIdeaRow, QUERIES.former_ideas_by_ids, ids)
