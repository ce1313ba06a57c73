"""Loaders of the programme, its offers and its experts."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property, partial

from strawberry.dataloader import DataLoader

from services.ideenwerkstatt.loaders.keys import FirstSlots
from services.ideenwerkstatt.store import offers
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
from services.kit.batch import Asked, asked_many, asked_one, identifier, many, one, parent
from services.kit.database import Database
from services.kit.paging import Statuses, StatusPage


class OfferLoaders:
    """Loaders of the programme, its offers and its experts."""

    def __init__(self, database: Database) -> None:
        self.database = database

    @cached_property
    def programmes(self) -> DataLoader[str, ProgrammeRow | None]:
        return one(partial(offers.programmes_by_slug, self.database), lambda row: row.slug)

    @cached_property
    def pages(self) -> DataLoader[Asked[str, StatusPage], list[OfferKeyRow]]:
        async def fetch(slugs: Sequence[str], wanted: StatusPage) -> list[OfferKeyRow]:
            return await offers.offers_page(self.database, slugs, wanted.statuses, wanted.page)

        return asked_many(fetch, parent)

    @cached_property
    def totals(self) -> DataLoader[Asked[str, Statuses], TotalRow | None]:
        return asked_one(partial(offers.offers_total, self.database), parent)

    @cached_property
    def workshops(self) -> DataLoader[str, WorkshopRow | None]:
        return one(partial(offers.workshops_by_id, self.database), identifier)

    @cached_property
    def workshops_of_topic(self) -> DataLoader[Asked[str, int], list[OwnedWorkshopRow]]:
        return asked_many(partial(offers.workshops_of_topic, self.database), parent)

    @cached_property
    def materials(self) -> DataLoader[str, MaterialRow | None]:
        return one(partial(offers.materials_by_id, self.database), identifier)

    @cached_property
    def materials_of_workshop(self) -> DataLoader[str, list[MaterialRow]]:
        return many(partial(offers.materials_of_workshop, self.database), lambda row: row.workshop_id)

    @cached_property
    def ai_consultations(self) -> DataLoader[str, AiConsultationRow | None]:
        return one(partial(offers.ai_consultations_by_id, self.database), identifier)

    @cached_property
    def slots(self) -> DataLoader[str, SlotRow | None]:
        return one(partial(offers.slots_by_id, self.database), identifier)

    @cached_property
    def slots_of_consultation(self) -> DataLoader[Asked[str, FirstSlots], list[SlotRow]]:
        async def fetch(consultations: Sequence[str], wanted: FirstSlots) -> list[SlotRow]:
            return await offers.slots_of_consultation(
                self.database, consultations, wanted.limit, free_only=wanted.free_only
            )

        return asked_many(fetch, lambda row: row.consultation_id)

    @cached_property
    def pilot_calls(self) -> DataLoader[str, PilotCallRow | None]:
        return one(partial(offers.pilot_calls_by_id, self.database), identifier)

    @cached_property
    def compute_quotas(self) -> DataLoader[str, ComputeQuotaRow | None]:
        return one(partial(offers.compute_quotas_by_id, self.database), identifier)

    @cached_property
    def experts(self) -> DataLoader[str, ExpertRow | None]:
        return one(partial(offers.experts_by_id, self.database), identifier)

    @cached_property
    def experts_by_actor(self) -> DataLoader[str, ExpertRow | None]:
        return one(partial(offers.experts_by_actor, self.database), lambda row: row.actor_id or "")
