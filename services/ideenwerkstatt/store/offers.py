"""The programme, its offers and its experts. What a relation takes beside keys is named behind it.

Offers and the programme are shown as they are at a moment: it is the first of what their relations take.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from services.ideenwerkstatt.rules.filters import WorkshopFilter
from services.ideenwerkstatt.store.connection import QUERIES
from services.ideenwerkstatt.store.orders import OFFERS, SLOTS, WORKSHOPS_OF_TOPIC
from services.ideenwerkstatt.store.rows import (
    AiConsultationRow,
    ComputeQuotaRow,
    CountUnder,
    ExpertRow,
    MaterialRow,
    OfferUnder,
    PilotCallRow,
    ProgrammeRow,
    SlotRow,
    WorkshopRow,
    WorkshopUnder,
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
workshops_by_id = one(WorkshopRow, QUERIES.workshops_by_id)  # moment
workshops_of_topic = sorted_many(WorkshopUnder, QUERIES, "workshops_of_topic", WORKSHOPS_OF_TOPIC)  # moment, period
materials_by_id = one(MaterialRow, QUERIES.materials_by_id)
materials_of_workshop = many(MaterialRow, QUERIES.materials_of_workshop, key="workshop_id")
ai_consultations_by_id = one(AiConsultationRow, QUERIES.ai_consultations_by_id)  # moment
slots_by_id = one(SlotRow, QUERIES.slots_by_id)
# free only, first and last moment of the beginning
slots_of_consultation = sorted_many(SlotRow, QUERIES, "slots_of_consultation", SLOTS, key="consultation_id")
pilot_calls_by_id = one(PilotCallRow, QUERIES.pilot_calls_by_id)  # moment
compute_quotas_by_id = one(ComputeQuotaRow, QUERIES.compute_quotas_by_id)  # moment
experts_by_id = one(ExpertRow, QUERIES.experts_by_id)
experts_by_actor = one(ExpertRow, QUERIES.experts_by_actor, key="actor_id")


async def workshops(
    database: Database, moment: datetime, wanted: WorkshopFilter, sorting: Sorting[WorkshopRow], page: PageRequest
) -> list[WorkshopRow]:
    """The workshops of a filter."""
    return await database.rows(
        WorkshopRow,
        QUERIES.sorted_by("workshops", sorting.order),
        moment,
        wanted.starts_from,
        wanted.starts_until,
        wanted.topic_slugs,
        wanted.nuts,
        wanted.seats_free_only,
        *page.after_or_nulls(2),
        page.first,
    )


async def workshop_place(database: Database, sorting: Sorting[WorkshopRow], id_: str) -> object | None:
    """Where a workshop stands in the list; None when there is none."""
    place: object | None = await database.value(QUERIES.sorted_by("workshop_place", sorting.order), id_)
    return place


async def ai_consultations(
    database: Database, moment: datetime, sorting: Sorting[AiConsultationRow], page: PageRequest
) -> list[AiConsultationRow]:
    """The first consultations."""
    statement = QUERIES.sorted_by("ai_consultations", sorting.order)
    return await database.rows(AiConsultationRow, statement, moment, *page.after_or_nulls(2), page.first)


async def pilot_calls(
    database: Database,
    moment: datetime,
    deadlines: tuple[datetime | None, datetime | None],
    sorting: Sorting[PilotCallRow],
    page: PageRequest,
) -> list[PilotCallRow]:
    """The first calls whose deadline lies in a period; both ends belong to it, None is without end."""
    statement = QUERIES.sorted_by("pilot_calls", sorting.order)
    given = (moment, *deadlines, *page.after_or_nulls(2), page.first)
    return await database.rows(PilotCallRow, statement, *given)


@dataclass(frozen=True, slots=True)
class QuotaFilter:
    """None means: any. ``opens`` and ``closes``: moments between which the deadline lies."""

    moment: datetime
    states: Sequence[str] | None
    opens: datetime | None
    closes: datetime | None

    @property
    def arguments(self) -> tuple[Any, ...]:
        return self.moment, self.states, self.opens, self.closes


async def compute_quotas(
    database: Database, wanted: QuotaFilter, sorting: Sorting[ComputeQuotaRow], page: PageRequest
) -> list[ComputeQuotaRow]:
    """One more than the page holds."""
    statement = QUERIES.sorted_by("compute_quotas", sorting.order)
    return await database.rows(ComputeQuotaRow, statement, *wanted.arguments, *page.after_or_nulls(2), page.limit)


async def compute_quota_count(database: Database, wanted: QuotaFilter) -> int:
    count: int = await database.value(QUERIES.compute_quota_count, *wanted.arguments)
    return count


async def experts(database: Database, topic_slug: str | None, page: PageRequest) -> list[ExpertRow]:
    """The experts of a topic, or of all, in order of id."""
    _, after = page.after_or_nulls(2)
    return await database.rows(ExpertRow, QUERIES.experts, topic_slug, after, page.first)


async def expert_place(database: Database, id_: str) -> str | None:
    """Where an expert stands in the list; None when there is none."""
    place: str | None = await database.value(QUERIES.expert_place, id_)
    return place
