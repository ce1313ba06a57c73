"""Support offers: the ministries' by reference, with bookmarks and near ideas."""

from __future__ import annotations

import strawberry
from strawberry import ID, federation

from services.kit.field import field
from services.kit.schema import key
from services.marketplace.loaders.context import Info
from services.marketplace.types import ideas as idea_types
from services.marketplace.types.references import IdeaType


@strawberry.interface(description="A support offer (Unterstützungsangebot); here the marketplace's view of it.")
class SupportOffer:
    id: ID

    @field()
    async def bookmark_count(self, info: Info) -> int | None:
        return await info.context.actors.bookmark_count.load(self.id)

    @field()
    async def viewer_has_bookmarked(self, info: Info) -> bool | None:
        return await info.context.actors.is_bookmarked.load(self.id)

    @field()
    async def matching_ideas(self, info: Info, first: int | None = 5) -> list[IdeaType] | None:
        return await idea_types.near(info, self.id, first)


@strawberry.type
class ConcreteOffer(SupportOffer):
    """What all concrete types share: the cost, which belongs to objects and not to the interface."""

    @field(cost=10)
    async def matching_ideas(self, info: Info, first: int | None = 5) -> list[IdeaType] | None:
        return await idea_types.near(info, self.id, first)


@federation.type(keys=["id"])
class CompetitionRound(ConcreteOffer):
    @classmethod
    def resolve_reference(cls, info: Info, **representation: object) -> CompetitionRound:
        return cls(id=ID(key(representation, "id")))


@federation.type(keys=["id"])
class FundingCall(ConcreteOffer):
    @classmethod
    def resolve_reference(cls, info: Info, **representation: object) -> FundingCall:
        return cls(id=ID(key(representation, "id")))


@federation.type(keys=["id"])
class Workshop(ConcreteOffer):
    @classmethod
    def resolve_reference(cls, info: Info, **representation: object) -> Workshop:
        return cls(id=ID(key(representation, "id")))


@federation.type(keys=["id"])
class AiConsultation(ConcreteOffer):
    @classmethod
    def resolve_reference(cls, info: Info, **representation: object) -> AiConsultation:
        return cls(id=ID(key(representation, "id")))


@federation.type(keys=["id"])
class PilotCall(ConcreteOffer):
    @classmethod
    def resolve_reference(cls, info: Info, **representation: object) -> PilotCall:
        return cls(id=ID(key(representation, "id")))


@federation.type(keys=["id"])
class ComputeQuota(ConcreteOffer):
    @classmethod
    def resolve_reference(cls, info: Info, **representation: object) -> ComputeQuota:
        return cls(id=ID(key(representation, "id")))


@federation.type(keys=["id"])
class DataConsultation(ConcreteOffer):
    @classmethod
    def resolve_reference(cls, info: Info, **representation: object) -> DataConsultation:
        return cls(id=ID(key(representation, "id")))


@federation.type(keys=["id"])
class DataProjectCall(ConcreteOffer):
    @classmethod
    def resolve_reference(cls, info: Info, **representation: object) -> DataProjectCall:
        return cls(id=ID(key(representation, "id")))


@federation.type(keys=["id"])
class LearningModule(ConcreteOffer):
    @classmethod
    def resolve_reference(cls, info: Info, **representation: object) -> LearningModule:
        return cls(id=ID(key(representation, "id")))


@federation.type(keys=["id"])
class CommunityFormat(ConcreteOffer):
    @classmethod
    def resolve_reference(cls, info: Info, **representation: object) -> CommunityFormat:
        return cls(id=ID(key(representation, "id")))


FOREIGN: dict[str, type[ConcreteOffer]] = {
    each.__name__: each
    for each in (
        CompetitionRound,
        FundingCall,
        Workshop,
        AiConsultation,
        PilotCall,
        ComputeQuota,
        DataConsultation,
        DataProjectCall,
        LearningModule,
        CommunityFormat,
    )
}
