"""What can be done about prototypes and footprints. Expected failures are in the payload, missing rights are errors."""

from __future__ import annotations

import strawberry
from strawberry import ID

from services.ideenwerkstatt.rules.sentences import SENTENCES
from services.ideenwerkstatt.rules.viewing import EXPERT, STAFF
from services.ideenwerkstatt.schema.pilot_verbs import APPLY
from services.ideenwerkstatt.store import projects, prototype_writing
from services.ideenwerkstatt.types.context import Info
from services.ideenwerkstatt.types.inputs import (
    PrototypeInput,
    SustainabilityAssessmentInput,
    assessment_text,
    prototype_text,
)
from services.ideenwerkstatt.types.payloads import PrototypePayload, SustainabilityAssessmentPayload
from services.kit.field import field
from services.kit.guard import requires_scopes
from services.kit.payloads import payload_of

prototype_payload = payload_of(PrototypePayload, projects.prototypes_by_id, SENTENCES)
sustainability_assessment_payload = payload_of(SustainabilityAssessmentPayload, projects.assessments_by_id, SENTENCES)


@strawberry.type
class PrototypeVerbs:
    @field(
        guard=requires_scopes(APPLY, EXPERT, STAFF),
        description="Develop, try out, put to use (entwickeln, erproben, in Anwendung bringen): a prototype and its "
        "stage.",
    )
    async def save_prototype(
        self, info: Info, input: PrototypeInput, id: ID | None = None, idempotency_key: ID | None = None
    ) -> PrototypePayload | None:
        wanted = (id, prototype_text(input), idempotency_key)
        changed = await prototype_writing.save_prototype(*info.context.writes, *wanted)
        return await prototype_payload(info, changed)

    @field(
        guard=requires_scopes(EXPERT, STAFF),
        tags=["internal"],
        description="Of a project of any of the three ministries.",
    )
    async def record_sustainability_assessment(
        self, info: Info, input: SustainabilityAssessmentInput
    ) -> SustainabilityAssessmentPayload | None:
        changed = await prototype_writing.record_assessment(*info.context.writes, assessment_text(input))
        return await sustainability_assessment_payload(info, changed)
