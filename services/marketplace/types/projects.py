"""The marketplace's view of the ministries' projects and data sets: who follows them, which ideas are near."""

from __future__ import annotations

import strawberry
from strawberry import ID, federation

from services.kit.field import field
from services.kit.schema import key
from services.marketplace.loaders.context import Info
from services.marketplace.types import ideas as idea_types
from services.marketplace.types.references import IdeaType


@strawberry.interface(description="A project for the common good (gemeinwohlorientiertes Vorhaben).")
class CivicProject:
    id: ID

    @field()
    async def follower_count(self, info: Info) -> int | None:
        return await info.context.actors.project_follower_count.load(self.id)

    @field()
    async def viewer_is_following(self, info: Info) -> bool | None:
        return await info.context.actors.is_followed.load(self.id)

    @field()
    async def similar_ideas(self, info: Info, first: int | None = 5) -> list[IdeaType] | None:
        return await idea_types.near(info, self.id, first)


@strawberry.type
class ForeignProject(CivicProject):
    """What the three concrete types share: the cost, which belongs to objects and not to the interface."""

    @field(cost=10)
    async def similar_ideas(self, info: Info, first: int | None = 5) -> list[IdeaType] | None:
        return await idea_types.near(info, self.id, first)


@federation.type(keys=["id"])
class FundedProject(ForeignProject):
    @classmethod
    def resolve_reference(cls, info: Info, **representation: object) -> FundedProject:
        return cls(id=ID(key(representation, "id")))


@federation.type(keys=["id"])
class PilotProject(ForeignProject):
    @classmethod
    def resolve_reference(cls, info: Info, **representation: object) -> PilotProject:
        return cls(id=ID(key(representation, "id")))


@federation.type(keys=["id"])
class DataProject(ForeignProject):
    @classmethod
    def resolve_reference(cls, info: Info, **representation: object) -> DataProject:
        return cls(id=ID(key(representation, "id")))


@federation.type(keys=["id"])
class Dataset:
    id: ID

    @field(cost=10)
    async def matching_ideas(self, info: Info, first: int | None = 5) -> list[IdeaType] | None:
        return await idea_types.near(info, self.id, first)

    @classmethod
    def resolve_reference(cls, info: Info, **representation: object) -> Dataset:
        return cls(id=ID(key(representation, "id")))


PROJECTS: dict[str, type[ForeignProject]] = {each.__name__: each for each in (FundedProject, PilotProject, DataProject)}


def project(type_name: str, entity_id: str) -> CivicProject:
    """A project by reference; its ministry knows the rest."""
    return PROJECTS[type_name](id=ID(entity_id))
