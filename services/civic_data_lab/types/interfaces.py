"""The interfaces that span the ministries, as this service sees them (its own view of Topic, Region, Idea and Actor).

Composition merges them with those of the other services; what only this service has stands in the concrete types.
What follows from a row is answered here, what has a narrower type in a concrete type is answered there.
"""

from __future__ import annotations

from datetime import datetime

import strawberry

from services.civic_data_lab.store.offers import programmes_by_slug
from services.civic_data_lab.store.rows import DataProjectRow, OfferRow, ProgrammeRow
from services.civic_data_lab.types.context import Info
from services.civic_data_lab.types.references import (
    ActorType,
    CivicProjectType,
    IdeaType,
    MinistryType,
    ProgrammeType,
    RegionType,
    StatisticsType,
    SupportOfferType,
    TopicType,
)
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
from services.kit.field import field
from services.kit.finding import certain
from services.kit.named import all_named, named, resolved
from services.kit.ordering import ProgrammeOfferOrder, ProgrammeProjectOrder
from services.kit.statistics.vocabulary import StatisticsDimension, StatisticsFilter, StatisticsMetric
from services.kit.under import PROGRAMME_OFFERS, PROGRAMME_PROJECTS, only_asked


@strawberry.interface(description="A programme: an anchor project or the umbrella initiative (Programm).")
class Programme:
    row: strawberry.Private[ProgrammeRow]
    slug: strawberry.ID
    name: LocalizedText
    description: LocalizedText
    status: ProgrammeStatus
    runs: DateRange
    operator_name: str | None
    ministries: list[MinistryType | None] = all_named(MinistryType, code="ministry_codes")

    support_offers: BorderConnection[SupportOfferType] = only_asked(ProgrammeOfferOrder, PROGRAMME_OFFERS)
    projects: BorderConnection[CivicProjectType] = only_asked(ProgrammeProjectOrder, PROGRAMME_PROJECTS)

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
    row: strawberry.Private[OfferRow]
    id: strawberry.ID
    title: LocalizedText
    summary: LocalizedText
    kind: SupportOfferKind
    status: SupportOfferStatus
    topics: list[TopicType | None] = all_named(TopicType, slug="topic_slugs")
    audiences: list[Sector]
    apply_until: datetime | None
    url: URL | None

    @field()
    async def programme(self, info: Info) -> Programme:
        raise NotImplementedError


@strawberry.type
class Offer(SupportOffer):
    """What the offers of this service share."""

    @field()
    async def programme(self, info: Info) -> ProgrammeType:
        return await programme_of(info, self.row.programme_slug)


@strawberry.interface(description="A project for the common good (gemeinwohlorientiertes Vorhaben).")
class CivicProject:
    row: strawberry.Private[DataProjectRow]
    id: strawberry.ID
    title: str
    abstract: LocalizedText
    status: ProjectStatus
    maturity: Maturity
    runs: DateRange
    idea: IdeaType | None = named(IdeaType, id="idea_id")
    topics: list[TopicType | None] = all_named(TopicType, slug="topic_slugs")
    participants: list[ActorType | None] = all_named(ActorType, id="participant_ids")
    repository_url: URL | None
    license: str | None

    @field()
    async def programme(self, info: Info) -> Programme:
        raise NotImplementedError

    @field()
    def region(self) -> RegionType | None:
        raise NotImplementedError


async def programme_of(info: Info, slug: str) -> ProgrammeType:
    """The programme of an offer or project."""
    kind: type[ProgrammeType] = resolved(ProgrammeType)
    return await certain(info, kind, programmes_by_slug, slug, info.context.moment)
