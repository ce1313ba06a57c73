"""All formats of the community, and the whole toolbox, page by page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from services.civic_data_lab.store.connection import QUERIES
from services.civic_data_lab.store.rows import CommunityFormatRow, ToolboxItemRow
from services.kit.database import Database
from services.kit.ordering import Sorting
from services.kit.paging import PageRequest


@dataclass(frozen=True, slots=True)
class FormatFilter:
    """None means: any. ``first`` and ``last``: moments between which a format begins."""

    moment: datetime
    kinds: Sequence[str] | None
    topics: Sequence[str] | None
    states: Sequence[str] | None
    first: datetime | None
    last: datetime | None

    @property
    def arguments(self) -> tuple[Any, ...]:
        return self.moment, self.kinds, self.topics, self.states, self.first, self.last


@dataclass(frozen=True, slots=True)
class ToolFilter:
    """None means: any. ``first`` and ``last``: days of the publication."""

    moment: datetime
    language: str | None
    topics: Sequence[str] | None
    states: Sequence[str] | None
    first: date | None
    last: date | None

    @property
    def arguments(self) -> tuple[Any, ...]:
        return self.moment, self.language, self.topics, self.states, self.first, self.last


async def community_formats(
    database: Database, wanted: FormatFilter, sorting: Sorting[CommunityFormatRow], page: PageRequest
) -> list[CommunityFormatRow]:
    """One more than the page holds."""
    statement = QUERIES.sorted_by("community_formats", sorting.order)
    return await database.rows(CommunityFormatRow, statement, *wanted.arguments, *page.after_or_nulls(2), page.limit)


async def community_format_count(database: Database, wanted: FormatFilter) -> int:
    count: int = await database.value(QUERIES.community_format_count, *wanted.arguments)
    return count


async def toolbox_items(
    database: Database, wanted: ToolFilter, sorting: Sorting[ToolboxItemRow], page: PageRequest
) -> list[ToolboxItemRow]:
    """One more than the page holds."""
    statement = QUERIES.sorted_by("toolbox_items", sorting.order)
    return await database.rows(ToolboxItemRow, statement, *wanted.arguments, *page.after_or_nulls(2), page.limit)


async def toolbox_item_count(database: Database, wanted: ToolFilter) -> int:
    count: int = await database.value(QUERIES.toolbox_item_count, *wanted.arguments)
    return count
