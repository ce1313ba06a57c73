"""The programme, its offers, and the themes of topics. What a relation takes beside keys is named behind it.

Offers and the programme are shown as they are at a moment: it is the first of what their relations take.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from services.civic_data_lab.store.connection import QUERIES
from services.civic_data_lab.store.locked import CallSeenRow, OwnRow
from services.civic_data_lab.store.orders import OFFERS, SLOTS
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
from services.kit.ordering import Sorting
from services.kit.paged import Paged, sorted_many
from services.kit.paging import PageRequest
from services.kit.relation import many, one

programmes_by_slug = one(ProgrammeRow, QUERIES.programmes_by_slug, key="slug")  # moment
offers_total = one(CountUnder, QUERIES.offers_total, key="parent")
offers_of_programme = sorted_many(OfferUnder, QUERIES, "offers_page", OFFERS, offers_total)  # moment, statuses
offers_without_simple_language = Paged(  # moment
    many(OfferUnder, QUERIES.offers_without_simple_language),
    one(CountUnder, QUERIES.offers_without_simple_language_total, key="parent"),
    {"published_on": date, "id": str},
)
data_consultations_by_id = one(DataConsultationRow, QUERIES.data_consultations_by_id)  # moment
slots_by_id = one(SlotRow, QUERIES.slots_by_id)
# moment, first and last moment of the beginning
next_free_slots = sorted_many(SlotRow, QUERIES, "next_free_slots", SLOTS, key="consultation_id")
data_project_calls_by_id = one(DataProjectCallRow, QUERIES.data_project_calls_by_id)  # moment
calls_seen = one(CallSeenRow, QUERIES.calls_seen)  # moment
may_apply_by_ids = one(OwnRow, QUERIES.may_apply_by_ids)  # sectors that may not
principles_of_call = many(PrincipleRow, QUERIES.principles_of_call, key="call_id")
learning_modules_by_id = one(LearningModuleRow, QUERIES.learning_modules_by_id)  # moment
community_formats_by_id = one(CommunityFormatRow, QUERIES.community_formats_by_id)  # moment
toolbox_items_by_id = one(ToolboxItemRow, QUERIES.toolbox_items_by_id)  # moment
themes_of_topic = many(TopicThemeRow, QUERIES.themes_of_topic, key="topic_slug")


async def data_consultations(
    database: Database, moment: datetime, sorting: Sorting[DataConsultationRow], page: PageRequest
) -> list[DataConsultationRow]:
    """The first consultations."""
    statement = QUERIES.sorted_by("data_consultations", sorting.order)
    return await database.rows(DataConsultationRow, statement, moment, *page.after_or_nulls(2), page.first)


async def data_project_calls(
    database: Database,
    moment: datetime,
    deadlines: tuple[datetime | None, datetime | None],
    sorting: Sorting[DataProjectCallRow],
    page: PageRequest,
) -> list[DataProjectCallRow]:
    """The first calls whose deadline lies in a period; both ends belong to it, None is without end."""
    statement = QUERIES.sorted_by("data_project_calls", sorting.order)
    given = (moment, *deadlines, *page.after_or_nulls(2), page.first)
    return await database.rows(DataProjectCallRow, statement, *given)


@dataclass(frozen=True, slots=True)
class ModuleFilter:
    """None means: any. ``first`` and ``last``: days of the publication."""

    level: str | None
    language: str | None
    first: date | None
    last: date | None


async def newest_privacy_text(database: Database, moment: datetime) -> PrivacyTextRow | None:
    """The one that applicants must have read."""
    return await database.row(PrivacyTextRow, QUERIES.privacy_texts, moment)


async def learning_modules(
    database: Database, moment: datetime, wanted: ModuleFilter, sorting: Sorting[LearningModuleRow], page: PageRequest
) -> list[LearningModuleRow]:
    given = (moment, wanted.level, wanted.language, wanted.first, wanted.last)
    statement = QUERIES.sorted_by("learning_modules", sorting.order)
    return await database.rows(LearningModuleRow, statement, *given, *page.after_or_nulls(2), page.first)


async def learning_module_place(database: Database, sorting: Sorting[LearningModuleRow], id_: str) -> object | None:
    """Where a learning package stands in the list; None when there is none."""
    statement = QUERIES.sorted_by("learning_module_place", sorting.order)
    place: object | None = await database.value(statement, id_)
    return place
