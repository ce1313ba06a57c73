"""The catalogue of all ministries, and the marketplace's own offers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from operator import attrgetter

from services.kit.database import Database
from services.kit.ordering import Key, Order, ProgrammeOfferOrder, ProgrammeProjectOrder, SortDirection
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
    DisplayedRow,
    EventRow,
    LinkUnder,
    ProgrammeDocumentRow,
    StepOfferUnder,
    TeamIdeaRow,
)

# The cards of the marketplace's own offers; they take the moment.
own_cards = one(CardRow, QUERIES.own_cards)
entries_displayed = one(DisplayedRow, QUERIES.entries_displayed)
counsellings_by_ids = one(CounsellingRow, QUERIES.counsellings_by_ids)
events_by_ids = one(EventRow, QUERIES.events_by_ids)
accelerators_by_ids = one(AcceleratorRow, QUERIES.accelerators_by_ids)
ideas_of_accelerators = many(TeamIdeaRow, QUERIES.ideas_of_accelerators, key="accelerator_id")
challenges_of_accelerators = many(ChallengeRow, QUERIES.challenges_of_accelerators, key="accelerator_id")
challenges_by_ids = one(ChallengeRow, QUERIES.challenges_by_ids)
open_offers_of_ideas = many(StepOfferUnder, QUERIES.open_offers_of_ideas)  # moment
vote_counts = one(CountRow, QUERIES.vote_counts)
ideas_of_challenges = many(LinkUnder, QUERIES.ideas_of_challenges)


async def find_offers(
    database: Database, wanted: Wanted, at: datetime, order: Order, request: PageRequest
) -> Page[CardRow]:
    """One page of all ministries' offers."""
    arguments = (wanted, at, *request.after_or_nulls(2), request.limit)
    return page(await database.rows(CardRow, QUERIES.sorted_by("offers", order), *arguments), request)


async def count_offers(database: Database, wanted: Wanted, at: datetime) -> int:
    return int(await database.value(QUERIES.count_offers, wanted, at))


@dataclass(frozen=True, slots=True)
class OfProgramme:
    """Which documents of a programme are wanted; ``statuses`` (None: all) are those that are shown at the moment.

    ``start`` and ``end``: the period of an offer's deadline, of a project's beginning; None is without end.
    """

    programme: str
    category: Category
    statuses: tuple[str, ...] | None
    at: datetime
    start: datetime | None = None
    end: datetime | None = None

    @property
    def arguments(self) -> tuple[object, ...]:
        return self.programme, self.category.value, self.statuses, self.at, self.start, self.end


PROGRAMME_OFFERS: Mapping[ProgrammeOfferOrder, Key[ProgrammeDocumentRow]] = {
    ProgrammeOfferOrder.NEWEST: Key(datetime, attrgetter("newest")),
    ProgrammeOfferOrder.DEADLINE: Key(datetime, attrgetter("closes_at"), SortDirection.ASC),
    ProgrammeOfferOrder.TITLE: Key(str, attrgetter("title"), SortDirection.ASC),
}
PROGRAMME_PROJECTS: Mapping[ProgrammeProjectOrder, Key[ProgrammeDocumentRow]] = {
    ProgrammeProjectOrder.NEWEST: Key(datetime, attrgetter("newest")),
    ProgrammeProjectOrder.TITLE: Key(str, attrgetter("title"), SortDirection.ASC),
}


async def programme_documents(
    database: Database, wanted: OfProgramme, order: Order, request: PageRequest
) -> Page[ProgrammeDocumentRow]:
    """One page of a programme's offers or projects."""
    statement = QUERIES.sorted_by("programme_documents", order)
    arguments = (*wanted.arguments, *request.after_or_nulls(2), request.limit)
    return page(await database.rows(ProgrammeDocumentRow, statement, *arguments), request)


async def count_programme_documents(database: Database, wanted: OfProgramme) -> int:
    return int(await database.value(QUERIES.count_programme_documents, *wanted.arguments))
