"""The programme, its offers, and the themes of topics. What a relation takes beside keys is named behind it.

Offers and the programme are shown as they are at a moment: it is the first of what their relations take.
"""

from __future__ import annotations

from datetime import date, datetime

from services.civic_data_lab.store.connection import QUERIES
from services.civic_data_lab.store.rows import (
    CommunityFormatRow,
    CountUnder,
    DataConsultationRow,
    DataProjectCallRow,
    LearningModuleRow,
    OfferUnder,
    PrincipleRow,
    PrivacyTextRow,
    ProgrammeRow,
    SlotRow,
    ToolboxItemRow,
    TopicThemeRow,
)
from services.kit.database import Database
from services.kit.paged import Paged
from services.kit.paging import PageRequest
from services.kit.relation import many, one

programmes_by_slug = one(ProgrammeRow, QUERIES.programmes_by_slug, key="slug")  # moment
offers_of_programme = Paged(  # moment, statuses
    many(OfferUnder, QUERIES.offers_page),
    one(CountUnder, QUERIES.offers_total, key="parent"),
    {"published_on": date, "id": str},
)
data_consultations_by_id = one(DataConsultationRow, QUERIES.data_consultations_by_id)  # moment
slots_by_id = one(SlotRow, QUERIES.slots_by_id)
next_free_slots = many(SlotRow, QUERIES.next_free_slots, key="consultation_id")  # moment, limit
data_project_calls_by_id = one(DataProjectCallRow, QUERIES.data_project_calls_by_id)  # moment
principles_of_call = many(PrincipleRow, QUERIES.principles_of_call, key="call_id")
learning_modules_by_id = one(LearningModuleRow, QUERIES.learning_modules_by_id)  # moment
community_formats_by_id = one(CommunityFormatRow, QUERIES.community_formats_by_id)  # moment
toolbox_items_by_id = one(ToolboxItemRow, QUERIES.toolbox_items_by_id)  # moment
themes_of_topic = many(TopicThemeRow, QUERIES.themes_of_topic, key="topic_slug")


async def data_consultations(database: Database, moment: datetime) -> list[DataConsultationRow]:
    """All consultations (at most 100), the newest first."""
    return await database.rows(DataConsultationRow, QUERIES.data_consultations, moment)


async def newest_privacy_text(database: Database, moment: datetime) -> PrivacyTextRow | None:
    """The one that applicants must have read."""
    return await database.row(PrivacyTextRow, QUERIES.privacy_texts, moment)


async def learning_modules(
    database: Database, moment: datetime, level: str | None, language: str | None, page: PageRequest
) -> list[LearningModuleRow]:
    """The learning packages of a level and in a language, or of all; the newest first."""
    arguments = (moment, level, language, *page.after_or_nulls(2), page.first)
    return await database.rows(LearningModuleRow, QUERIES.learning_modules, *arguments)


async def learning_module_place(database: Database, id_: str) -> date | None:
    """Where a learning package stands in the list; None when there is none."""
    place: date | None = await database.value(QUERIES.learning_module_place, id_)
    return place
