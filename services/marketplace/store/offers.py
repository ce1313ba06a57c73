"""The catalogue of all ministries, and the marketplace's own offers."""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum

from services.kit.database import Database
from services.kit.paging import Page, PageRequest, page
from services.marketplace.store.reading import QUERIES, Fetch, Wanted, keyed
from services.marketplace.store.rows import (
    AcceleratorRow,
    CardRow,
    ChallengeRow,
    CounsellingRow,
    CountRow,
    EntryRow,
    EventRow,
    PairRow,
    TeamIdeaRow,
)


class Category(Enum):
    """What an entry of the catalogue is."""

    SUPPORT_OFFER = "SUPPORT_OFFER"
    PROJECT = "PROJECT"
    DATASET = "DATASET"


def cards(database: Database) -> Fetch[CardRow]:
    """The cards of the marketplace's own offers."""
    return keyed(database, CardRow, QUERIES.own_cards)


def counsellings(database: Database) -> Fetch[CounsellingRow]:
    return keyed(database, CounsellingRow, QUERIES.counsellings_by_ids)


def events(database: Database) -> Fetch[EventRow]:
    return keyed(database, EventRow, QUERIES.events_by_ids)


def accelerators(database: Database) -> Fetch[AcceleratorRow]:
    return keyed(database, AcceleratorRow, QUERIES.accelerators_by_ids)


def ideas_of_accelerators(database: Database) -> Fetch[TeamIdeaRow]:
    return keyed(database, TeamIdeaRow, QUERIES.ideas_of_accelerators)


def challenges_of_accelerators(database: Database) -> Fetch[ChallengeRow]:
    return keyed(database, ChallengeRow, QUERIES.challenges_of_accelerators)


def challenges(database: Database) -> Fetch[ChallengeRow]:
    return keyed(database, ChallengeRow, QUERIES.challenges_by_ids)


def vote_counts(database: Database) -> Fetch[CountRow]:
    return keyed(database, CountRow, QUERIES.vote_counts)


def ideas_of_challenges(database: Database) -> Fetch[PairRow]:
    return keyed(database, PairRow, QUERIES.ideas_of_challenges)


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
