"""What can be done with learning packages. Expected failures are in the payload, missing rights are errors."""

from __future__ import annotations

import strawberry
from strawberry import ID

from services.civic_data_lab.schema.consultation_verbs import REGISTER
from services.civic_data_lab.store import enrolling
from services.civic_data_lab.types.context import Info
from services.civic_data_lab.types.enrolments import Enrolment
from services.civic_data_lab.types.payloads import EnrolmentPayload, user_errors
from services.kit.changing import Changed
from services.kit.field import field
from services.kit.finding import found
from services.kit.guard import requires_scopes


async def enrolment_payload(info: Info, changed: Changed) -> EnrolmentPayload:
    """The enrolment as it now is."""
    info.context.load.forget()
    by_id = enrolling.enrolments_by_id
    return EnrolmentPayload(
        enrolment=await found(info, Enrolment, by_id, changed.entity_id, *info.context.seen),
        errors=user_errors(changed.faults),
    )


@strawberry.type
class LearningVerbs:
    @field(guard=requires_scopes(REGISTER), tags=["personal"])
    async def enrol(self, info: Info, module_id: ID) -> EnrolmentPayload | None:
        return await enrolment_payload(info, await enrolling.enrol(*info.context.writes, module_id))

    @field(guard=requires_scopes(REGISTER), tags=["personal"])
    async def record_progress(self, info: Info, enrolment_id: ID, progress_percent: int) -> EnrolmentPayload | None:
        changed = await enrolling.record_progress(*info.context.writes, enrolment_id, progress_percent)
        return await enrolment_payload(info, changed)

    @field(guard=requires_scopes(REGISTER), tags=["personal"])
    async def cancel_enrolment(self, info: Info, enrolment_id: ID) -> EnrolmentPayload | None:
        return await enrolment_payload(info, await enrolling.cancel_enrolment(*info.context.writes, enrolment_id))
