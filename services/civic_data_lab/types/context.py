"""What a resolver of the service has at hand."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import strawberry

from services.civic_data_lab.rules.viewing import Viewer, viewer_of
from services.kit.clock import Clock
from services.kit.context import CatchUp, Language, RequestContext
from services.kit.database import Database
from services.kit.identity import Caller
from services.kit.relation import Loads


@dataclass(frozen=True, slots=True)
class Context(RequestContext):
    """Beside what the kit knows of the request: the database, for root fields."""

    database: Database
    catalogue: str
    """The address at which the catalogue is given out; data sets are named by addresses below it."""

    @property
    def viewer(self) -> Viewer:
        return viewer_of(self.caller)

    @property
    def seen(self) -> tuple[bool, str | None]:
        """What relations to projects and data sets take behind the keys: who looks."""
        return self.viewer.arguments

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
    catalogue: str,
    caller: Caller | None,
    language: Language,
) -> Context:
    """A new context for one request: what it loads is remembered, so it must not outlive it."""
    load = Loads(database)
    return Context(caller, language, database, catalogue, clock=clock.held(), load=load, catch_up=catch_up)


def at_moment(context: Context) -> tuple[datetime]:
    """What relations to offers and to the programme take beside keys."""
    return (context.moment,)


def as_actor(context: Context) -> tuple[str | None, bool]:
    """What the facts of statistics take."""
    return context.viewer.actor_id, context.viewer.is_staff


def as_seen(context: Context) -> tuple[bool, str | None]:
    """What relations to projects and data sets take beside keys."""
    return context.seen


Info = strawberry.Info[Context, None]
