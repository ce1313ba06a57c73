"""What a resolver of the service has at hand."""

from __future__ import annotations

from dataclasses import dataclass

from services.cip.loaders.competition import CompetitionLoaders
from services.cip.loaders.funding import FundingLoaders
from services.cip.loaders.programme import ProgrammeLoaders
from services.cip.rules import viewer_of
from services.kit.context import Language, RequestContext
from services.kit.database import Database
from services.kit.identity import Caller


@dataclass(frozen=True, slots=True)
class Context(RequestContext):
    """Who asks (of the kit), and the loaders of this request."""

    database: Database
    competition: CompetitionLoaders
    funding: FundingLoaders
    programme: ProgrammeLoaders


def context_for(database: Database, caller: Caller | None, language: Language) -> Context:
    """A new context for one request: loaders remember what they loaded, so they must not outlive it."""
    return Context(
        caller=caller,
        language=language,
        database=database,
        competition=CompetitionLoaders(database, viewer_of(caller)),
        funding=FundingLoaders(database),
        programme=ProgrammeLoaders(database),
    )
