"""What can be done about calls for pilot projects. Expected failures are in the payload, missing rights are errors."""

from __future__ import annotations

import strawberry
from strawberry import ID

from services.ideenwerkstatt.rules.sentences import SENTENCES
from services.ideenwerkstatt.rules.viewing import STAFF
from services.ideenwerkstatt.rules.vocabulary import PilotApplicationStatus, PilotCallPhase
from services.ideenwerkstatt.store import application_writing, call_writing, offers, personal
from services.ideenwerkstatt.types.context import Info, as_reading, at_moment
from services.ideenwerkstatt.types.inputs import PilotApplicationInput, PilotCallInput, application_wish, call_text
from services.ideenwerkstatt.types.payloads import PilotApplicationPayload, PilotCallPayload
from services.kit.field import field
from services.kit.guard import requires_scopes
from services.kit.payloads import payload_of

APPLY = "pilot:apply"


application_payload = payload_of(PilotApplicationPayload, personal.visible_applications_by_ids, SENTENCES, as_reading)
call_payload = payload_of(PilotCallPayload, offers.pilot_calls_by_id, SENTENCES, at_moment)


@strawberry.type
class PilotVerbs:
    @field(
        guard=requires_scopes(APPLY),
        tags=["personal"],
        description="Stage one, for a non-profit organisation that one acts for; one application in a call.",
    )
    async def submit_pilot_application(
        self, info: Info, input: PilotApplicationInput, idempotency_key: ID
    ) -> PilotApplicationPayload | None:
        wish, catch_up = application_wish(input), info.context.catch_up
        changed = await application_writing.submit(*info.context.writes, wish, idempotency_key, catch_up)
        return await application_payload(info, changed)

    @field(guard=requires_scopes(APPLY), tags=["personal"], description="The plan of who passed stage one.")
    async def submit_pilot_stage_two(self, info: Info, id: ID, plan: str) -> PilotApplicationPayload | None:
        changed = await application_writing.submit_stage_two(*info.context.writes, id, plan)
        return await application_payload(info, changed)

    @field(guard=requires_scopes(APPLY), tags=["personal"])
    async def withdraw_pilot_application(self, info: Info, id: ID) -> PilotApplicationPayload | None:
        return await application_payload(info, await application_writing.withdraw(*info.context.writes, id))

    @field(
        guard=requires_scopes(STAFF),
        tags=["internal", "personal"],
        description="A selection makes the pilot project; no more are selected than the call has places.",
    )
    async def decide_pilot_application(
        self, info: Info, id: ID, to: PilotApplicationStatus, note: str | None = None
    ) -> PilotApplicationPayload | None:
        return await application_payload(info, await application_writing.decide(*info.context.writes, id, to, note))

    @field(guard=requires_scopes(STAFF), tags=["internal"])
    async def save_pilot_call(
        self, info: Info, input: PilotCallInput, id: ID | None = None, idempotency_key: ID | None = None
    ) -> PilotCallPayload | None:
        changed = await call_writing.save_call(*info.context.writes, id, call_text(input), idempotency_key)
        return await call_payload(info, changed)

    @field(guard=requires_scopes(STAFF), tags=["internal"])
    async def advance_pilot_call(self, info: Info, id: ID, to: PilotCallPhase) -> PilotCallPayload | None:
        return await call_payload(info, await call_writing.advance_call(*info.context.writes, id, to))
