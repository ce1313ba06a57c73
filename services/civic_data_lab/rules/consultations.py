"""The life cycle of an appointment of the data consultation, and the guards of its verbs (domain_slice2 2.9). Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum
from itertools import pairwise

import strawberry

from services.civic_data_lab.rules.vocabulary import ConsultationOutcome, ConsultationStatus
from services.kit.changing import Fault, FaultCode
from services.kit.faults import faults_of_line, faults_of_reference, invalid, wrong_state
from services.kit.transitions import LifeCycle, transitions

LONGEST_CONCERN = 2_000
LONGEST_SKETCH = 200
MOST_FUTURE = 2
CANCEL_BEFORE = timedelta(hours=24)
MOST_SLOTS = 100
SHORTEST, LONGEST = 10, 240  # minutes
FURTHEST = timedelta(days=730)


class Role(Enum):
    """What somebody is to an appointment."""

    PERSON = "PERSON"  # who booked it, or acts for the organisation that it was booked for
    STAFF = "STAFF"


@strawberry.enum(description="What can be done with an appointment of the data consultation.")
class DataConsultationAction(Enum):
    CONFIRM = "CONFIRM"
    CANCEL = "CANCEL"
    RECORD = "RECORD"


PERSON, STAFF = frozenset({Role.PERSON}), frozenset({Role.STAFF})
OPEN = frozenset({ConsultationStatus.REQUESTED, ConsultationStatus.CONFIRMED})
SESSION: LifeCycle[ConsultationStatus, Role] = LifeCycle(
    "appointment",
    transitions(
        ("CONFIRM", {ConsultationStatus.REQUESTED}, ConsultationStatus.CONFIRMED, STAFF),
        ("CANCEL", OPEN, ConsultationStatus.CANCELLED, PERSON | STAFF),
        ("RECORD", {ConsultationStatus.CONFIRMED}, ConsultationStatus.HELD, STAFF),
    ),
)


@dataclass(frozen=True, slots=True)
class BookingWish:
    """What somebody books (bookDataConsultation)."""

    slot_id: str
    concern: str
    idea_id: str | None
    on_behalf_of: str | None


def roles_of(*, is_person: bool, is_staff: bool) -> frozenset[Role]:
    """What the viewer is to an appointment."""
    return (PERSON if is_person else frozenset()) | (STAFF if is_staff else frozenset())


def faults_of_booking(wish: BookingWish, acted_for: Sequence[str] | frozenset[str]) -> list[Fault]:
    """What is wrong with a booking in itself. ``acted_for``: the organisations that the caller acts for."""
    found = faults_of_line("concern", wish.concern, LONGEST_CONCERN) + faults_of_reference("ideaId", wish.idea_id)
    if wish.on_behalf_of is not None and wish.on_behalf_of not in acted_for:
        found.append(Fault(FaultCode.FORBIDDEN, "You must act for the organisation.", ("onBehalfOf",)))
    return found


def faults_of_slot(starts_at: datetime, moment: datetime, future: int) -> list[Fault]:
    """Why this slot cannot be booked by this person now. ``future``: how many appointments lie before the person."""
    if starts_at <= moment:
        return [Fault(FaultCode.DEADLINE_PASSED, "This appointment has begun.", ("slotId",))]
    if future >= MOST_FUTURE:
        return [
            Fault(
                FaultCode.LIMIT_EXCEEDED, "At most {most} appointments can lie before you.", (), {"most": MOST_FUTURE}
            )
        ]
    return []


def taken() -> Fault:
    return Fault(FaultCode.CAPACITY_FULL, "This appointment is taken; choose another one.", ("slotId",))


def faults_of_cancelling(
    status: ConsultationStatus, starts_at: datetime, moment: datetime, roles: frozenset[Role]
) -> list[Fault]:
    """The person until 24 hours before it begins; the staff also later."""
    came = SESSION.target("CANCEL", status, roles)
    if isinstance(came, Fault):
        return [came]
    if Role.STAFF not in roles and moment > starts_at - CANCEL_BEFORE:
        message = "It could be cancelled until {until}; please write to the data lab."
        return [Fault(FaultCode.DEADLINE_PASSED, message, (), {"until": starts_at - CANCEL_BEFORE})]
    return []


def faults_of_confirming(
    status: ConsultationStatus, starts_at: datetime, moment: datetime, roles: frozenset[Role]
) -> list[Fault]:
    """Until it begins. What is booked here is confirmed at once; a wish that came in another way waits for staff."""
    came = SESSION.target("CONFIRM", status, roles)
    if isinstance(came, Fault):
        return [came]
    if starts_at <= moment:
        return [Fault(FaultCode.DEADLINE_PASSED, "This appointment has begun.")]
    return []


def faults_of_record(
    status: ConsultationStatus,
    starts_at: datetime,
    moment: datetime,
    roles: frozenset[Role],
    outcome: ConsultationOutcome,
    sketch_title: str | None,
) -> list[Fault]:
    """What came of it is recorded when it has begun; only a sketch has a title."""
    came = SESSION.target("RECORD", status, roles)
    if isinstance(came, Fault):
        return [came]
    if moment < starts_at:
        return [wrong_state("This appointment begins at {begin}.", begin=starts_at)]
    if sketch_title is None:
        return []
    if outcome is not ConsultationOutcome.SKETCH:
        return [invalid("sketchTitle", "is for a sketch as outcome only")]
    return faults_of_line("sketchTitle", sketch_title, LONGEST_SKETCH)


def actions_of_session(
    status: ConsultationStatus, starts_at: datetime, moment: datetime, roles: frozenset[Role]
) -> list[DataConsultationAction]:
    """What the viewer may do now."""
    fitting = set[str]()
    if not faults_of_cancelling(status, starts_at, moment, roles):
        fitting.add("CANCEL")
    fitting.add("RECORD" if moment >= starts_at else "CONFIRM")
    return [DataConsultationAction(action) for action in SESSION.actions(status, roles) if action in fitting]


def faults_of_slots(slots: Sequence[tuple[datetime, int]], moment: datetime) -> list[Fault]:
    """New slots: each in the future, of a length that can be, none over another one."""
    if not 1 <= len(slots) <= MOST_SLOTS:
        return [invalid("slots", "may have {least} to {most} items", least=1, most=MOST_SLOTS)]
    for place, (start, minutes) in enumerate(slots):
        if not SHORTEST <= minutes <= LONGEST:
            return [invalid(f"slots.{place}.minutes", "is from {least} to {most}", least=SHORTEST, most=LONGEST)]
        if not moment < start <= moment + FURTHEST:
            return [invalid(f"slots.{place}.startsAt", "lies in the future, two years ahead at most")]
    in_order = sorted(slots)
    for (start, minutes), (next_start, _) in pairwise(in_order):
        if next_start < start + timedelta(minutes=minutes):
            return [overlapping([start, next_start])]
    return []


def overlapping(starts: Sequence[datetime]) -> Fault:
    """Times that lie over each other, or over appointments that are there."""
    return invalid("slots", "lie over other appointments: {times}", times=list(starts[:5]))
