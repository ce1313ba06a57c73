"""What can be done about the data consultation. Expected failures are in the payload, missing rights are errors."""

from __future__ import annotations

import strawberry
from strawberry import ID

from services.civic_data_lab.rules.consultations import BookingWish
from services.civic_data_lab.rules.sentences import SENTENCES
from services.civic_data_lab.rules.viewing import STAFF
from services.civic_data_lab.rules.vocabulary import ConsultationOutcome
from services.civic_data_lab.store import consultations as store
from services.civic_data_lab.store import consulting
from services.civic_data_lab.types.context import Info, as_seen
from services.civic_data_lab.types.inputs import DataSlotInput
from services.civic_data_lab.types.payloads import DataConsultationPayload, DataSlotsPayload, user_errors
from services.civic_data_lab.types.support import DataConsultationSlot
from services.kit.field import field
from services.kit.guard import requires_scopes
from services.kit.making import all_made
from services.kit.payloads import payload_of

REGISTER = "events:register"


session_payload = payload_of(DataConsultationPayload, store.sessions_by_id, SENTENCES, as_seen)


@strawberry.type
class ConsultationVerbs:
    @field(
        guard=requires_scopes(REGISTER),
        tags=["personal"],
        description="Book an appointment of the data consultation (Datensprechstunde); it is confirmed at once.",
    )
    async def book_data_consultation(
        self, info: Info, slot_id: ID, concern: str, idea_id: ID | None = None, on_behalf_of: ID | None = None
    ) -> DataConsultationPayload | None:
        wish = BookingWish(slot_id, concern, idea_id or None, on_behalf_of or None)
        return await session_payload(info, await consulting.book(*info.context.writes, wish))

    @field(guard=requires_scopes(REGISTER, STAFF), tags=["personal"])
    async def cancel_data_consultation(self, info: Info, session_id: ID) -> DataConsultationPayload | None:
        return await session_payload(info, await consulting.cancel(*info.context.writes, session_id))

    @field(
        guard=requires_scopes(STAFF),
        tags=["internal", "personal"],
        description="Agree to an appointment that was asked for in another way than by booking a slot.",
    )
    async def confirm_data_consultation(self, info: Info, session_id: ID) -> DataConsultationPayload | None:
        return await session_payload(info, await consulting.confirm(*info.context.writes, session_id))

    @field(guard=requires_scopes(STAFF), tags=["internal", "personal"])
    async def record_data_consultation(
        self, info: Info, session_id: ID, outcome: ConsultationOutcome, sketch_title: str | None = None
    ) -> DataConsultationPayload | None:
        said = (session_id, outcome, sketch_title)
        return await session_payload(info, await consulting.record(*info.context.writes, *said))

    @field(guard=requires_scopes(STAFF), tags=["internal"])
    async def open_data_consultation_slots(
        self, info: Info, consultation_id: ID, slots: list[DataSlotInput]
    ) -> DataSlotsPayload | None:
        wanted = [(each.starts_at, each.minutes) for each in slots]
        changed = await consulting.open_slots(*info.context.writes, consultation_id, wanted)
        info.context.forget()
        if changed.entity_id is None:
            return DataSlotsPayload(slots=None, errors=user_errors(changed.faults))
        rows = await store.slots_at(info.context.database, changed.entity_id, [start for start, _ in wanted])
        return DataSlotsPayload(slots=all_made(DataConsultationSlot, rows), errors=[])
