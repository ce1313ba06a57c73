"""The interfaces that span the ministries, as this service sees them (its own view of Topic, Region, Idea and Actor).

Composition merges them with those of the other services; what only this service has stands in the concrete types.
What follows from a row is answered here, what has a narrower type in a concrete type is answered there.
"""

from __future__ import annotations

from datetime import datetime

import strawberry

from services.civic_data_lab.store.offers import programmes_by_slug
from services.civic_data_lab.store.rows import DataProjectRow, OfferRow, ProgrammeRow
from services.civic_data_lab.types.context import at_moment
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
from services.kit.civic import URL, Sector
from services.kit.connections import BorderConnection
from services.kit.leading import leads_to
from services.kit.named import all_named, named
from services.kit.ordering import ProgrammeOfferOrder, ProgrammeProjectOrder
from services.kit.programmes import OfferForm, ProgrammeForm, ProjectForm, declared, statistics_field
from services.kit.under import PROGRAMME_OFFERS, PROGRAMME_PROJECTS, only_asked


@strawberry.interface(description="A programme: an anchor project or the umbrella initiative (Programm).")
class Programme(ProgrammeForm):
    row: strawberry.Private[ProgrammeRow]
    ministries: list[MinistryType | None] = all_named(MinistryType, code="ministry_codes")
    support_offers: BorderConnection[SupportOfferType] = only_asked(ProgrammeOfferOrder, PROGRAMME_OFFERS)
    projects: BorderConnection[CivicProjectType] = only_asked(ProgrammeProjectOrder, PROGRAMME_PROJECTS)

    statistics = statistics_field(StatisticsType | None)


@strawberry.interface(description="One of the three anchor projects of the ministries (Ankerprojekt).")
class AnchorProject(Programme):
    pass


@strawberry.interface(description="A support offer (Unterstützungsangebot).")
class SupportOffer(OfferForm):
    row: strawberry.Private[OfferRow]
    topics: list[TopicType | None] = all_named(TopicType, slug="topic_slugs")
    audiences: list[Sector]
    apply_until: datetime | None
    url: URL | None

    programme = declared(Programme)


PROGRAMME = leads_to(ProgrammeType, programmes_by_slug, by="row.programme_slug", further=at_moment)
"""The programme of an offer or project."""


@strawberry.type
class Offer(SupportOffer):
    """What the offers of this service share."""

    programme = PROGRAMME


@strawberry.interface(description="A project for the common good (gemeinwohlorientiertes Vorhaben).")
class CivicProject(ProjectForm):
    row: strawberry.Private[DataProjectRow]
    idea: IdeaType | None = named(IdeaType, id="idea_id")
    topics: list[TopicType | None] = all_named(TopicType, slug="topic_slugs")
    participants: list[ActorType | None] = all_named(ActorType, id="participant_ids")
    repository_url: URL | None
    license: str | None

    programme = declared(Programme)
    region = declared(RegionType | None)
