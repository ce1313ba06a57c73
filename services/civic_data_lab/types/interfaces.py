"""The interfaces that span the ministries, as this service sees them (its own view of Topic, Region, Idea and Actor).

Composition merges them with those of the other services; what only this service has stands in the concrete types.
What is stored is a plain field; what is asked for is answered by each concrete type, in its own narrower type.
"""

from __future__ import annotations

from datetime import datetime

import strawberry

from services.civic_data_lab.types.context import Info
from services.civic_data_lab.types.references import (
    ActorType,
    CivicProjectType,
    IdeaType,
    MinistryType,
    RegionType,
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


@strawberry.interface(description="A programme: an anchor project or the umbrella initiative (Programm).")
class Programme:
    slug: strawberry.ID
    name: LocalizedText
    description: LocalizedText
    status: ProgrammeStatus
    runs: DateRange
    operator_name: str | None
    ministries: list[MinistryType | None]

    @field()
    async def support_offers(
        self,
        info: Info,
        first: int | None = 20,
        after: str | None = None,
        status: list[SupportOfferStatus] | None = None,
    ) -> BorderConnection[SupportOfferType]:
        raise NotImplementedError

    @field()
    async def projects(
        self, info: Info, first: int | None = 20, after: str | None = None, status: list[ProjectStatus] | None = None
    ) -> BorderConnection[CivicProjectType]:
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
    topics: list[TopicType | None]
    audiences: list[Sector]
    apply_until: datetime | None
    url: URL | None

    @field()
    async def programme(self, info: Info) -> Programme:
        raise NotImplementedError


@strawberry.interface(description="A project for the common good (gemeinwohlorientiertes Vorhaben).")
class CivicProject:
    id: strawberry.ID
    title: str
    abstract: LocalizedText
    status: ProjectStatus
    maturity: Maturity
    runs: DateRange
    idea: IdeaType | None
    topics: list[TopicType | None]
    participants: list[ActorType | None]
    repository_url: URL | None
    license: str | None

    @field()
    async def programme(self, info: Info) -> Programme:
        raise NotImplementedError

    @field()
    def region(self) -> RegionType | None:
        raise NotImplementedError
