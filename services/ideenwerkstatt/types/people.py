"""The pool of experts."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

import strawberry
from strawberry import federation

from services.ideenwerkstatt.store.rows import ExpertRow
from services.ideenwerkstatt.types import hubs
from services.ideenwerkstatt.types.context import Info
from services.ideenwerkstatt.types.references import ActorType
from services.kit.civic import LocalizedText, localized
from services.kit.context import Language
from services.kit.field import field
from services.kit.schema import key


@federation.type(keys=["id"], description="An expert or data scientist of the workshop's pool (Expert*in).")
class Expert:
    id: strawberry.ID
    fields: list[LocalizedText]
    languages: list[Language]
    accepts_consultations: bool
    row: strawberry.Private[ExpertRow]

    @field()
    def actor(self) -> ActorType | None:
        return None if self.row.actor_id is None else hubs.Actor(id=strawberry.ID(self.row.actor_id))

    @classmethod
    def of(cls, row: ExpertRow) -> Expert:
        return cls(
            id=strawberry.ID(row.id),
            row=row,
            fields=[localized(one) for one in row.fields],
            languages=[Language(one) for one in row.languages],
            accepts_consultations=row.accepts_consultations,
        )

    @classmethod
    async def resolve_reference(cls, info: Info, **representation: object) -> Expert | None:
        return await expert_of(info, key(representation, "id"))


async def expert_of(info: Info, id_: str | None) -> Expert | None:
    row = None if id_ is None else await info.context.offers.experts.load(id_)
    return None if row is None else Expert.of(row)


async def experts_of(info: Info, ids: Sequence[str]) -> list[Expert]:
    """The experts of a list of ids, in one trip with everybody else's at this level."""
    rows = await asyncio.gather(*(info.context.offers.experts.load(one) for one in ids))
    return [Expert.of(row) for row in rows if row is not None]
