"""The programme itself, with its offers and projects as pages."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from strawberry import federation

from services.civic_data_lab.rules.viewing import STAFF
from services.civic_data_lab.store import offers as offer_store
from services.civic_data_lab.store import projects as project_store
from services.civic_data_lab.types import learning, support
from services.civic_data_lab.types.context import Info, as_seen, at_moment
from services.civic_data_lab.types.interfaces import AnchorProject, CivicProject, SupportOffer
from services.civic_data_lab.types.references import DataProjectType
from services.civic_data_lab.types.statistics import Statistics, statistics_of
from services.kit.connections import BorderConnection, border_connection
from services.kit.field import field, sliced
from services.kit.finding import found_by
from services.kit.guard import requires_scopes
from services.kit.ordering import ProgrammeOfferOrder, ProgrammeProjectOrder
from services.kit.programmes import offers_in, page_of_offers, statistics_field
from services.kit.relation import One
from services.kit.under import PROGRAMME_OFFERS, PROGRAMME_PROJECTS, listed_under

PAGED = sliced(sized=("nodes", "edges"))
OFFERS: Mapping[str, tuple[type[SupportOffer], One[Any]]] = {
    "DataConsultation": (support.DataConsultation, offer_store.data_consultations_by_id),
    "DataProjectCall": (support.DataProjectCall, offer_store.data_project_calls_by_id),
    "LearningModule": (learning.LearningModule, offer_store.learning_modules_by_id),
    "CommunityFormat": (learning.CommunityFormat, offer_store.community_formats_by_id),
    "ToolboxItem": (learning.ToolboxItem, offer_store.toolbox_items_by_id),
}
"""Each type of offers, by the name that its rows have in ``support_offer``."""


@federation.type(
    keys=["slug"],
    description="Civic Data Lab (family ministry; Gesellschaft für Informatik, CorrelAid, Deutscher Caritasverband).",
)
class CivicDataLabProgramme(AnchorProject):
    resolve_reference = found_by(offer_store.programmes_by_slug, "slug", at_moment)

    support_offers: BorderConnection[SupportOffer] = listed_under(
        SupportOffer,
        offer_store.offers_of_programme,
        ProgrammeOfferOrder,
        PROGRAMME_OFFERS,
        key="slug",
        further=at_moment,
        pages=border_connection,
        nodes=offers_in(OFFERS, at_moment),
    )

    projects: BorderConnection[CivicProject] = listed_under(
        DataProjectType,
        project_store.data_projects_of_programme,
        ProgrammeProjectOrder,
        PROGRAMME_PROJECTS,
        key="slug",
        further=as_seen,
        pages=border_connection,
    )

    statistics = statistics_field(Statistics | None, statistics_of, cost=20)

    @field(
        guard=requires_scopes(STAFF),
        tags=["internal"],
        list_size=PAGED,
        description="Open and announced offers whose title or summary lacks Leichte Sprache.",
    )
    async def offers_without_simple_language(
        self, info: Info, first: int | None = 20, after: str | None = None
    ) -> BorderConnection[SupportOffer] | None:
        wanted = offer_store.offers_without_simple_language
        return await page_of_offers(info, wanted, OFFERS, self.slug, first, after, info.context.moment)
