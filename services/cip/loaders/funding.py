"""Loaders of calls and funded projects."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property, partial

from strawberry.dataloader import DataLoader

from services.cip.loaders.keys import Period
from services.cip.store import funding
from services.cip.store.rows import CallRow, CountRow, FundingRow, MilestoneRow, PartnerRow, ProjectRow, ProjectUnder
from services.kit.batch import Asked, asked_many, asked_one, identifier, many, one, parent
from services.kit.database import Database
from services.kit.paging import PageRequest, Statuses, StatusPage


class FundingLoaders:
    """Calls and funded projects."""

    def __init__(self, database: Database) -> None:
        self.database = database

    @cached_property
    def calls(self) -> DataLoader[str, CallRow | None]:
        return one(partial(funding.calls_by_ids, self.database), identifier)

    @cached_property
    def projects(self) -> DataLoader[str, ProjectRow | None]:
        return one(partial(funding.projects_by_ids, self.database), identifier)

    @cached_property
    def projects_by_programmes(self) -> DataLoader[Asked[str, StatusPage], list[ProjectUnder]]:
        async def fetch(slugs: Sequence[str], asked: StatusPage) -> list[ProjectUnder]:
            return await funding.projects_by_programmes(self.database, slugs, asked.statuses, asked.page)

        return asked_many(fetch, parent)

    @cached_property
    def project_counts_by_programmes(self) -> DataLoader[Asked[str, Statuses], CountRow | None]:
        return asked_one(partial(funding.project_counts_by_programmes, self.database), parent)

    @cached_property
    def projects_by_calls(self) -> DataLoader[Asked[str, PageRequest], list[ProjectUnder]]:
        return asked_many(partial(funding.projects_by_calls, self.database), parent)

    @cached_property
    def project_counts_by_calls(self) -> DataLoader[str, CountRow | None]:
        return one(partial(funding.project_counts_by_calls, self.database), parent)

    @cached_property
    def projects_by_topics(self) -> DataLoader[Asked[str, int], list[ProjectUnder]]:
        return asked_many(partial(funding.projects_by_topics, self.database), parent)

    @cached_property
    def projects_by_areas(self) -> DataLoader[Asked[str, int], list[ProjectUnder]]:
        return asked_many(partial(funding.projects_by_regions, self.database), parent)

    @cached_property
    def projects_by_ideas(self) -> DataLoader[str, list[ProjectUnder]]:
        return many(partial(funding.projects_by_ideas, self.database), parent)

    @cached_property
    def projects_by_organisations(self) -> DataLoader[Asked[str, str | None], list[ProjectUnder]]:
        return asked_many(partial(funding.projects_by_organisations, self.database), parent)

    @cached_property
    def continued_pilot_projects(self) -> DataLoader[str, ProjectUnder | None]:
        return one(partial(funding.projects_continuing_pilot_projects, self.database), parent)

    @cached_property
    def continued_data_projects(self) -> DataLoader[str, ProjectUnder | None]:
        return one(partial(funding.projects_continuing_data_projects, self.database), parent)

    @cached_property
    def partners(self) -> DataLoader[str, list[PartnerRow]]:
        return many(partial(funding.partners_by_projects, self.database), parent)

    @cached_property
    def milestones(self) -> DataLoader[str, list[MilestoneRow]]:
        return many(partial(funding.milestones_by_projects, self.database), parent)

    @cached_property
    def funding_by_topics(self) -> DataLoader[str, FundingRow | None]:
        return one(partial(funding.funding_by_topics, self.database), parent)

    @cached_property
    def funding_by_areas(self) -> DataLoader[str, FundingRow | None]:
        return one(partial(funding.funding_by_regions, self.database), parent)

    @cached_property
    def funding_by_organisations(self) -> DataLoader[Asked[str, Period], FundingRow | None]:
        async def fetch(ids: Sequence[str], period: Period) -> list[FundingRow]:
            return await funding.funding_by_organisations(self.database, ids, period.first, period.last)

        return asked_one(fetch, parent)
