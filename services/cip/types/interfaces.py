"""The interfaces that span the ministries, with the fields that cip knows of them."""

from __future__ import annotations

from datetime import datetime

import strawberry

from services.cip.store import relations as store
from services.cip.types.context import Info
from services.cip.types.references import IdeaType, MinistryType, RegionType, StatisticsType, TopicType
from services.kit.civic import (
    URL,
    DateRange,
    LocalizedText,
    Maturity,
    ProgrammeStatus,
    ProjectStatus,
    Sector,
    SupportOfferKind,
    SupportOfferStatus,
)
from services.kit.connections import BorderConnection
from services.kit.errors import NotFoundError
from services.kit.field import field
from services.kit.finding import found_all
from services.kit.named import all_named, named, resolved
from services.kit.ordering import ProgrammeOfferOrder, ProgrammeProjectOrder
from services.kit.statistics.vocabulary import StatisticsDimension, StatisticsFilter, StatisticsMetric
from services.kit.under import PROGRAMME_OFFERS, PROGRAMME_PROJECTS, only_asked


@strawberry.interface(description="A programme: an anchor project or the umbrella initiative (Programm).")
class Programme:
    slug: strawberry.ID
    name: LocalizedText
    description: LocalizedText
    status: ProgrammeStatus
    runs: DateRange
    operator_name: str | None
    ministries: list[MinistryType | None] = all_named(MinistryType, code="ministry_codes")

    support_offers: BorderConnection[SupportOffer] = only_asked(ProgrammeOfferOrder, PROGRAMME_OFFERS)
    projects: BorderConnection[CivicProject] = only_asked(ProgrammeProjectOrder, PROGRAMME_PROJECTS)

    @field()
    async def statistics(
        self,
        info: Info,
        metric: StatisticsMetric,
        group_by: list[StatisticsDimension] = [],  # noqa: B006 - the default of the graph, which nobody changes
        filter: StatisticsFilter | None = None,
    ) -> StatisticsType | None:
        raise NotImplementedError


@strawberry.interface(description="One of the three anchor projects of the ministries (Ankerprojekt).")
class AnchorProject(Programme):
    pass


@strawberry.interface(description="A support offer (Unterstützungsangebot).")
class SupportOffer:
    id: strawberry.ID
    title: LocalizedText
    summary: LocalizedText
    kind: SupportOfferKind
    status: SupportOfferStatus
    audiences: list[Sector]
    apply_until: datetime | None
    url: URL | None

    @field()
    async def programme(self, info: Info) -> Programme:
        raise NotImplementedError

    @field()
    async def topics(self, info: Info) -> list[TopicType | None]:
        return await topics_of(info, self.id)


@strawberry.interface(description="A project for the common good (gemeinwohlorientiertes Vorhaben).")
class CivicProject:
    id: strawberry.ID
    title: str
    abstract: LocalizedText
    status: ProjectStatus
    maturity: Maturity
    runs: DateRange
    idea: IdeaType | None = named(IdeaType, id="idea_id")
    region: RegionType | None = named(RegionType, ars="region_ars")
    repository_url: URL | None
    license: str | None

    @field()
    async def programme(self, info: Info) -> Programme:
        raise NotImplementedError

    @field()
    async def topics(self, info: Info) -> list[TopicType | None]:
        return await topics_of(info, self.id)

    @field()
    async def participants(self, info: Info) -> list[Actor | None]:
        raise NotImplementedError


@strawberry.interface
class Actor:
    actor_id: strawberry.Private[str | None]

    @field()
    def id(self) -> strawberry.ID:
        if self.actor_id is None:
            raise NotFoundError("This member has no account in the marketplace yet.")
        return strawberry.ID(self.actor_id)


async def topics_of(info: Info, entity_id: str) -> list[TopicType | None]:
    return [*await found_all(info, resolved(TopicType), store.topics_of_entity, entity_id)]
