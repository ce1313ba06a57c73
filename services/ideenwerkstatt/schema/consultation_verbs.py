"""What can be done about the KI-Sprechstunde. Expected failures are in the payload, missing rights are errors."""

from __future__ import annotations

import strawberry
from strawberry import ID

from services.ideenwerkstatt.rules.sentences import SENTENCES
from services.ideenwerkstatt.rules.viewing import EXPERT, STAFF
from services.ideenwerkstatt.rules.vocabulary import SlotStatus
from services.ideenwerkstatt.schema.workshop_verbs import REGISTER
from services.ideenwerkstatt.store import offers, slot_writing
from services.ideenwerkstatt.types.context import Info
from services.ideenwerkstatt.types.inputs import SlotInput, slot_wishes
from services.ideenwerkstatt.types.payloads import SlotPayload, SlotsPayload, user_errors
from services.ideenwerkstatt.types.support import ConsultationSlot
from services.kit.field import field
from services.kit.finding import found_each
from services.kit.guard import requires_scopes
from services.kit.payloads import payload_of

slot_payload = payload_of(SlotPayload, offers.slots_by_id, SENTENCES)


@strawberry.type
class ConsultationVerbs:
    @field(
        guard=requires_scopes(REGISTER),
        tags=["personal"],
        description="At most two bookings in the future; the question is read by the expert of the slot and by staff.",
    )
    async def book_consultation_slot(
        self, info: Info, slot_id: ID, question: str, idea_id: ID | None = None, on_behalf_of: ID | None = None
    ) -> SlotPayload | None:
        changed = await slot_writing.book(*info.context.writes, slot_id, question, idea_id, on_behalf_of)
        return await slot_payload(info, changed)

    @field(
        guard=requires_scopes(REGISTER, STAFF),
        tags=["personal"],
        description="Gives it back, until 24 hours before (staff: always); it is free again.",
    )
    async def cancel_consultation_slot(self, info: Info, slot_id: ID) -> SlotPayload | None:
        return await slot_payload(info, await slot_writing.give_back(*info.context.writes, slot_id))

    @field(
        guard=requires_scopes(STAFF, EXPERT),
        tags=["internal", "personal"],
        description="What came of it, by the expert of the slot or by staff, after its beginning.",
    )
    async def record_consultation(self, info: Info, slot_id: ID, outcome: str) -> SlotPayload | None:
        return await slot_payload(info, await slot_writing.record(*info.context.writes, slot_id, outcome))

    @field(
        guard=requires_scopes(STAFF),
        tags=["internal"],
        description="HELD_BACK, FREE again, or CANCELLED; who had booked a slot that is cancelled is told.",
    )
    async def change_consultation_slot(self, info: Info, slot_id: ID, to: SlotStatus) -> SlotPayload | None:
        return await slot_payload(info, await slot_writing.change_slot(*info.context.writes, slot_id, to))

    @field(
        guard=requires_scopes(STAFF),
        tags=["internal"],
        description="New slots, all or none; an expert has one at a time.",
    )
    async def open_consultation_slots(
        self, info: Info, consultation_id: ID, slots: list[SlotInput]
    ) -> SlotsPayload | None:
        wishes = slot_wishes(slots)
        ids, faults = await slot_writing.open_slots(*info.context.writes, consultation_id, wishes)
        info.context.forget()
        made = None if faults else await found_each(info, ConsultationSlot, offers.slots_by_id, ids)
        return SlotsPayload(slots=made, errors=user_errors(faults))
