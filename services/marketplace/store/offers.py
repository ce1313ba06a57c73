"""The catalogue of all ministries, and the marketplace's own offers."""

from __future__ import annotations

from collections.abc import Sequence

from services.kit.database import Database
from services.kit.paging import Page, PageRequest, page
from services.kit.relation import many, one
from services.marketplace.rules.foreign import Category
from services.marketplace.store.reading import QUERIES, Wanted
from services.marketplace.store.rows import (
    AcceleratorRow,
    CardRow,
    ChallengeRow,
    CounsellingRow,
    CountRow,
    EntryRow,
    EventRow,
    LinkUnder,
    TeamIdeaRow,
)

# The cards of the marketplace's own offers.
own_cards = one(CardRow, QUERIES.own_cards)
counsellings_by_ids = one(CounsellingRow, QUERIES.counsellings_by_ids)
events_by_ids = one(EventRow, QUERIES.events_by_ids)
accelerators_by_ids = one(AcceleratorRow, QUERIES.accelerators_by_ids)
ideas_of_accelerators = many(TeamIdeaRow, QUERIES.ideas_of_accelerators, key="accelerator_id")
challenges_of_accelerators = many(ChallengeRow, QUERIES.challenges_of_accelerators, key="accelerator_id")
challenges_by_ids = one(ChallengeRow, QUERIES.challenges_by_ids)
vote_counts = one(CountRow, QUERIES.vote_counts)
ideas_of_challenges = many(LinkUnder, QUERIES.ideas_of_challenges)


async def find_offers(database: Database, wanted: Wanted, request: PageRequest) -> Page[CardRow]:
    """One page of all ministries' offers, open ones and near deadlines first; the key is (place, deadline, id)."""
    rows = await database.rows(CardRow, QUERIES.offers_by_place, wanted, *request.after_or_nulls(3), request.limit)
    return page(rows, request)


async def count_offers(database: Database, wanted: Wanted) -> int:
    return int(await database.value(QUERIES.count_offers, wanted))


async def programme_documents(
    database: Database, programme: str, category: Category, status: Sequence[str] | None, request: PageRequest
) -> Page[EntryRow]:
    """One page of a programme's offers or projects in order of id, which is the sort key."""
    rows = await database.rows(
        EntryRow,
        QUERIES.programme_documents,
        programme,
        category.value,
        None if status is None else list(status),
        *request.after_or_nulls(1),
        request.limit,
    )
    return page(rows, request)


async def count_programme_documents(
    database: Database, programme: str, category: Category, status: Sequence[str] | None
) -> int:
    wanted = None if status is None else list(status)
    return int(await database.value(QUERIES.count_programme_documents, programme, category.value, wanted))
