"""Support offers as the marketplace sees all of them: bookmarks and near ideas."""

from __future__ import annotations

import strawberry
from strawberry import ID

from services.kit.field import field
from services.kit.leading import how_many
from services.marketplace.store.actors import bookmark_counts, bookmarked_by
from services.marketplace.types import ideas as idea_types
from services.marketplace.types.context import Info, is_viewers
from services.marketplace.types.displayed import Displayable
from services.marketplace.types.references import IdeaType


@strawberry.interface(description="A support offer (Unterstützungsangebot).")
class SupportOffer:
    id: ID

    bookmark_count = how_many(bookmark_counts, gives=int | None)
    viewer_has_bookmarked = is_viewers(bookmarked_by, gives=bool | None)

    @field()
    async def matching_ideas(self, info: Info, first: int | None = 5) -> list[IdeaType] | None:
        return await idea_types.near(info, self.id, first)


@strawberry.type
class ConcreteOffer(SupportOffer, Displayable):
    """What all concrete types share: the cost, which belongs to objects and not to the interface."""

    @field(cost=10)
    async def matching_ideas(self, info: Info, first: int | None = 5) -> list[IdeaType] | None:
        return await idea_types.near(info, self.id, first)
