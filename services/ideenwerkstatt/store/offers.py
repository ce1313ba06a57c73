"""The programme, its offers and its experts."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from services.ideenwerkstatt.rules import WorkshopFilter
from services.ideenwerkstatt.store.connection import QUERIES
from services.ideenwerkstatt.store.rows import (
    AiConsultationRow,
    ComputeQuotaRow,
    ExpertRow,
    MaterialRow,
    OfferKeyRow,
    OwnedWorkshopRow,
    PilotCallRow,
    ProgrammeRow,
    SlotRow,
    TotalRow,
    WorkshopRow,
)
from services.kit.database import Database, by_keys
from services.kit.paging import PageRequest

programmes_by_slug = by_keys(ProgrammeRow, QUERIES.programmes_by_slug)
workshops_by_id = by_keys(WorkshopRow, QUERIES.workshops_by_id)
materials_by_id = by_keys(MaterialRow, QUERIES.materials_by_id)
materials_of_workshop = by_keys(MaterialRow, QUERIES.materials_of_workshop)
ai_consultations_by_id = by_keys(AiConsultationRow, QUERIES.ai_consultations_by_id)
slots_by_id = by_keys(SlotRow, QUERIES.slots_by_id)
pilot_calls_by_id = by_keys(PilotCallRow, QUERIES.pilot_calls_by_id)
compute_quotas_by_id = by_keys(ComputeQuotaRow, QUERIES.compute_quotas_by_id)
experts_by_id = by_keys(ExpertRow, QUERIES.experts_by_id)
experts_by_actor = by_keys(ExpertRow, QUERIES.experts_by_actor)


async def offers_page(
    database: Database, programmes: Sequence[str], states: Sequence[str] | None, page: PageRequest
) -> list[OfferKeyRow]:
    """One page of each programme's offers, the newest first."""
    after = page.after_or_nulls(2)
    return await database.rows(OfferKeyRow, QUERIES.offers_page, programmes, states, *after, page.limit)


async def offers_total(database: Database, programmes: Sequence[str], states: Sequence[str] | None) -> list[TotalRow]:
    """How many offers each programme has; no row for a programme without any."""
    return await database.rows(TotalRow, QUERIES.offers_total, programmes, states)


async def workshops(database: Database, wanted: WorkshopFilter, page: PageRequest) -> list[WorkshopRow]:
    """The workshops of a filter, the earliest first."""
    return await database.rows(
        WorkshopRow,
        QUERIES.workshops,
        wanted.starts_from,
        wanted.starts_until,
        wanted.topic_slugs,
        wanted.nuts,
        wanted.seats_free_only,
        *page.after_or_nulls(2),
        page.first,
    )


async def workshop_place(database: Database, id_: str) -> datetime | None:
    """Where a workshop stands in the list; None when there is none."""
    place: datetime | None = await database.value(QUERIES.workshop_place, id_)
    return place


async def workshops_of_topic(database: Database, topics: Sequence[str], limit: int) -> list[OwnedWorkshopRow]:
    """The latest workshops of each topic."""
    return await database.rows(OwnedWorkshopRow, QUERIES.workshops_of_topic, topics, limit)


async def ai_consultations(database: Database) -> list[AiConsultationRow]:
    """All consultations (at most 100), the newest first."""
    return await database.rows(AiConsultationRow, QUERIES.ai_consultations)


async def slots_of_consultation(
    database: Database, consultations: Sequence[str], limit: int, *, free_only: bool
) -> list[SlotRow]:
    """The first appointments of each consultation."""
    return await database.rows(SlotRow, QUERIES.slots_of_consultation, consultations, free_only, limit)


async def pilot_calls(database: Database) -> list[PilotCallRow]:
    """All calls (at most 100), the newest first."""
    return await database.rows(PilotCallRow, QUERIES.pilot_calls)


async def experts(database: Database, topic_slug: str | None, page: PageRequest) -> list[ExpertRow]:
    """The experts of a topic, or of all, in order of id."""
    _, after = page.after_or_nulls(2)
    return await database.rows(ExpertRow, QUERIES.experts, topic_slug, after, page.first)


async def expert_place(database: Database, id_: str) -> str | None:
    """Where an expert stands in the list; None when there is none."""
    place: str | None = await database.value(QUERIES.expert_place, id_)
    return place
