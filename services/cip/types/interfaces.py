"""The interfaces that span the ministries, with the fields that cip knows of them."""

from __future__ import annotations

from datetime import datetime

import strawberry

from services.cip.store import relations as store
from services.cip.types.references import ActorType, IdeaType, MinistryType, RegionType, StatisticsType, TopicType
from services.kit.civic import URL, Sector
from services.kit.connections import BorderConnection
from services.kit.errors import NotFoundError
from services.kit.field import field
from services.kit.leading import leads_to
from services.kit.named import all_named, named
from services.kit.ordering import ProgrammeOfferOrder, ProgrammeProjectOrder
from services.kit.programmes import OfferForm, ProgrammeForm, ProjectForm, declared, statistics_field
from services.kit.under import PROGRAMME_OFFERS, PROGRAMME_PROJECTS, only_asked


@strawberry.interface(description="A programme: an anchor project or the umbrella initiative (Programm).")
class Programme(ProgrammeForm):
    ministries: list[MinistryType | None] = all_named(MinistryType, code="ministry_codes")
    support_offers: BorderConnection[SupportOffer] = only_asked(ProgrammeOfferOrder, PROGRAMME_OFFERS)
    projects: BorderConnection[CivicProject] = only_asked(ProgrammeProjectOrder, PROGRAMME_PROJECTS)

    statistics = statistics_field(StatisticsType | None)


@strawberry.interface(description="One of the three anchor projects of the ministries (Ankerprojekt).")
class AnchorProject(Programme):
    pass


@strawberry.interface(description="A support offer (Unterstützungsangebot).")
class SupportOffer(OfferForm):
    audiences: list[Sector]
    apply_until: datetime | None
    url: URL | None

    programme = declared(Programme)
    topics = leads_to(list[TopicType | None], store.topics_of_entity)


@strawberry.interface(description="A project for the common good (gemeinwohlorientiertes Vorhaben).")
class CivicProject(ProjectForm):
    idea: IdeaType | None = named(IdeaType, id="idea_id")
    region: RegionType | None = named(RegionType, ars="region_ars")
    repository_url: URL | None
    license: str | None

    programme = declared(Programme)
    topics = leads_to(list[TopicType | None], store.topics_of_entity)
    participants = declared(list[ActorType | None])


@strawberry.interface
class Actor:
    actor_id: strawberry.Private[str | None]

    @field()
    def id(self) -> strawberry.ID:
        if self.actor_id is None:
            raise NotFoundError("This member has no account in the marketplace yet.")
        return strawberry.ID(self.actor_id)
