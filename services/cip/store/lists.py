"""The lists that hang on no row: those of the root fields, and the feed of changes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from operator import attrgetter

from services.cip.rules.viewing import Viewer
from services.cip.rules.vocabulary import AwardOrder, FundedProjectOrder, FundingCallOrder, RoundOrder
from services.cip.store.connection import QUERIES
from services.cip.store.grant_rows import ApplicationUnder
from services.cip.store.rows import AwardRow, CallRow, ChangeRow, ProjectRow, RoundRow
from services.kit.database import Database
from services.kit.feed import FeedPage
from services.kit.ordering import Key, SortDirection, Sorting, closes_at
from services.kit.paging import PageRequest, Statuses


@dataclass(frozen=True, slots=True)
class ProjectFilter:
    """None means: any. ``areas`` are patterns of ``services.kit.regions.area``; ``first`` and ``last`` days of the
    beginning; ``without`` what a project has not told.
    """

    topics: tuple[str, ...] | None
    areas: tuple[str, ...] | None
    statuses: Statuses
    first: date | None = None
    last: date | None = None
    without: tuple[str, ...] | None = None

    @property
    def arguments(self) -> tuple[object, ...]:
        return self.topics, self.areas, self.statuses, self.first, self.last, self.without


@dataclass(frozen=True, slots=True)
class AwardFilter:
    """None means: any; both days belong to the period."""

    category: str | None
    first: date | None
    last: date | None


Deadlines = tuple[datetime | None, datetime | None]
"""From when and until when one may apply; both ends belong to it, None is without end."""

ROUND_ORDERS: Mapping[RoundOrder, Key[RoundRow]] = {
    RoundOrder.NUMBER: Key(int, attrgetter("number"), SortDirection.ASC),
    RoundOrder.DEADLINE: Key(datetime, closes_at),
}
CALL_ORDERS: Mapping[FundingCallOrder, Key[CallRow]] = {
    FundingCallOrder.DEADLINE: Key(datetime, closes_at),
    FundingCallOrder.TITLE: Key(str, lambda row: row.title["de"], SortDirection.ASC),
    FundingCallOrder.BUDGET: Key(Decimal, lambda row: row.budget or Decimal()),
}
AWARD_ORDERS: Mapping[AwardOrder, Key[AwardRow]] = {
    AwardOrder.NEWEST: Key(date, attrgetter("awarded_on")),
    AwardOrder.PRIZE: Key(Decimal, attrgetter("prize")),
}
PROJECT_ORDERS: Mapping[FundedProjectOrder, Key[ProjectRow]] = {
    FundedProjectOrder.NEWEST: Key(date, attrgetter("runs_from")),
    FundedProjectOrder.TITLE: Key(str, attrgetter("title"), SortDirection.ASC),
    FundedProjectOrder.FUNDING: Key(Decimal, attrgetter("funding")),
}


async def rounds(
    database: Database, moment: datetime, deadlines: Deadlines, sorting: Sorting[RoundRow], page: PageRequest
) -> list[RoundRow]:
    statement = QUERIES.sorted_by("rounds", sorting.order)
    return await database.rows(RoundRow, statement, moment, *deadlines, *page.after_or_nulls(2), page.first)


async def round_by_number(database: Database, number: int, moment: datetime) -> RoundRow | None:
    return await database.row(RoundRow, QUERIES.round_by_number, number, moment)


async def awards(
    database: Database, wanted: AwardFilter, sorting: Sorting[AwardRow], page: PageRequest
) -> list[AwardRow]:
    statement = QUERIES.sorted_by("awards", sorting.order)
    arguments = (wanted.category, wanted.first, wanted.last, *page.after_or_nulls(2), page.first)
    return await database.rows(AwardRow, statement, *arguments)


async def award_place(database: Database, sorting: Sorting[AwardRow], id_: str) -> object | None:
    """Where an award stands in the list; None when there is none."""
    place: object | None = await database.value(QUERIES.sorted_by("award_place", sorting.order), id_)
    return place


async def application_place(
    database: Database, sorting: Sorting[ApplicationUnder], viewer: Viewer, id_: str
) -> object | None:
    """Where an application stands in a list; None when there is none that the viewer may see."""
    statement = QUERIES.sorted_by("application_place", sorting.order)
    place: object | None = await database.value(statement, id_, *viewer)
    return place


async def calls(
    database: Database,
    moment: datetime,
    statuses: Statuses,
    deadlines: Deadlines,
    sorting: Sorting[CallRow],
    page: PageRequest,
) -> list[CallRow]:
    """Those that are shown in one of the states at the moment."""
    statement = QUERIES.sorted_by("calls", sorting.order)
    given = (moment, statuses, *deadlines, *page.after_or_nulls(2), page.first)
    return await database.rows(CallRow, statement, *given)


async def projects(
    database: Database, wanted: ProjectFilter, sorting: Sorting[ProjectRow], page: PageRequest
) -> list[ProjectRow]:
    """One more than the page holds."""
    statement = QUERIES.sorted_by("projects", sorting.order)
    return await database.rows(ProjectRow, statement, *wanted.arguments, *page.after_or_nulls(2), page.limit)


async def project_count(database: Database, wanted: ProjectFilter) -> int:
    count: int = await database.value(QUERIES.project_count, *wanted.arguments)
    return count


async def changes(database: Database, page: FeedPage) -> list[ChangeRow]:
    """What changed after a place of the feed, oldest first."""
    return await database.rows(ChangeRow, QUERIES.changes, page.after, page.first)
