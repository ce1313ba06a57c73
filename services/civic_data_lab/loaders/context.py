"""What a resolver of the service has at hand."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from services.civic_data_lab.loaders.catalogue import CatalogueLoaders
from services.civic_data_lab.loaders.offers import OfferLoaders
from services.civic_data_lab.loaders.projects import ProjectLoaders
from services.civic_data_lab.rules import Viewer, viewer_of
from services.kit.context import Language, RequestContext
from services.kit.database import Database
from services.kit.identity import Caller


@dataclass(frozen=True, slots=True)
class Context(RequestContext):
    """Who asks (of the kit) and what they may see, the database for root fields, and the loaders of this request."""

    viewer: Viewer
    database: Database
    offers: OfferLoaders
    projects: ProjectLoaders
    catalogue: CatalogueLoaders


def context_for(
    database: Database, clock: Callable[[], datetime], caller: Caller | None, language: Language
) -> Context:
    """A new context for one request: loaders remember what they loaded, so they must not outlive it."""
    viewer = viewer_of(caller)
    return Context(
        caller=caller,
        language=language,
        viewer=viewer,
        database=database,
        offers=OfferLoaders(database, clock()),
        projects=ProjectLoaders(database, viewer),
        catalogue=CatalogueLoaders(database, viewer),
    )
