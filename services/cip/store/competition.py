"""Rounds, entries and awards of the idea competition."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from services.cip.rules import Viewer
from services.cip.store.connection import QUERIES
from services.cip.store.rows import (
    AwardRow,
    AwardUnder,
    CountRow,
    CriterionRow,
    EntryRow,
    EntryUnder,
    PhaseDateRow,
    PitchRow,
    RoundRow,
    TeamLineRow,
    TrancheRow,
)
from services.kit.database import Database
from services.kit.paging import PageRequest

ENTRY_CURSOR = (str,)  # reference_number


async def rounds(database: Database) -> list[RoundRow]:
    return await database.rows(RoundRow, QUERIES.rounds)


async def rounds_by_ids(database: Database, ids: Sequence[str]) -> list[RoundRow]:
    return await database.rows(RoundRow, QUERIES.rounds_by_ids, ids)


async def round_by_number(database: Database, number: int) -> RoundRow | None:
    return await database.row(RoundRow, QUERIES.round_by_number, number)


async def phase_dates_by_rounds(database: Database, ids: Sequence[str]) -> list[PhaseDateRow]:
    return await database.rows(PhaseDateRow, QUERIES.phase_dates_by_rounds, ids)


async def criteria_by_rounds(database: Database, ids: Sequence[str]) -> list[CriterionRow]:
    return await database.rows(CriterionRow, QUERIES.criteria_by_rounds, ids)


async def submitted_counts_by_rounds(database: Database, ids: Sequence[str]) -> list[CountRow]:
    """How many entries were handed in, seen or not: a number that the ministry publishes."""
    return await database.rows(CountRow, QUERIES.submitted_counts_by_rounds, ids)


async def entries_by_ids(database: Database, ids: Sequence[str]) -> list[EntryRow]:
    """Entries whoever asks: only for awards, which make their entry public."""
    return await database.rows(EntryRow, QUERIES.entries_by_ids, ids)


async def visible_entries_by_ids(database: Database, viewer: Viewer, ids: Sequence[str]) -> list[EntryRow]:
    return await database.rows(EntryRow, QUERIES.visible_entries_by_ids, ids, viewer.actor_id, viewer.is_staff)


async def entries_by_rounds(
    database: Database, viewer: Viewer, ids: Sequence[str], category: str | None, status: str | None, page: PageRequest
) -> list[EntryUnder]:
    """By reference number; one more than the page holds."""
    (after,) = page.after_or_nulls(1)
    arguments = (ids, category, status, after, page.limit, viewer.actor_id, viewer.is_staff)
    return await database.rows(EntryUnder, QUERIES.entries_by_rounds, *arguments)


async def entry_counts_by_rounds(
    database: Database, viewer: Viewer, ids: Sequence[str], category: str | None, status: str | None
) -> list[CountRow]:
    arguments = (ids, category, status, viewer.actor_id, viewer.is_staff)
    return await database.rows(CountRow, QUERIES.entry_counts_by_rounds, *arguments)


async def entries_by_ideas(database: Database, viewer: Viewer, ids: Sequence[str]) -> list[EntryUnder]:
    return await database.rows(EntryUnder, QUERIES.entries_by_ideas, ids, viewer.actor_id, viewer.is_staff)


async def entries_by_organisations(database: Database, viewer: Viewer, ids: Sequence[str]) -> list[EntryUnder]:
    return await database.rows(EntryUnder, QUERIES.entries_by_organisations, ids, viewer.actor_id, viewer.is_staff)


async def entries_by_members(database: Database, viewer: Viewer, ids: Sequence[str]) -> list[EntryUnder]:
    return await database.rows(EntryUnder, QUERIES.entries_by_members, ids, viewer.actor_id, viewer.is_staff)


async def entries_by_former_members(database: Database, viewer: Viewer, numbers: Sequence[str]) -> list[EntryUnder]:
    """By number in the CIP community; for those who have no account in the marketplace yet."""
    arguments = (numbers, viewer.actor_id, viewer.is_staff)
    return await database.rows(EntryUnder, QUERIES.entries_by_former_members, *arguments)


async def teams_by_entries(database: Database, ids: Sequence[str]) -> list[TeamLineRow]:
    return await database.rows(TeamLineRow, QUERIES.teams_by_entries, ids)


async def entries_of_member(database: Database, viewer: Viewer, ids: Sequence[str]) -> list[str]:
    """Those of the entries on whose team the viewer is."""
    return await database.rows(str, QUERIES.entries_of_member, ids, viewer.actor_id)


async def pitches_by_entries(database: Database, ids: Sequence[str]) -> list[PitchRow]:
    return await database.rows(PitchRow, QUERIES.pitches_by_entries, ids)


async def awards_newest(database: Database, category: str | None, page: PageRequest) -> list[AwardRow]:
    return await database.rows(AwardRow, QUERIES.awards_newest, category, *page.after_or_nulls(2), page.first)


async def award_place(database: Database, id_: str) -> date | None:
    """Where an award stands in the list of the newest; None when there is none."""
    place: date | None = await database.value(QUERIES.award_place, id_)
    return place


async def awards_by_ids(database: Database, ids: Sequence[str]) -> list[AwardRow]:
    return await database.rows(AwardRow, QUERIES.awards_by_ids, ids)


async def awards_by_entries(database: Database, ids: Sequence[str]) -> list[AwardRow]:
    return await database.rows(AwardRow, QUERIES.awards_by_entries, ids)


async def awards_by_rounds(database: Database, ids: Sequence[str]) -> list[AwardRow]:
    return await database.rows(AwardRow, QUERIES.awards_by_rounds, ids)


async def awards_by_ideas(database: Database, ids: Sequence[str]) -> list[AwardUnder]:
    return await database.rows(AwardUnder, QUERIES.awards_by_ideas, ids)


async def awards_by_organisations(database: Database, ids: Sequence[str]) -> list[AwardUnder]:
    return await database.rows(AwardUnder, QUERIES.awards_by_organisations, ids)


async def awards_by_members(database: Database, ids: Sequence[str]) -> list[AwardUnder]:
    return await database.rows(AwardUnder, QUERIES.awards_by_members, ids)


async def awards_by_former_members(database: Database, numbers: Sequence[str]) -> list[AwardUnder]:
    return await database.rows(AwardUnder, QUERIES.awards_by_former_members, numbers)


async def tranches_by_awards(database: Database, ids: Sequence[str]) -> list[TrancheRow]:
    return await database.rows(TrancheRow, QUERIES.tranches_by_awards, ids)
