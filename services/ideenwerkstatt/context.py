"""What a resolver of the service has at hand."""

from __future__ import annotations

from dataclasses import dataclass

from services.ideenwerkstatt.loaders.offers import OfferLoaders
from services.ideenwerkstatt.loaders.projects import ProjectLoaders
from services.kit.context import Language, RequestContext
from services.kit.database import Database
from services.kit.identity import Caller


@dataclass(frozen=True, slots=True)
class Context(RequestContext):
    """Who asks (of the kit), the database for root fields, and the loaders of this request."""

    database: Database
    offers: OfferLoaders
    projects: ProjectLoaders


def context_for(database: Database, caller: Caller | None, language: Language) -> Context:
    """A new context for one request: loaders remember what they loaded, so they must not outlive it."""
    return Context(
        caller=caller,
        language=language,
        database=database,
        offers=OfferLoaders(database),
        projects=ProjectLoaders(database),
    )
