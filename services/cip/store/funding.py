"""Funding calls and funded projects."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from services.cip.store.connection import QUERIES
from services.cip.store.rows import (
    CallRow,
    CountRow,
    FundingRow,
    MilestoneRow,
    PartnerRow,
    ProjectRow,
    ProjectUnder,
)
from services.kit.database import Database
from services.kit.paging import PageRequest

Statuses = tuple[str, ...] | None
PROJECT_CURSOR = (date, str)  # runs_from, id


@dataclass(frozen=True, slots=True)
class ProjectFilter:
    """None means: any. ``areas`` are patterns of ``services.kit.regions.area``."""

    topics: tuple[str, ...] | None
    areas: tuple[str, ...] | None
    statuses: Statuses


async def calls(database: Database, statuses: Statuses) -> list[CallRow]:
    return await database.rows(CallRow, QUERIES.calls, statuses)


async def calls_by_ids(database: Database, ids: Sequence[str]) -> list[CallRow]:
    return await database.rows(CallRow, QUERIES.calls_by_ids, ids)


async def projects_by_ids(database: Database, ids: Sequence[str]) -> list[ProjectRow]:
    return await database.rows(ProjectRow, QUERIES.projects_by_ids, ids)


async def projects(database: Database, wanted: ProjectFilter, page: PageRequest) -> list[ProjectRow]:
    """Newest first; one more than the page holds."""
    arguments = (wanted.topics, wanted.areas, wanted.statuses, *page.after_or_nulls(2), page.limit)
    return await database.rows(ProjectRow, QUERIES.projects, *arguments)


async def project_count(database: Database, wanted: ProjectFilter) -> int:
    count: int = await database.value(QUERIES.project_count, wanted.topics, wanted.areas, wanted.statuses)
    return count


async def projects_by_programmes(
    database: Database, slugs: Sequence[str], statuses: Statuses, page: PageRequest
) -> list[ProjectUnder]:
    """Newest first; one more than the page holds."""
    after = page.after_or_nulls(2)
    return await database.rows(ProjectUnder, QUERIES.projects_by_programmes, slugs, statuses, *after, page.limit)


async def project_counts_by_programmes(database: Database, slugs: Sequence[str], statuses: Statuses) -> list[CountRow]:
    return await database.rows(CountRow, QUERIES.project_counts_by_programmes, slugs, statuses)


async def projects_by_calls(database: Database, ids: Sequence[str], page: PageRequest) -> list[ProjectUnder]:
    """Newest first; one more than the page holds."""
    after = page.after_or_nulls(2)
    return await database.rows(ProjectUnder, QUERIES.projects_by_calls, ids, *after, page.limit)


async def project_counts_by_calls(database: Database, ids: Sequence[str]) -> list[CountRow]:
    return await database.rows(CountRow, QUERIES.project_counts_by_calls, ids)


async def projects_by_topics(database: Database, slugs: Sequence[str], first: int) -> list[ProjectUnder]:
    return await database.rows(ProjectUnder, QUERIES.projects_by_topics, slugs, first)


async def projects_by_regions(database: Database, areas: Sequence[str], first: int) -> list[ProjectUnder]:
    """``parent`` is the area."""
    return await database.rows(ProjectUnder, QUERIES.projects_by_regions, areas, first)


async def projects_by_ideas(database: Database, ids: Sequence[str]) -> list[ProjectUnder]:
    return await database.rows(ProjectUnder, QUERIES.projects_by_ideas, ids)


async def projects_by_organisations(database: Database, ids: Sequence[str], role: str | None) -> list[ProjectUnder]:
    return await database.rows(ProjectUnder, QUERIES.projects_by_organisations, ids, role)


async def projects_continuing_pilot_projects(database: Database, ids: Sequence[str]) -> list[ProjectUnder]:
    return await database.rows(ProjectUnder, QUERIES.projects_continuing_pilot_projects, ids)


async def projects_continuing_data_projects(database: Database, ids: Sequence[str]) -> list[ProjectUnder]:
    return await database.rows(ProjectUnder, QUERIES.projects_continuing_data_projects, ids)


async def partners_by_projects(database: Database, ids: Sequence[str]) -> list[PartnerRow]:
    return await database.rows(PartnerRow, QUERIES.partners_by_projects, ids)


async def milestones_by_projects(database: Database, ids: Sequence[str]) -> list[MilestoneRow]:
    return await database.rows(MilestoneRow, QUERIES.milestones_by_projects, ids)


async def funding_by_topics(database: Database, slugs: Sequence[str]) -> list[FundingRow]:
    return await database.rows(FundingRow, QUERIES.funding_by_topics, slugs)


async def funding_by_regions(database: Database, areas: Sequence[str]) -> list[FundingRow]:
    """``parent`` is the area."""
    return await database.rows(FundingRow, QUERIES.funding_by_regions, areas)


async def funding_by_organisations(
    database: Database, ids: Sequence[str], first: date | None, last: date | None
) -> list[FundingRow]:
    return await database.rows(FundingRow, QUERIES.funding_by_organisations, ids, first, last)
