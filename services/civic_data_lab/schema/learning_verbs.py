"""What can be done with learning packages. Expected failures are in the payload, missing rights are errors."""

from __future__ import annotations

import strawberry
from strawberry import ID

from services.civic_data_lab.rules.sentences import SENTENCES
from services.civic_data_lab.schema.consultation_verbs import REGISTER
from services.civic_data_lab.store import enrolling
from services.civic_data_lab.types.context import Info, as_seen
from services.civic_data_lab.types.payloads import EnrolmentPayload
from services.kit.field import field
from services.kit.guard import requires_scopes
from services.kit.payloads import payload_of

enrolment_payload = payload_of(EnrolmentPayload, enrolling.enrolments_by_id, SENTENCES, as_seen)


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
