"""What a resolver of the service has at hand."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import strawberry

from services.ideenwerkstatt.rules.viewing import Viewer, viewer_of
from services.kit.clock import Clock
from services.kit.context import CatchUp, Language, RequestContext
from services.kit.database import Database
from services.kit.identity import Caller
from services.kit.relation import Loads


@dataclass(frozen=True, slots=True)
class Context(RequestContext):
    """Beside what the kit knows of the request: the database, for root fields."""

    database: Database

    @property
    def moment(self) -> datetime:
        """The same for the whole request, so that a status is the same wherever it is asked."""
        return self.clock.now()

    @property
    def viewer(self) -> Viewer:
        return viewer_of(self.caller)

    @property
    def writes(self) -> tuple[Database, Viewer, datetime]:
        """What every change begins with: where, who, when."""
        return self.database, self.viewer, self.moment


def at_moment(context: Context) -> tuple[datetime]:
    """What relations to offers and to the programme take beside keys."""
    return (context.moment,)


def as_seen(context: Context) -> tuple[str | None, bool]:
    """What relations to somebody's own things take beside keys."""
    return context.viewer.seen


def as_reading(context: Context) -> tuple[str | None, bool, bool]:
    """The same of applications."""
    return context.viewer.reading


def context_for(
    database: Database, clock: Clock, catch_up: CatchUp, caller: Caller | None, language: Language
) -> Context:
    """A new context for one request: what it loads is remembered, so it must not outlive it."""
    return Context(caller, language, database, clock=clock.held(), load=Loads(database), catch_up=catch_up)


Info = strawberry.Info[Context, None]
