"""Learning and meeting: packages of the Civic Data Academy and formats of the community."""

from __future__ import annotations

import asyncio
from datetime import datetime

import strawberry
from strawberry import federation

from services.civic_data_lab.store.rows import CommunityFormatRow, LearningModuleRow
from services.civic_data_lab.types import anchor, hubs, support
from services.civic_data_lab.types.context import Info
from services.civic_data_lab.types.enums import CommunityFormatKind, LearningFormat, LearningLevel
from services.civic_data_lab.types.interfaces import SupportOffer
from services.civic_data_lab.types.references import ActorType, ProgrammeType
from services.kit.context import Language
from services.kit.field import field
from services.kit.schema import key


@federation.type(keys=["id"], description="A learning package of the Civic Data Academy (Lernpaket).")
class LearningModule(SupportOffer):
    row: strawberry.Private[LearningModuleRow]
    level: LearningLevel
    format: LearningFormat
    minutes: int
    language: Language

    @field()
    async def programme(self, info: Info) -> ProgrammeType:
        return await anchor.programme_of(info, self.row.programme_slug)

    @field()
    async def prerequisites(self, info: Info) -> list[LearningModule]:
        modules = info.context.offers.learning_modules
        rows = await asyncio.gather(*(modules.load(one) for one in self.row.prerequisite_ids))
        return [LearningModule.of(row) for row in rows if row is not None]

    @classmethod
    def of(cls, row: LearningModuleRow) -> LearningModule:
        return cls(
            row=row,
            **support.offer_fields(row),
            level=LearningLevel(row.level),
            format=LearningFormat(row.format),
            minutes=row.minutes,
            language=Language(row.language),
        )

    @classmethod
    async def resolve_reference(cls, info: Info, **representation: object) -> LearningModule | None:
        row = await info.context.offers.learning_modules.load(key(representation, "id"))
        return None if row is None else cls.of(row)


@federation.type(
    keys=["id"], description="A community format of the data lab (Espresso Talk, Community CoLab, BarCamp)."
)
class CommunityFormat(SupportOffer):
    row: strawberry.Private[CommunityFormatRow]
    format: CommunityFormatKind
    starts_at: datetime

    @field()
    async def programme(self, info: Info) -> ProgrammeType:
        return await anchor.programme_of(info, self.row.programme_slug)

    @field()
    def hosts(self) -> list[ActorType | None]:
        return hubs.actors(self.row.host_ids)

    @classmethod
    def of(cls, row: CommunityFormatRow) -> CommunityFormat:
        return cls(
            row=row,
            **support.offer_fields(row),
            format=CommunityFormatKind(row.format),
            starts_at=row.starts_at,
        )

    @classmethod
    async def resolve_reference(cls, info: Info, **representation: object) -> CommunityFormat | None:
        row = await info.context.offers.community_formats.load(key(representation, "id"))
        return None if row is None else cls.of(row)
