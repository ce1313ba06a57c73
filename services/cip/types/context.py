"""What a resolver of the service has at hand."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import strawberry

from services.cip.rules.viewing import Viewer, viewer_of
from services.kit.clock import Clock
from services.kit.context import CatchUp, Language, RequestContext
from services.kit.database import Database
from services.kit.identity import Caller
from services.kit.marketplace import AskIdea
from services.kit.relation import Loads


@dataclass(frozen=True, slots=True)
class Context(RequestContext):
    """Who asks (of the kit), the loads of this request, and the database for lists that hang on no row."""

    database: Database
    ask_idea: AskIdea

    @property
    def viewer(self) -> Viewer:
        return viewer_of(self.caller)

    @property
    def moment(self) -> datetime:
        """The same for the whole request, so that a status is the same wherever it is asked."""
        return self.clock.now()

    @property
    def writes(self) -> tuple[Database, Viewer, datetime]:
        """What every change begins with: where, who, when."""
        return self.database, self.viewer, self.moment


def context_for(
    database: Database,
    clock: Clock,
    catch_up: CatchUp,
    ask_idea: AskIdea,
    caller: Caller | None,
    language: Language,
) -> Context:
    """A new context for one request: loads are remembered, so they must not outlive it."""
    load = Loads(database)
    return Context(caller, language, database, ask_idea, clock=clock.held(), load=load, catch_up=catch_up)


def at_moment(context: Context) -> tuple[datetime]:
    """What relations to offers and programmes take beside keys."""
    return (context.moment,)


def by_viewer(context: Context) -> Viewer:
    """What relations to entries take beside keys."""
    return context.viewer


Info = strawberry.Info[Context, None]
