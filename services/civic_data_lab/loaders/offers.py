"""Loaders of the programme, its offers, and the themes of topics."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import cached_property, partial

from strawberry.dataloader import DataLoader

from services.civic_data_lab.store import offers
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
from services.kit.batch import Asked, asked_many, asked_one, identifier, many, one, parent
from services.kit.database import Database
from services.kit.paging import Statuses, StatusPage


class OfferLoaders:
    """The programme, its offers, and the themes of topics."""

    def __init__(self, database: Database, now: datetime) -> None:
        self.database = database
        self.now = now

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
    def data_consultations(self) -> DataLoader[str, DataConsultationRow | None]:
        return one(partial(offers.data_consultations_by_id, self.database), identifier)

    @cached_property
    def slots(self) -> DataLoader[str, SlotRow | None]:
        return one(partial(offers.slots_by_id, self.database), identifier)

    @cached_property
    def next_free_slots(self) -> DataLoader[Asked[str, int], list[SlotRow]]:
        """By the consultation's id, with how many as parameter."""

        async def fetch(consultations: Sequence[str], limit: int) -> list[SlotRow]:
            return await offers.next_free_slots(self.database, consultations, self.now, limit)

        return asked_many(fetch, lambda row: row.consultation_id)

    @cached_property
    def data_project_calls(self) -> DataLoader[str, DataProjectCallRow | None]:
        return one(partial(offers.data_project_calls_by_id, self.database), identifier)

    @cached_property
    def principles_of_call(self) -> DataLoader[str, list[PrincipleRow]]:
        return many(partial(offers.principles_of_call, self.database), lambda row: row.call_id)

    @cached_property
    def learning_modules(self) -> DataLoader[str, LearningModuleRow | None]:
        return one(partial(offers.learning_modules_by_id, self.database), identifier)

    @cached_property
    def community_formats(self) -> DataLoader[str, CommunityFormatRow | None]:
        return one(partial(offers.community_formats_by_id, self.database), identifier)

    @cached_property
    def themes_of_topic(self) -> DataLoader[str, list[TopicThemeRow]]:
        return many(partial(offers.themes_of_topic, self.database), lambda row: row.topic_slug)
