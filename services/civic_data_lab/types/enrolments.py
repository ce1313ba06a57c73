"""A member's way through learning packages: for the member alone, and the staff."""

from __future__ import annotations

from datetime import datetime

import strawberry
from strawberry import federation

from services.civic_data_lab.rules import learning as rules
from services.civic_data_lab.rules.learning import EnrolmentAction
from services.civic_data_lab.rules.vocabulary import EnrolmentStatus
from services.civic_data_lab.store import enrolling as store
from services.civic_data_lab.store import offers as offer_store
from services.civic_data_lab.store.personal_rows import EnrolmentRow
from services.civic_data_lab.types.context import Info, as_seen
from services.civic_data_lab.types.learning import LearningModule
from services.civic_data_lab.types.references import ActorType
from services.kit.field import field
from services.kit.finding import certain, found_by
from services.kit.guard import needing
from services.kit.named import named


@federation.type(
    keys=["id"],
    authenticated=True,
    tags=["personal"],
    description="A member's way through a learning package (Teilnahme an einem Lernpaket).",
)
class Enrolment:
    resolve_reference = found_by(store.enrolments_by_id, further=as_seen)
    row: strawberry.Private[EnrolmentRow]
    id: strawberry.ID
    status: EnrolmentStatus
    progress_percent: int
    enrolled_at: datetime
    completed_at: datetime | None

    @field()
    async def module(self, info: Info) -> LearningModule:
        by_id = offer_store.learning_modules_by_id
        return await certain(info, LearningModule, by_id, self.row.module_id, info.context.moment)

    learner = named(ActorType, id="member_id")

    @field(offers=needing("events:register"), description="What the viewer can do now, by the table of its life cycle.")
    def viewer_actions(self, info: Info) -> list[EnrolmentAction]:
        own = self.row.member_id == info.context.viewer.actor_id
        return rules.actions_of_enrolment(self.status, is_learner=own)
