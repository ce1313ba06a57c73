"""What a resolver of the service has at hand."""

from __future__ import annotations

from dataclasses import dataclass

import strawberry

from services.civic_data_lab.rules.viewing import Viewer, viewer_of
from services.kit.clock import Clock
from services.kit.context import CatchUp, HouseContext, Language
from services.kit.context import at_moment as at_moment
from services.kit.database import Database
from services.kit.identity import Caller
from services.kit.relation import Loads


@dataclass(frozen=True, slots=True)
class Context(HouseContext[Viewer]):
    """What the kit knows of a request in a house."""

    catalogue: str
    """The address at which the catalogue is given out; data sets are named by addresses below it."""

    @property
    def viewer(self) -> Viewer:
        return viewer_of(self.caller)

    @property
    def seen(self) -> tuple[bool, str | None]:
        """What relations to projects and data sets take behind the keys: who looks."""
        return self.viewer.arguments


def context_for(
    database: Database, clock: Clock, catch_up: CatchUp, catalogue: str, caller: Caller | None, language: Language
) -> Context:
    """A new context for one request: what it loads is remembered, so it must not outlive it."""
    load = Loads(database)
    return Context(caller, language, database, catalogue, clock=clock.held(), load=load, catch_up=catch_up)


def as_actor(context: Context) -> tuple[str | None, bool]:
    """What the facts of statistics take."""
    return context.viewer.actor_id, context.viewer.is_staff


def as_seen(context: Context) -> tuple[bool, str | None]:
    """What relations to projects and data sets take beside keys."""
    return context.seen


Info = strawberry.Info[Context, None]
