"""What can be done about workshops. Expected failures are in the payload, missing rights are errors."""

from __future__ import annotations

import strawberry
from strawberry import ID

from services.ideenwerkstatt.rules.sentences import SENTENCES
from services.ideenwerkstatt.rules.viewing import STAFF
from services.ideenwerkstatt.store import offers, personal, registration_writing, workshop_writing
from services.ideenwerkstatt.types.context import Info, as_seen, at_moment
from services.ideenwerkstatt.types.inputs import WorkshopInput, workshop_text
from services.ideenwerkstatt.types.payloads import WorkshopPayload, WorkshopRegistrationPayload
from services.kit.field import field
from services.kit.guard import requires_scopes
from services.kit.payloads import payload_of

REGISTER = "events:register"


registration_payload = payload_of(
    WorkshopRegistrationPayload, personal.visible_registrations_by_ids, SENTENCES, as_seen
)
workshop_payload = payload_of(WorkshopPayload, offers.workshops_by_id, SENTENCES, at_moment)


@strawberry.type
class WorkshopVerbs:
    @field(
        guard=requires_scopes(REGISTER),
        tags=["personal"],
        description="A seat or a place on the waiting list (Warteliste); onBehalfOf: an organisation one acts for.",
    )
    async def register_for_workshop(
        self, info: Info, workshop_id: ID, on_behalf_of: ID | None = None, idempotency_key: ID | None = None
    ) -> WorkshopRegistrationPayload | None:
        wanted = (workshop_id, on_behalf_of, idempotency_key)
        return await registration_payload(info, await registration_writing.register(*info.context.writes, *wanted))

    @field(
        guard=requires_scopes(REGISTER, STAFF),
        tags=["personal"],
        description="Until the start (staff: always); who waits moves up.",
    )
    async def cancel_workshop_registration(self, info: Info, id: ID) -> WorkshopRegistrationPayload | None:
        return await registration_payload(info, await registration_writing.cancel(*info.context.writes, id))

    @field(guard=requires_scopes(STAFF), tags=["internal", "personal"], description="After the start.")
    async def record_attendance(
        self, info: Info, registration_id: ID, attended: bool
    ) -> WorkshopRegistrationPayload | None:
        changed = await registration_writing.record_attendance(*info.context.writes, registration_id, attended=attended)
        return await registration_payload(info, changed)

    @field(
        guard=requires_scopes(STAFF),
        tags=["internal"],
        description="A new workshop (ANNOUNCED), or a change; whoever is registered is told of another beginning.",
    )
    async def save_workshop(
        self, info: Info, input: WorkshopInput, id: ID | None = None, idempotency_key: ID | None = None
    ) -> WorkshopPayload | None:
        changed = await workshop_writing.save_workshop(*info.context.writes, id, workshop_text(input), idempotency_key)
        return await workshop_payload(info, changed)
