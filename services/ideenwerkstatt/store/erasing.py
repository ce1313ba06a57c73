"""The house's part of an erasure and of an export (domain_slice2 2.12)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from services.ideenwerkstatt.rules.applying import BEFORE_A_DECISION
from services.ideenwerkstatt.rules.viewing import Viewer
from services.ideenwerkstatt.rules.vocabulary import SlotStatus
from services.ideenwerkstatt.store.application_writing import lock_application
from services.ideenwerkstatt.store.application_writing import set_withdrawn as set_application_withdrawn
from services.ideenwerkstatt.store.connection import QUERIES
from services.ideenwerkstatt.store.registration_writing import lock_registration, set_cancelled
from services.ideenwerkstatt.store.slot_writing import lock_slot, set_changed, set_free
from services.kit.database import Database
from services.kit.erasing import Kept
from services.kit.exporting import export_by

HOUSE = Viewer(None, is_staff=True, is_expert=True)
"""The house itself, which sees everything and is nobody."""


async def forget(inside: Database, member_id: str, now: datetime) -> Sequence[Kept]:
    """Gives back what lies in the future, withdraws what nobody else carries, empties texts; nothing is kept by law.

    What was attended, and what an organisation applied for, stays without a person: ids lead to nobody any more.
    """
    for registration_id in await inside.rows(str, QUERIES.future_registrations_of, member_id, now):
        _, row = await lock_registration(inside, HOUSE, now, registration_id, "id")
        await set_cancelled(inside, None, now, row)
    for slot_id in await inside.rows(str, QUERIES.future_bookings_of, member_id, now):
        await set_free(inside, None, now, await lock_slot(inside, HOUSE, now, slot_id))
    for slot_id in await inside.rows(str, QUERIES.future_slots_of_expert, member_id, now):
        await set_changed(inside, None, now, await lock_slot(inside, HOUSE, now, slot_id), SlotStatus.CANCELLED)
    open_states = [each.value for each in BEFORE_A_DECISION]
    for application_id in await inside.rows(str, QUERIES.applications_without_others, member_id, open_states):
        _, application = await lock_application(inside, HOUSE, now, application_id)
        await set_application_withdrawn(inside, None, now, application)
    for statement in EMPTYING:
        await inside.do(statement, member_id)
    return []


EMPTYING = (
    QUERIES.empty_questions,
    QUERIES.forget_submitter,
    QUERIES.forget_registrar,
    QUERIES.forget_expert,
    QUERIES.forget_host,
    QUERIES.forget_participant,
)

export_of = export_by(QUERIES.export_of_member)
