"""Documents of the ministries by reference: the marketplace knows who follows and bookmarks them, and near ideas.

A new offer, project or data set of a ministry is one more name in the table ``rules/foreign.py``; its class, its
place in the union of match targets and its resolver come of that.
"""

from __future__ import annotations

from typing import TypeVar

import strawberry
from strawberry import ID, federation

from services.kit.field import field
from services.kit.finding import referred
from services.kit.leading import how_many
from services.marketplace.rules.foreign import PERSONAL as PERSONAL_TYPES
from services.marketplace.rules.foreign import Category, types_of
from services.marketplace.store.actors import followed_by, project_follower_counts
from services.marketplace.types import ideas as idea_types
from services.marketplace.types.context import Info, is_viewers
from services.marketplace.types.displayed import Displayable
from services.marketplace.types.offers import ConcreteOffer
from services.marketplace.types.references import IdeaType

Kind = TypeVar("Kind")


@strawberry.interface(description="A project for the common good (gemeinwohlorientiertes Vorhaben).")
class CivicProject:
    id: ID

    follower_count = how_many(project_follower_counts, gives=int | None)
    viewer_is_following = is_viewers(followed_by, gives=bool | None)

    @field()
    async def similar_ideas(self, info: Info, first: int | None = 5) -> list[IdeaType] | None:
        return await idea_types.near(info, self.id, first)


@strawberry.type
class ConcreteProject(CivicProject, Displayable):
    """What the concrete types share: the cost, which belongs to objects and not to the interface."""

    @field(cost=10)
    async def similar_ideas(self, info: Info, first: int | None = 5) -> list[IdeaType] | None:
        return await idea_types.near(info, self.id, first)


@strawberry.type
class ConcreteDataset(Displayable):
    id: ID

    @field(cost=10)
    async def matching_ideas(self, info: Info, first: int | None = 5) -> list[IdeaType] | None:
        return await idea_types.near(info, self.id, first)


@strawberry.type
class PersonalThing:
    """What is for some only: its house says for whom."""

    id: ID


def foreign(kind: type[Kind], *names: str, key: str = "id") -> dict[str, type[Kind]]:
    """Entity types of these names that are known by their key alone, each of the given kind."""

    members = {"__module__": __name__, "resolve_reference": referred(key)}
    return {name: federation.type(keys=[key])(type(name, (kind,), dict(members))) for name in names}


OFFERS = foreign(ConcreteOffer, *types_of(Category.SUPPORT_OFFER))
PROJECTS = foreign(ConcreteProject, *types_of(Category.PROJECT))
PERSONAL = foreign(PersonalThing, *PERSONAL_TYPES)
DATASETS = foreign(ConcreteDataset, *types_of(Category.DATASET))
FOREIGN: dict[str, type[ConcreteOffer | ConcreteProject | ConcreteDataset]] = {**OFFERS, **PROJECTS, **DATASETS}
