"""What a resolver of the service has at hand."""

from __future__ import annotations

from dataclasses import dataclass

import strawberry

from services.ideenwerkstatt.rules.viewing import Viewer, viewer_of
from services.kit.clock import Clock
from services.kit.context import CatchUp, HouseContext, Language
from services.kit.context import at_moment as at_moment
from services.kit.database import Database
from services.kit.identity import Caller
from services.kit.relation import Loads


@dataclass(frozen=True, slots=True)
class Context(HouseContext[Viewer]):
    """What the kit knows of a request in a house."""

    @property
    def viewer(self) -> Viewer:
        return viewer_of(self.caller)


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
