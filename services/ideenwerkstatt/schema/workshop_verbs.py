"""What can be done about workshops. Expected failures are in the payload, missing rights are errors."""

from __future__ import annotations

import strawberry
from strawberry import ID

from services.ideenwerkstatt.rules.viewing import STAFF
from services.ideenwerkstatt.store import offers, personal, registration_writing, workshop_writing
from services.ideenwerkstatt.types.context import Info
from services.ideenwerkstatt.types.inputs import WorkshopInput, workshop_text
from services.ideenwerkstatt.types.meetings import Workshop
from services.ideenwerkstatt.types.payloads import WorkshopPayload, WorkshopRegistrationPayload, user_errors
from services.ideenwerkstatt.types.registrations import WorkshopRegistration
from services.kit.changing import Changed
from services.kit.field import field
from services.kit.finding import found
from services.kit.guard import requires_scopes

REGISTER = "events:register"


async def registration_payload(info: Info, changed: Changed) -> WorkshopRegistrationPayload:
    """The registration as the caller sees it now."""
    info.context.load.forget()
    wanted = (personal.visible_registrations_by_ids, changed.entity_id, *info.context.viewer.seen)
    registration = await found(info, WorkshopRegistration, *wanted)
    return WorkshopRegistrationPayload(registration=registration, errors=user_errors(changed.faults))


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
        info.context.load.forget()
        saved = await found(info, Workshop, offers.workshops_by_id, changed.entity_id, info.context.moment)
        return WorkshopPayload(workshop=saved, errors=user_errors(changed.faults))
