"""What can be done about prototypes and footprints. Expected failures are in the payload, missing rights are errors."""

from __future__ import annotations

import strawberry
from strawberry import ID

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
from services.ideenwerkstatt.types.payloads import PrototypePayload, SustainabilityAssessmentPayload, user_errors
from services.ideenwerkstatt.types.pilots import SustainabilityAssessment
from services.ideenwerkstatt.types.prototyping import Prototype
from services.kit.field import field
from services.kit.finding import found
from services.kit.guard import requires_scopes


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
        info.context.load.forget()
        saved = await found(info, Prototype, projects.prototypes_by_id, changed.entity_id)
        return PrototypePayload(prototype=saved, errors=user_errors(changed.faults))

    @field(
        guard=requires_scopes(EXPERT, STAFF),
        tags=["internal"],
        description="Of a project of any of the three ministries.",
    )
    async def record_sustainability_assessment(
        self, info: Info, input: SustainabilityAssessmentInput
    ) -> SustainabilityAssessmentPayload | None:
        changed = await prototype_writing.record_assessment(*info.context.writes, assessment_text(input))
        info.context.load.forget()
        made = await found(info, SustainabilityAssessment, projects.assessments_by_id, changed.entity_id)
        return SustainabilityAssessmentPayload(assessment=made, errors=user_errors(changed.faults))
