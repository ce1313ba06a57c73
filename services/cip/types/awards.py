"""Prizes of the idea competition and how they are paid."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import strawberry
from strawberry import federation

from services.cip.rules import STAFF
from services.cip.store.rows import AwardRow, TrancheRow
from services.cip.types import competition
from services.cip.types.context import Info
from services.cip.types.enums import CompetitionCategory, TrancheStatus
from services.cip.types.references import EntryType, RoundType
from services.kit.civic import LocalizedText, Money, euros, localized, optional_localized
from services.kit.errors import ForbiddenError, NotFoundError
from services.kit.field import field
from services.kit.guard import authenticated, has_scope
from services.kit.schema import key


@strawberry.type
class PrizeTranche:
    number: int
    amount: Money
    condition: LocalizedText
    status: TrancheStatus
    paid_on: date | None

    @classmethod
    def of(cls, row: TrancheRow) -> PrizeTranche:
        return cls(
            number=row.number,
            amount=euros(row.amount),
            condition=localized(row.condition),
            status=TrancheStatus(row.status),
            paid_on=row.paid_on,
        )


@federation.type(keys=["id"], description="A prize (Prämierung; Preisgeld up to 20.000 EUR in three tranches).")
class Award:
    id: strawberry.ID
    entry_id: strawberry.Private[str]
    round_id: strawberry.Private[str]
    prize: Money
    category: CompetitionCategory
    laudation: LocalizedText | None
    awarded_on: date

    @classmethod
    def of(cls, row: AwardRow) -> Award:
        return cls(
            id=strawberry.ID(row.id),
            entry_id=row.entry_id,
            round_id=row.round_id,
            prize=euros(row.prize),
            category=CompetitionCategory(row.category),
            laudation=optional_localized(row.laudation),
            awarded_on=row.awarded_on,
        )

    @classmethod
    async def resolve_reference(cls, info: Info, **representation: Any) -> Award | None:
        row = await info.context.competition.awards.load(key(representation, "id"))
        return cls.of(row) if row else None

    @field()
    async def entry(self, info: Info) -> EntryType:
        row = await info.context.competition.awarded_entries.load(self.entry_id)
        if row is None:
            raise NotFoundError("There is no such entry.")
        return competition.CompetitionEntry.of(row)

    @field()
    async def round(self, info: Info) -> RoundType:
        return await competition.round_of(info, self.round_id)

    @field(guard=authenticated())
    async def tranches(self, info: Info) -> list[PrizeTranche] | None:
        """Whose prize it is sees how it is paid; ``ForbiddenError`` for others but the staff."""
        if not has_scope(info.context.caller, STAFF) and not await info.context.competition.own_entries.load(
            self.entry_id
        ):
            raise ForbiddenError
        return [PrizeTranche.of(row) for row in await info.context.competition.tranches.load(self.id)]


def awards(rows: Sequence[AwardRow]) -> list[Award]:
    return [Award.of(row) for row in rows]
