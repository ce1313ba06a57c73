"""Changes of appointments of the data consultation: booked, cancelled, held; and new slots."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from services.civic_data_lab.rules import consultations as rules
from services.civic_data_lab.rules.consultations import BookingWish
from services.civic_data_lab.rules.viewing import Viewer
from services.civic_data_lab.rules.vocabulary import ConsultationOutcome, ConsultationStatus
from services.civic_data_lab.store.applying import make_sketch
from services.civic_data_lab.store.connection import QUERIES
from services.civic_data_lab.store.journal import note
from services.civic_data_lab.store.locked import LockedSessionRow
from services.civic_data_lab.store.offer_state import check_offer_takes, running_programme
from services.civic_data_lab.store.rows import SlotRow
from services.kit.actors import administrators_of, organisations_of
from services.kit.changing import Changed, Fault, FaultCode, RefusedError, refuse, transacted
from services.kit.database import Database
from services.kit.events import tell
from services.kit.faults import not_found
from services.kit.identifiers import new_id

HOUSE = Viewer(None, is_staff=True)
"""The house itself, which sees everything and is nobody."""
SESSION = "DataConsultationSession"
NO_ACTOR = Fault(FaultCode.FORBIDDEN, "This is for a person: log in as a member.")


async def book(database: Database, viewer: Viewer, at: datetime, wish: BookingWish) -> Changed:
    """A slot for the caller, confirmed at once. Booking the same slot again gives the same appointment."""
    if viewer.actor_id is None:
        return Changed(None, [NO_ACTOR])
    return await _book(database, viewer.actor_id, at, wish)


@transacted
async def _book(inside: Database, member: str, at: datetime, wish: BookingWish) -> str:
    slot = await inside.row(SlotRow, QUERIES.slot_to_book, wish.slot_id)
    if slot is None:
        raise RefusedError([not_found("appointment", "slotId")])
    refuse(rules.faults_of_booking(wish, await organisations_of(inside, member)))
    await inside.row(str, QUERIES.lock_actor, member)
    own = await inside.row(str, QUERIES.own_session_of_slot, wish.slot_id, member, wish.on_behalf_of)
    if own is not None:
        return own
    await check_offer_takes(inside, slot.consultation_id, at, "slotId")
    refuse(rules.faults_of_slot(slot.starts_at, at, int(await inside.value(QUERIES.future_sessions, member, at))))
    if await inside.value(QUERIES.take_slot, wish.slot_id, at) is None:
        raise RefusedError([rules.taken()])
    session_id = new_id("session")
    booked = (wish.slot_id, member, wish.on_behalf_of, wish.idea_id, wish.concern.strip(), at)
    await inside.do(QUERIES.make_session, session_id, *booked)
    await note(inside, member, at, (SESSION, session_id), "BOOK", None, ConsultationStatus.CONFIRMED.value)
    await _tell(inside, at, "booked", session_id, slot, await _concerned(inside, member, wish.on_behalf_of, member))
    return session_id


async def _concerned(inside: Database, member: str, organisation: str | None, by: str | None) -> list[str]:
    """Who booked it and who acts for the organisation, but not who did this."""
    others = await administrators_of(inside, [organisation]) if organisation else []
    return [each for each in dict.fromkeys([member, *others]) if each != by]


async def _tell(
    inside: Database, at: datetime, what: str, session_id: str, slot: SlotRow, actors: Sequence[str], **more: object
) -> None:
    said = {"consultationId": slot.consultation_id, "slotId": slot.id, "startsAt": slot.starts_at.isoformat(), **more}
    await tell(inside, at, f"consultation.{what}", (SESSION, session_id), actors, said)


async def lock_session(inside: Database, viewer: Viewer, session_id: str) -> tuple[SlotRow, LockedSessionRow]:
    """The slot, then the appointment; refused with NOT_FOUND where the caller sees none."""
    slot = await inside.row(SlotRow, QUERIES.lock_slot_of_session, session_id)
    row = await inside.row(LockedSessionRow, QUERIES.lock_session, session_id, *viewer.arguments)
    if slot is None or row is None or not row.is_visible:
        raise RefusedError([not_found("appointment", "sessionId")])
    return slot, row


@transacted
async def confirm(inside: Database, viewer: Viewer, at: datetime, session_id: str) -> str:
    """The staff agrees to an appointment that was asked for; the person is told as of any booking."""
    slot, row = await lock_session(inside, viewer, session_id)
    status = ConsultationStatus(row.status)
    roles = rules.roles_of(is_person=row.is_person, is_staff=viewer.is_staff)
    if viewer.is_staff and status is ConsultationStatus.CONFIRMED:
        return session_id
    refuse(rules.faults_of_confirming(status, slot.starts_at, at, roles))
    # A slot is one appointment's, which its index sees to; asked for, it may still look free.
    await inside.value(QUERIES.take_slot, slot.id, at)
    confirmed = ConsultationStatus.CONFIRMED.value
    await inside.do(QUERIES.set_session, session_id, confirmed, None, None, at)
    await note(inside, viewer.actor_id, at, (SESSION, session_id), "CONFIRM", row.status, confirmed)
    actors = await _concerned(inside, row.member_id, row.on_behalf_of, viewer.actor_id)
    await _tell(inside, at, "booked", session_id, slot, actors)
    return session_id


@transacted
async def cancel(inside: Database, viewer: Viewer, at: datetime, session_id: str) -> str:
    """The slot is free again; what is cancelled stays so."""
    slot, row = await lock_session(inside, viewer, session_id)
    status = ConsultationStatus(row.status)
    if status is ConsultationStatus.CANCELLED:
        return session_id
    roles = rules.roles_of(is_person=row.is_person, is_staff=viewer.is_staff)
    refuse(rules.faults_of_cancelling(status, slot.starts_at, at, roles))
    await _free(inside, viewer, at, slot, row)
    actors = await _concerned(inside, row.member_id, row.on_behalf_of, viewer.actor_id)
    await _tell(inside, at, "cancelled", session_id, slot, actors)
    return session_id


async def _free(inside: Database, viewer: Viewer, at: datetime, slot: SlotRow, row: LockedSessionRow) -> None:
    """The appointment is cancelled, and its slot is free."""
    await inside.do(QUERIES.set_session, row.id, ConsultationStatus.CANCELLED.value, None, None, at)
    await inside.do(QUERIES.free_slot, slot.id)
    await note(inside, viewer.actor_id, at, (SESSION, row.id), "CANCEL", row.status, ConsultationStatus.CANCELLED.value)


async def give_back(inside: Database, at: datetime, session_id: str) -> None:
    """Cancels an appointment for a member who is erased: nobody is asked, nobody of that id is told."""
    slot, row = await lock_session(inside, HOUSE, session_id)
    await _free(inside, HOUSE, at, slot, row)
    others = await _concerned(inside, row.member_id, row.on_behalf_of, row.member_id)
    await _tell(inside, at, "cancelled", session_id, slot, others)


@transacted
async def record(
    inside: Database,
    viewer: Viewer,
    at: datetime,
    session_id: str,
    outcome: ConsultationOutcome,
    sketch_title: str | None,
) -> str:
    """What came of an appointment; a sketch becomes a data project of the person. The same again changes nothing."""
    slot, row = await lock_session(inside, viewer, session_id)
    roles = rules.roles_of(is_person=row.is_person, is_staff=viewer.is_staff)
    if viewer.is_staff and row.outcome == outcome.value:
        return session_id
    status = ConsultationStatus(row.status)
    refuse(rules.faults_of_record(status, slot.starts_at, at, roles, outcome, sketch_title))
    project_id = None
    if sketch_title is not None:
        project_id = await make_sketch(
            inside, at, sketch_title, row.concern, row.idea_id, row.on_behalf_of or row.member_id
        )
    held = ConsultationStatus.HELD.value
    await inside.do(QUERIES.set_session, session_id, held, outcome.value, project_id, at)
    await note(inside, viewer.actor_id, at, (SESSION, session_id), "RECORD", row.status, held)
    actors = await _concerned(inside, row.member_id, row.on_behalf_of, viewer.actor_id)
    said = {"outcome": outcome.value, "dataProjectId": project_id}
    await _tell(inside, at, "held", session_id, slot, actors, **said)
    return session_id


@transacted
async def open_slots(
    inside: Database, viewer: Viewer, at: datetime, consultation_id: str, slots: Sequence[tuple[datetime, int]]
) -> str:
    """New free slots of a consultation; the id that comes back is the consultation's. The same again adds none."""
    if await inside.row(str, QUERIES.lock_consultation, consultation_id) is None:
        raise RefusedError([not_found("consultation", "consultationId")])
    await running_programme(inside, at)
    refuse(rules.faults_of_slots(slots, at))
    starts, minutes = [start for start, _ in slots], [length for _, length in slots]
    over = await inside.rows(SlotRow, QUERIES.slots_over, consultation_id, starts, minutes)
    refuse([rules.overlapping([each.starts_at for each in over])] if over else [])
    await inside.do(QUERIES.open_slots, consultation_id, [new_id("dataslot") for _ in slots], starts, minutes)
    await note(inside, viewer.actor_id, at, ("DataConsultation", consultation_id), "OPEN_SLOTS")
    return consultation_id
