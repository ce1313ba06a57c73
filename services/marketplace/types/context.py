"""What resolvers of the marketplace know about a request."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from operator import attrgetter
from typing import Any, TypeAlias, Unpack

import strawberry

from services.kit.clock import Clock
from services.kit.context import Language, RequestContext
from services.kit.database import Database
from services.kit.field import Options, field
from services.kit.identity import Caller
from services.kit.relation import Loads, One
from services.marketplace.matching.refresh import Matching
from services.marketplace.rules.viewer import Viewer, viewer_of
from services.marketplace.store.rows import IdRow
from services.marketplace.suggesting.allowance import Allowance
from services.marketplace.suggesting.asking import asking
from services.marketplace.suggesting.visits import Visits, visits

AskName: TypeAlias = Callable[[str], Awaitable[str | None]]
"""A number of the old community -> what CIP says that its bearer was called; None where it does not say."""


async def unnamed(number: str) -> str | None:
    return None


@dataclass(frozen=True)  # without slots: what matching asks for is kept in the context's own dictionary
class MarketplaceContext(RequestContext):
    """``viewer`` is what the token says; ``name_of_former`` asks CIP."""

    database: Database
    viewer: Viewer
    matching: Matching
    name_of_former: AskName = unnamed

    @cached_property
    def visits(self) -> Visits:
        """The library of matching, asked once for each level."""
        return visits(asking(self.database, self.viewer, self.matching, self.clock.now(), self.language))

    @cached_property
    def allowance(self) -> Allowance:
        """Of matching; it stays when a change makes the rest be asked anew."""
        return Allowance()

    async def is_the_viewers(self, relation: One[IdRow], key: str) -> bool:
        """Whether a relation that takes the viewer has the key; nothing is nobody's."""
        member = self.viewer.member_id
        return member is not None and await self.load(relation, key, member) is not None

    @property
    def writes(self) -> tuple[Database, Viewer, datetime]:
        """What every change begins with: where, who, when."""
        return self.database, self.viewer, self.clock.now()

    def forget(self) -> None:
        """After a change: what an earlier field of the same request read may hold no longer."""
        self.load.forget()
        vars(self).pop("visits", None)


def context_for(
    database: Database,
    matching: Matching,
    clock: Clock,
    caller: Caller | None,
    language: Language,
    name_of_former: AskName = unnamed,
) -> MarketplaceContext:
    """A new context for one request: loads are remembered, so they must not outlive it."""
    viewer = Viewer() if caller is None else viewer_of(caller.actor_id, caller.scopes)
    asked = (caller, language, database, viewer, matching, name_of_former)
    return MarketplaceContext(*asked, clock=clock.held(), load=Loads(database))


def is_viewers(relation: One[IdRow], by: str = "id", gives: Any = bool, **options: Unpack[Options]) -> Any:
    """A field that says whether a relation that takes the viewer has the object."""
    key_of = attrgetter(by)

    async def resolve(self: Any, info: Info) -> bool:
        return await info.context.is_the_viewers(relation, key_of(self))

    return field(gives=gives, **options)(resolve)


def seen(context: MarketplaceContext) -> tuple[str | None, bool]:
    """What relations to things that not everybody may see take beside keys."""
    return context.viewer.sees


def side(context: MarketplaceContext) -> tuple[str | None, datetime]:
    """What relations to requests take beside keys: who looks, and when."""
    return context.viewer.member_id, context.clock.now()


def at_moment(context: MarketplaceContext) -> tuple[datetime]:
    """What relations take whose states are told at a moment."""
    return (context.clock.now(),)


Info = strawberry.Info[MarketplaceContext, None]
