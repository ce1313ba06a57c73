"""Amendments: changes of an idea that somebody proposes."""

from __future__ import annotations

from datetime import datetime

import strawberry
from strawberry import ID, federation

from services.kit.field import field
from services.kit.finding import found_by, reads
from services.kit.guard import needing
from services.kit.relation import there
from services.marketplace.rules.amendments import AmendmentAction, AmendmentStatus, amendment_actions
from services.marketplace.rules.versions import difference
from services.marketplace.store.idea_rows import AmendmentRow
from services.marketplace.store.idea_together import amendments_by_ids
from services.marketplace.types import actors as actor_types
from services.marketplace.types import ideas as idea_types
from services.marketplace.types.context import Info, seen
from services.marketplace.types.references import ActorType, IdeaType


@federation.type(
    keys=["id"], description="A proposed change by somebody inside or outside the team (Änderungsvorschlag)."
)
class Amendment:
    id: ID
    base_version: int
    note: str
    status: AmendmentStatus
    created_at: datetime
    decided_at: datetime | None
    decision_note: str | None
    row: strawberry.Private[AmendmentRow]

    @field()
    async def idea(self, info: Info) -> IdeaType:
        return there(await idea_types.idea_by_id(info, self.row.idea_id))

    @field()
    async def author(self, info: Info) -> ActorType | None:
        return await actor_types.actor_by_id(info, self.row.author_id)

    @field(description="Against the version that it was written on, as far as the caller may read that.")
    def diff(self) -> str:
        return difference(self.row.body_before, self.row.body)

    @field(offers=needing("ideas:write"), description="What the caller may do with the amendment now.")
    def viewer_actions(self) -> list[AmendmentAction]:
        return amendment_actions(self.status, is_author=self.row.is_author, is_editor=self.row.is_editor)

    resolve_reference = found_by(amendments_by_ids, further=seen)


amendment_by_id = reads(Amendment, amendments_by_ids, seen)
