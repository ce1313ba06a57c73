"""Prizes of the idea competition and how they are paid."""

from __future__ import annotations

from datetime import date

import strawberry
from strawberry import federation

from services.cip.rules.vocabulary import CompetitionCategory, TrancheStatus
from services.cip.store import relations as store
from services.cip.store.rows import AwardRow
from services.cip.types import competition
from services.cip.types.context import Info
from services.cip.types.references import EntryType, RoundType
from services.kit.civic import LocalizedText, Money
from services.kit.errors import ForbiddenError
from services.kit.field import field
from services.kit.finding import found_all, found_by
from services.kit.guard import authenticated
from services.kit.leading import leads_to


@strawberry.type
class PrizeTranche:
    number: int
    amount: Money
    condition: LocalizedText
    status: TrancheStatus
    paid_on: date | None


@federation.type(keys=["id"], description="A prize (Prämierung; Preisgeld up to 20.000 EUR in three tranches).")
class Award:
    row: strawberry.Private[AwardRow]
    id: strawberry.ID
    prize: Money
    category: CompetitionCategory
    laudation: LocalizedText | None
    awarded_on: date

    resolve_reference = found_by(store.awards_by_ids)
    entry = leads_to(EntryType, store.entries_by_ids, by="row.entry_id")

    @field()
    async def round(self, info: Info) -> RoundType:
        return await competition.round_of(info, self.row.round_id)

    @field(guard=authenticated())
    async def tranches(self, info: Info) -> list[PrizeTranche] | None:
        """Whose prize it is sees how it is paid; ``ForbiddenError`` for others but the staff."""
        context = info.context
        is_own = await context.load(store.own_entries_by_ids, self.row.entry_id, context.viewer.actor_id)
        if is_own is None and not context.viewer.is_staff:
            raise ForbiddenError
        return await found_all(info, PrizeTranche, store.tranches_of_award, self.id)
