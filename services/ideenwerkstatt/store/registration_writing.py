"""Changes of registrations: under the lock of the workshop's row, so that seats and queue are right."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from services.ideenwerkstatt.rules import registering as rules
from services.ideenwerkstatt.rules.registering import WorkshopNow, roles_of
from services.ideenwerkstatt.rules.viewing import Viewer
from services.ideenwerkstatt.rules.vocabulary import RegistrationStatus
from services.ideenwerkstatt.store.changing import NO_ACTOR, note, tell_concerned, while_it_runs
from services.ideenwerkstatt.store.connection import QUERIES
from services.ideenwerkstatt.store.locked import LockedRegistrationRow, LockedWorkshopRow, MovedRow
from services.kit.actors import organisations_of
from services.kit.changing import Changed, Fault, FaultCode, RefusedError, first_time, refuse, request
from services.kit.database import Database
from services.kit.faults import not_found
from services.kit.identifiers import new_id

REGISTRATION = "WorkshopRegistration"


def seen(row: LockedWorkshopRow) -> WorkshopNow:
    """The workshop as the guards see it."""
    return WorkshopNow(row.shown, row.apply_until, row.starts_at, row.capacity, row.taken)


async def lock_workshop(inside: Database, workshop_id: str, at: datetime, path: str) -> LockedWorkshopRow:
    """The workshop, locked until the transaction ends, with its seats as they are after others; else NOT_FOUND."""
    if await inside.row(str, QUERIES.lock_workshop, workshop_id) is None:
        raise RefusedError([not_found("workshop", path)])
    row = await inside.row(LockedWorkshopRow, QUERIES.workshops_seen, [workshop_id], at)
    if row is None:
        raise RefusedError([not_found("workshop", path)])
    return row


async def register(
    database: Database, viewer: Viewer, at: datetime, workshop_id: str, on_behalf_of: str | None, key: str | None
) -> Changed:
    """A seat, or a place in the queue, for the member or an organisation; who has one already is shown it."""
    if viewer.actor_id is None:
        return Changed(None, [NO_ACTOR])
    actor = on_behalf_of or viewer.actor_id
    came = await _register(database, viewer, at, viewer.actor_id, workshop_id, actor, key)
    if not any(fault.code is FaultCode.ALREADY_EXISTS for fault in came.faults):
        return came
    return replace(came, entity_id=await database.row(str, QUERIES.registration_of_actor, workshop_id, actor))


@while_it_runs
async def _register(
    inside: Database, viewer: Viewer, at: datetime, member: str, workshop_id: str, actor: str, key: str | None
) -> str:
    row = await lock_workshop(inside, workshop_id, at, "workshopId")
    registration_id = new_id("registration")
    body = {"workshopId": workshop_id, "actor": actor}
    await first_time(inside, request(member, key, "registerForWorkshop", body, at), registration_id)
    if actor != member and actor not in await organisations_of(inside, member):
        message = "Only who acts for the organisation registers it."
        raise RefusedError([Fault(FaultCode.FORBIDDEN, message, ("onBehalfOf",))])
    if await inside.row(str, QUERIES.registration_of_actor, workshop_id, actor) is not None:
        raise RefusedError([Fault(FaultCode.ALREADY_EXISTS, "There is a registration already.", ("workshopId",))])
    refuse(rules.faults_of_registering(seen(row), at))
    await inside.do(QUERIES.make_registration, registration_id, workshop_id, actor, at, member)
    has_seat = registration_id in await fill_seats(inside, viewer, at, seen(row), workshop_id, registration_id)
    status = RegistrationStatus.CONFIRMED if has_seat else RegistrationStatus.WAITLISTED
    await note(inside, viewer, at, (REGISTRATION, registration_id), "REGISTER", None, status.value)
    what = "confirmed" if has_seat else "waitlisted"
    await tell_of_registration(inside, viewer, at, what, registration_id, workshop_id, actor)
    return registration_id


async def tell_of_registration(
    inside: Database, viewer: Viewer | None, at: datetime, what: str, id_: str, workshop_id: str, actor: str
) -> None:
    subject, said = (REGISTRATION, id_), {"registrationId": id_, "workshopId": workshop_id}
    await tell_concerned(inside, viewer, at, f"registration.{what}", subject, [actor], said)


async def fill_seats(
    inside: Database, viewer: Viewer | None, at: datetime, now: WorkshopNow, workshop_id: str, newcomer: str = ""
) -> frozenset[str]:
    """Free seats go to the first of the queue, who are told; who got one. ``newcomer`` is told by whoever registers it.

    After the beginning nobody moves up.
    """
    if not now.free or now.starts_at <= at:
        return frozenset()
    moved = await inside.rows(MovedRow, QUERIES.move_up, workshop_id, now.free)
    for each in moved:
        if each.id != newcomer:
            waited, seated = RegistrationStatus.WAITLISTED.value, RegistrationStatus.CONFIRMED.value
            await note(inside, None, at, (REGISTRATION, each.id), "MOVE_UP", waited, seated)
            await tell_of_registration(inside, viewer, at, "moved_up", each.id, workshop_id, each.actor_id)
    return frozenset(each.id for each in moved)


async def lock_registration(
    inside: Database, viewer: Viewer, at: datetime, registration_id: str, path: str
) -> tuple[LockedWorkshopRow, LockedRegistrationRow]:
    """The workshop, then the registration; refused with NOT_FOUND where the caller sees none."""
    workshop_id = await inside.row(str, QUERIES.workshop_of_registration, registration_id)
    if workshop_id is None:
        raise RefusedError([not_found("registration", path)])
    workshop = await lock_workshop(inside, workshop_id, at, path)
    row = await inside.row(LockedRegistrationRow, QUERIES.lock_registration, registration_id, viewer.actor_id)
    if row is None or not (row.is_own or viewer.is_staff):
        raise RefusedError([not_found("registration", path)])
    return workshop, row


@while_it_runs
async def cancel(inside: Database, viewer: Viewer, at: datetime, registration_id: str) -> str:
    """Gives the seat, or the place in the queue, back; cancelled once more changes nothing."""
    workshop, row = await lock_registration(inside, viewer, at, registration_id, "id")
    status = RegistrationStatus(row.status)
    if status is RegistrationStatus.CANCELLED:
        return registration_id
    roles = roles_of(is_own=row.is_own, is_staff=viewer.is_staff)
    refuse(rules.faults_of_cancelling(status, workshop.starts_at, at, roles))
    await set_cancelled(inside, viewer, at, row)
    return registration_id


async def set_cancelled(inside: Database, viewer: Viewer | None, at: datetime, row: LockedRegistrationRow) -> None:
    """Writes it down and tells it; who waits moves up in the same transaction."""
    cancelled = RegistrationStatus.CANCELLED.value
    await inside.do(QUERIES.set_registration_status, row.id, cancelled)
    await note(inside, viewer, at, (REGISTRATION, row.id), "CANCEL", row.status, cancelled)
    await tell_of_registration(inside, viewer, at, "cancelled", row.id, row.workshop_id, row.actor_id)
    left = await inside.row(LockedWorkshopRow, QUERIES.workshops_seen, [row.workshop_id], at)
    if left is not None:
        await fill_seats(inside, viewer, at, seen(left), row.workshop_id)


@while_it_runs
async def record_attendance(
    inside: Database, viewer: Viewer, at: datetime, registration_id: str, *, attended: bool
) -> str:
    """Who came, and who did not; noted wrongly it is noted anew."""
    workshop, row = await lock_registration(inside, viewer, at, registration_id, "registrationId")
    status = RegistrationStatus(row.status)
    to = RegistrationStatus.ATTENDED if attended else RegistrationStatus.NO_SHOW
    if status is to:
        return registration_id
    roles = roles_of(is_own=row.is_own, is_staff=viewer.is_staff)
    refuse(rules.faults_of_attendance(status, workshop.starts_at, at, roles, attended=attended))
    await inside.do(QUERIES.set_registration_status, registration_id, to.value)
    action = "ATTEND" if attended else "MISS"
    await note(inside, viewer, at, (REGISTRATION, registration_id), action, status.value, to.value)
    return registration_id
