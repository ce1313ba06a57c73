"""What a resolver of the service has at hand."""

from __future__ import annotations

from dataclasses import dataclass

import strawberry

from services.cip.rules.viewing import Viewer, viewer_of
from services.kit.clock import Clock
from services.kit.context import CatchUp, HouseContext, Language
from services.kit.context import at_moment as at_moment
from services.kit.database import Database
from services.kit.identity import Caller
from services.kit.marketplace import AskIdea
from services.kit.relation import Loads


@dataclass(frozen=True, slots=True)
class Context(HouseContext[Viewer]):
    """``ask_idea``: the marketplace, with the caller's token."""

    ask_idea: AskIdea

    @property
    def viewer(self) -> Viewer:
        return viewer_of(self.caller)


def context_for(
    database: Database, clock: Clock, catch_up: CatchUp, ask_idea: AskIdea, caller: Caller | None, language: Language
) -> Context:
    """A new context for one request: loads are remembered, so they must not outlive it."""
    load = Loads(database)
    return Context(caller, language, database, ask_idea, clock=clock.held(), load=load, catch_up=catch_up)


def as_viewer(context: Context) -> Viewer:
    """What relations to things that not everybody may see take beside keys."""
    return context.viewer


def by_viewer(context: Context) -> Viewer:
    """What relations to entries take beside keys."""
    return context.viewer


Info = strawberry.Info[Context, None]
