"""Support offers as the marketplace sees all of them: bookmarks and near ideas."""

from __future__ import annotations

import strawberry
from strawberry import ID

from services.kit.field import field
from services.marketplace.store.actors import bookmark_counts, bookmarked_by
from services.marketplace.types import ideas as idea_types
from services.marketplace.types.context import Info
from services.marketplace.types.displayed import Displayable
from services.marketplace.types.references import IdeaType


@strawberry.interface(description="A support offer (Unterstützungsangebot).")
class SupportOffer:
    id: ID

    @field()
    async def bookmark_count(self, info: Info) -> int | None:
        return await info.context.load.counted(bookmark_counts, self.id)

    @field()
    async def viewer_has_bookmarked(self, info: Info) -> bool | None:
        return await info.context.is_the_viewers(bookmarked_by, self.id)

    @field()
    async def matching_ideas(self, info: Info, first: int | None = 5) -> list[IdeaType] | None:
        return await idea_types.near(info, self.id, first)


@strawberry.type
class ConcreteOffer(SupportOffer, Displayable):
    """What all concrete types share: the cost, which belongs to objects and not to the interface."""

    @field(cost=10)
    async def matching_ideas(self, info: Info, first: int | None = 5) -> list[IdeaType] | None:
        return await idea_types.near(info, self.id, first)
