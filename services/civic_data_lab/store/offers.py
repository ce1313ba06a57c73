"""The programme, its offers, and the themes of topics."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from services.civic_data_lab.store.connection import QUERIES
from services.civic_data_lab.store.rows import (
    CommunityFormatRow,
    DataConsultationRow,
    DataProjectCallRow,
    LearningModuleRow,
    OfferKeyRow,
    PrincipleRow,
    ProgrammeRow,
    SlotRow,
    TopicThemeRow,
    TotalRow,
)
from services.kit.database import Database, by_keys
from services.kit.paging import PageRequest

programmes_by_slug = by_keys(ProgrammeRow, QUERIES.programmes_by_slug)
data_consultations_by_id = by_keys(DataConsultationRow, QUERIES.data_consultations_by_id)
slots_by_id = by_keys(SlotRow, QUERIES.slots_by_id)
data_project_calls_by_id = by_keys(DataProjectCallRow, QUERIES.data_project_calls_by_id)
principles_of_call = by_keys(PrincipleRow, QUERIES.principles_of_call)
learning_modules_by_id = by_keys(LearningModuleRow, QUERIES.learning_modules_by_id)
community_formats_by_id = by_keys(CommunityFormatRow, QUERIES.community_formats_by_id)
themes_of_topic = by_keys(TopicThemeRow, QUERIES.themes_of_topic)


async def offers_page(
    database: Database, programmes: Sequence[str], states: Sequence[str] | None, page: PageRequest
) -> list[OfferKeyRow]:
    """One page of each programme's offers, the newest first."""
    after = page.after_or_nulls(2)
    return await database.rows(OfferKeyRow, QUERIES.offers_page, programmes, states, *after, page.limit)


async def offers_total(database: Database, programmes: Sequence[str], states: Sequence[str] | None) -> list[TotalRow]:
    """How many offers each programme has; no row for a programme without any."""
    return await database.rows(TotalRow, QUERIES.offers_total, programmes, states)


async def data_consultations(database: Database) -> list[DataConsultationRow]:
    """All consultations (at most 100), the newest first."""
    return await database.rows(DataConsultationRow, QUERIES.data_consultations)


async def next_free_slots(database: Database, consultations: Sequence[str], now: datetime, limit: int) -> list[SlotRow]:
    """The next free appointments of each consultation."""
    return await database.rows(SlotRow, QUERIES.next_free_slots, consultations, now, limit)


async def learning_modules(
    database: Database, level: str | None, language: str | None, page: PageRequest
) -> list[LearningModuleRow]:
    """The learning packages of a level and in a language, or of all; the newest first."""
    arguments = (level, language, *page.after_or_nulls(2), page.first)
    return await database.rows(LearningModuleRow, QUERIES.learning_modules, *arguments)


async def learning_module_place(database: Database, id_: str) -> date | None:
    """Where a learning package stands in the list; None when there is none."""
    place: date | None = await database.value(QUERIES.learning_module_place, id_)
    return place
