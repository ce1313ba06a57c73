"""The lists that hang on no row: those of the root fields, and the feed of changes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from services.cip.store.connection import QUERIES
from services.cip.store.rows import AwardRow, CallRow, ChangeRow, ProjectRow, RoundRow
from services.kit.database import Database
from services.kit.feed import FeedPage
from services.kit.paging import PageRequest, SortKey, Statuses


@dataclass(frozen=True, slots=True)
class ProjectFilter:
    """None means: any. ``areas`` are patterns of ``services.kit.regions.area``."""

    topics: tuple[str, ...] | None
    areas: tuple[str, ...] | None
    statuses: Statuses


async def rounds(database: Database, moment: datetime, first: int) -> list[RoundRow]:
    """By their numbers."""
    return await database.rows(RoundRow, QUERIES.rounds, moment, first)


async def round_by_number(database: Database, number: int, moment: datetime) -> RoundRow | None:
    return await database.row(RoundRow, QUERIES.round_by_number, number, moment)


async def awards_newest(database: Database, category: str | None, page: PageRequest) -> list[AwardRow]:
    return await database.rows(AwardRow, QUERIES.awards_newest, category, *page.after_or_nulls(2), page.first)


async def award_place(database: Database, id_: str) -> date | None:
    """Where an award stands in the list of the newest; None when there is none."""
    place: date | None = await database.value(QUERIES.award_place, id_)
    return place


async def calls(database: Database, moment: datetime, statuses: Statuses, first: int) -> list[CallRow]:
    """Those that are shown in one of the states at the moment, the last deadline first."""
    return await database.rows(CallRow, QUERIES.calls, moment, statuses, first)


async def projects(database: Database, wanted: ProjectFilter, page: PageRequest) -> list[ProjectRow]:
    """Newest first; one more than the page holds."""
    arguments = (wanted.topics, wanted.areas, wanted.statuses, *page.after_or_nulls(2), page.limit)
    return await database.rows(ProjectRow, QUERIES.projects, *arguments)


def project_sort_key(row: ProjectRow) -> SortKey:
    return row.runs_from, row.id


async def project_count(database: Database, wanted: ProjectFilter) -> int:
    count: int = await database.value(QUERIES.project_count, wanted.topics, wanted.areas, wanted.statuses)
    return count


async def changes(database: Database, page: FeedPage) -> list[ChangeRow]:
    """What changed after a place of the feed, oldest first."""
    return await database.rows(ChangeRow, QUERIES.changes, page.after, page.first)
