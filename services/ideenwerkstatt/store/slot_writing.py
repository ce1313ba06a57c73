"""Changes of slots: opened, booked, given back, held; one statement decides who has a slot."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from services.ideenwerkstatt.rules import consulting as rules
from services.ideenwerkstatt.rules.consulting import SlotNow, SlotWish, roles_of
from services.ideenwerkstatt.rules.viewing import Viewer
from services.ideenwerkstatt.rules.vocabulary import SlotStatus
from services.ideenwerkstatt.store.changing import NO_ACTOR, note, tell_concerned, while_it_runs
from services.ideenwerkstatt.store.connection import QUERIES
from services.ideenwerkstatt.store.locked import DeedRow, LockedSlotRow, OverlapRow
from services.kit.actors import organisations_of
from services.kit.changing import Changed, Fault, FaultCode, RefusedError, refuse
from services.kit.database import Database
from services.kit.faults import invalid, not_found
from services.kit.identifiers import new_id

SLOT = "ConsultationSlot"


def seen(row: LockedSlotRow) -> SlotNow:
    """The slot as the guards see it."""
    return SlotNow(SlotStatus(row.status), row.starts_at, row.shown)


def roles(row: LockedSlotRow, viewer: Viewer) -> frozenset[rules.Role]:
    return roles_of(
        is_member=viewer.actor_id is not None,
        is_booker=row.is_booker,
        is_expert=row.is_expert and viewer.is_expert,
        is_staff=viewer.is_staff,
    )


async def slot_at(inside: Database, viewer: Viewer, at: datetime, slot_id: str) -> LockedSlotRow:
    """The slot as it is; refused with NOT_FOUND where there is none."""
    row = await inside.row(LockedSlotRow, QUERIES.slots_seen, [slot_id], at, viewer.actor_id)
    if row is None:
        raise RefusedError([not_found("slot", "slotId")])
    return row


async def lock_slot(inside: Database, viewer: Viewer, at: datetime, slot_id: str) -> LockedSlotRow:
    """The same, locked until the transaction ends."""
    await inside.row(str, QUERIES.lock_slot, slot_id)
    return await slot_at(inside, viewer, at, slot_id)


async def book(
    database: Database,
    viewer: Viewer,
    at: datetime,
    slot_id: str,
    question: str,
    idea_id: str | None,
    actor: str | None,
) -> Changed:
    """The slot for the member or an organisation; who has it already has it."""
    if viewer.actor_id is None:
        return Changed(None, [NO_ACTOR])
    return await _book(database, viewer, at, viewer.actor_id, slot_id, question, idea_id, actor or viewer.actor_id)


@while_it_runs
async def _book(
    inside: Database,
    viewer: Viewer,
    at: datetime,
    member: str,
    slot_id: str,
    question: str,
    idea_id: str | None,
    actor: str,
) -> str:
    refuse(rules.faults_of_question(question))
    if actor != member and actor not in await organisations_of(inside, member):
        raise RefusedError(
            [Fault(FaultCode.FORBIDDEN, "Only who acts for the organisation books for it.", ("onBehalfOf",))]
        )
    for each in sorted({actor, member}):
        await inside.value(QUERIES.lock_booker, each)
    row = await slot_at(inside, viewer, at, slot_id)
    if row.status == SlotStatus.BOOKED.value and row.actor_id == actor:
        return slot_id
    future = int(await inside.value(QUERIES.future_bookings, actor, member, at))
    refuse(rules.faults_of_booking(seen(row), at, future))
    if await inside.row(str, QUERIES.take_slot, slot_id) is None:
        now = await slot_at(inside, viewer, at, slot_id)
        raise RefusedError([rules.taken(SlotStatus(now.status))])
    await inside.do(QUERIES.make_booking, slot_id, actor, member, idea_id, question.strip(), at)
    await note(inside, viewer, at, (SLOT, slot_id), "BOOK", SlotStatus.FREE.value, SlotStatus.BOOKED.value)
    await tell_of_slot(inside, viewer, at, "booked", row, actor)
    return slot_id


async def tell_of_slot(
    inside: Database, viewer: Viewer | None, at: datetime, what: str, row: LockedSlotRow, actor: str | None
) -> None:
    """Tells who has, or had, it, and the expert."""
    experts = await inside.rows(str, QUERIES.actors_of_expert, row.expert_id)
    actors = [*([actor] if actor else []), *experts]
    said = {"slotId": row.id, "consultationId": row.consultation_id, "startsAt": row.starts_at.isoformat()}
    await tell_concerned(inside, viewer, at, f"slot.{what}", (SLOT, row.id), actors, said)


@while_it_runs
async def give_back(inside: Database, viewer: Viewer, at: datetime, slot_id: str) -> str:
    """The slot is free again; who gave it back before is answered alike."""
    row = await lock_slot(inside, viewer, at, slot_id)
    last = await inside.row(DeedRow, QUERIES.last_deed, slot_id)
    if last is not None and last.action == "GIVE_BACK" and last.actor_id == viewer.actor_id is not None:
        return slot_id
    refuse(rules.faults_of_giving_back(seen(row), at, roles(row, viewer)))
    await set_free(inside, viewer, at, row)
    return slot_id


async def set_free(inside: Database, viewer: Viewer | None, at: datetime, row: LockedSlotRow) -> None:
    """Writes it down and tells it; what was asked is deleted."""
    await inside.do(QUERIES.drop_booking, row.id)
    await inside.do(QUERIES.set_slot_status, row.id, SlotStatus.FREE.value)
    await note(inside, viewer, at, (SLOT, row.id), "GIVE_BACK", row.status, SlotStatus.FREE.value)
    await tell_of_slot(inside, viewer, at, "cancelled", row, row.actor_id)


@while_it_runs
async def record(inside: Database, viewer: Viewer, at: datetime, slot_id: str, outcome: str) -> str:
    """What came of it, for who asked; the same again changes nothing."""
    row = await lock_slot(inside, viewer, at, slot_id)
    held = roles(row, viewer)
    is_done = row.status == SlotStatus.DONE.value and held & (rules.EXPERT | rules.STAFF)
    if is_done and await inside.row(str, QUERIES.outcome_of_slot, slot_id) == outcome.strip():
        return slot_id
    refuse(rules.faults_of_recording(seen(row), outcome, at, held))
    await inside.do(QUERIES.write_outcome, slot_id, outcome.strip())
    await inside.do(QUERIES.set_slot_status, slot_id, SlotStatus.DONE.value)
    await note(inside, viewer, at, (SLOT, slot_id), "RECORD", row.status, SlotStatus.DONE.value)
    await tell_of_slot(inside, viewer, at, "held", row, row.actor_id)
    return slot_id


@while_it_runs
async def change_slot(inside: Database, viewer: Viewer, at: datetime, slot_id: str, to: SlotStatus) -> str:
    """Held back, free again, or cancelled; what it is already it stays."""
    row = await lock_slot(inside, viewer, at, slot_id)
    status = SlotStatus(row.status)
    if status is to and to in rules.CHANGES:
        return slot_id
    refuse(rules.faults_of_change(status, to, roles(row, viewer)))
    await set_changed(inside, viewer, at, row, to)
    return slot_id


async def set_changed(
    inside: Database, viewer: Viewer | None, at: datetime, row: LockedSlotRow, to: SlotStatus
) -> None:
    """Writes it down; who had booked a slot that is cancelled is told."""
    await inside.do(QUERIES.set_slot_status, row.id, to.value)
    await note(inside, viewer, at, (SLOT, row.id), rules.CHANGES[to], row.status, to.value)
    if row.status == SlotStatus.BOOKED.value:
        await inside.do(QUERIES.drop_booking, row.id)
        await tell_of_slot(inside, viewer, at, "cancelled", row, row.actor_id)


async def open_slots(
    database: Database, viewer: Viewer, at: datetime, consultation_id: str, wishes: Sequence[SlotWish]
) -> tuple[list[str], Sequence[Fault]]:
    """New slots, all or none; their ids, or the faults. The same wished once more are those that are there."""
    came = await _open(database, viewer, at, consultation_id, wishes)
    return (came.entity_id or "").split(), came.faults


@while_it_runs
async def _open(
    inside: Database, viewer: Viewer, at: datetime, consultation_id: str, wishes: Sequence[SlotWish]
) -> str:
    """The ids of the slots, with spaces between them."""
    if await inside.row(str, QUERIES.lock_consultation, consultation_id) is None:
        raise RefusedError([not_found("consultation", "consultationId")])
    refuse(rules.faults_of_slots(wishes, at))
    wanted = sorted({wish.expert_id for wish in wishes})
    known = await inside.rows(str, QUERIES.lock_experts, wanted)
    if strange := [each for each in wanted if each not in known]:
        raise RefusedError([invalid("slots", "name who gives no advice here: {values}", values=strange[:5])])
    experts = [wish.expert_id for wish in wishes]
    times = [wish.starts_at for wish in wishes], [wish.ends_at for wish in wishes]
    same = await inside.rows(str, QUERIES.same_slots, consultation_id, experts, *times)
    if len(same) == len(wishes):
        return " ".join(same)
    # The experts' rows are locked: what is not there now is not there when the slots are written. The constraint of the
    # table says the same.
    found = await inside.rows(OverlapRow, QUERIES.overlapping_slots, experts, *times)
    refuse([rules.overlapping(each.wished, each.starts_at, each.ends_at) for each in found[:5]])
    ids = [new_id("slot") for _ in wishes]
    await inside.do(QUERIES.make_slots, ids, consultation_id, experts, *times)
    for each in ids:
        await note(inside, viewer, at, (SLOT, each), "OPEN", None, SlotStatus.FREE.value)
    return " ".join(ids)
