"""What resolvers of the marketplace know about a request."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

import strawberry

from services.kit.context import RequestContext
from services.kit.database import Database
from services.kit.relation import One
from services.marketplace.matching.refresh import Matching
from services.marketplace.rules.viewer import Viewer
from services.marketplace.store.rows import IdRow
from services.marketplace.suggesting.suggestions import asking
from services.marketplace.suggesting.visits import Visits, visits


@dataclass(frozen=True)  # without slots: what matching asks for is kept in the context's own dictionary
class MarketplaceContext(RequestContext):
    """``viewer`` is what the token says."""

    database: Database
    viewer: Viewer
    matching: Matching

    @cached_property
    def visits(self) -> Visits:
        """The library of matching, asked once for each level."""
        return visits(asking(self.database, self.viewer, self.matching))

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


Info = strawberry.Info[MarketplaceContext, None]
