"""The life cycle of a slot of the KI-Sprechstunde, and the guards of its verbs (domain_slice2 2.8). Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum
from itertools import pairwise

import strawberry

from services.ideenwerkstatt.rules.times import in_berlin
from services.ideenwerkstatt.rules.vocabulary import SlotStatus
from services.kit.changing import Fault, FaultCode
from services.kit.faults import faults_of_line, invalid, wrong_state
from services.kit.transitions import LifeCycle, transitions

MOST_BOOKINGS = 2
"""In the future, of one actor or made by one person."""
GIVEN_BACK_UNTIL = timedelta(hours=24)
LONGEST_QUESTION = 5_000
SHORTEST, LONGEST = 10, 480  # minutes
MOST_SLOTS = 100  # in one request


class Role(Enum):
    """What somebody is to a slot."""

    MEMBER = "MEMBER"
    BOOKER = "BOOKER"  # who booked it, or acts for the organisation that did
    EXPERT = "EXPERT"  # whose slot it is
    STAFF = "STAFF"


@strawberry.enum(description="What can be done with a slot of the KI-Sprechstunde.")
class SlotAction(Enum):
    BOOK = "BOOK"
    GIVE_BACK = "GIVE_BACK"
    RECORD = "RECORD"
    HOLD_BACK = "HOLD_BACK"
    RELEASE = "RELEASE"
    CANCEL = "CANCEL"


S = SlotStatus
MEMBER, BOOKER = frozenset({Role.MEMBER}), frozenset({Role.BOOKER})
EXPERT, STAFF = frozenset({Role.EXPERT}), frozenset({Role.STAFF})
SLOT: LifeCycle[SlotStatus, Role] = LifeCycle(
    "slot",
    transitions(
        ("BOOK", {S.FREE}, S.BOOKED, MEMBER),
        ("GIVE_BACK", {S.BOOKED}, S.FREE, BOOKER | STAFF),
        ("RECORD", {S.BOOKED}, S.DONE, EXPERT | STAFF),
        ("HOLD_BACK", {S.FREE}, S.HELD_BACK, STAFF),
        ("RELEASE", {S.HELD_BACK}, S.FREE, STAFF),
        ("CANCEL", {S.FREE, S.HELD_BACK, S.BOOKED}, S.CANCELLED, STAFF),
    ),
)
CHANGES = {S.HELD_BACK: "HOLD_BACK", S.FREE: "RELEASE", S.CANCELLED: "CANCEL"}
"""What the staff says a slot shall be, and the action that it is."""


@dataclass(frozen=True, slots=True)
class SlotNow:
    """A slot at a moment. ``shown``: the state of its offer."""

    status: SlotStatus
    starts_at: datetime
    shown: str


@dataclass(frozen=True, slots=True)
class SlotWish:
    """A slot that the staff opens (SlotInput)."""

    expert_id: str
    starts_at: datetime
    minutes: int

    @property
    def ends_at(self) -> datetime:
        """By minutes that pass, also in the night in which the clocks change."""
        return self.starts_at + timedelta(minutes=self.minutes)


def faults_of_question(question: str) -> list[Fault]:
    return faults_of_line("question", question, LONGEST_QUESTION)


def faults_of_booking(now: SlotNow, moment: datetime, future: int) -> list[Fault]:
    """Why the slot cannot be booked at the moment. ``future``: bookings that are there already.

    That it is free is not looked at here: the statement that books decides it (CAPACITY_FULL).
    """
    if now.shown != "OPEN":
        return [wrong_state("This advice takes no bookings now; it is {state}.", state=now.shown)]
    if now.starts_at <= moment:
        return [Fault(FaultCode.DEADLINE_PASSED, "The slot has begun at {at}.", (), {"at": now.starts_at})]
    if future >= MOST_BOOKINGS:
        message = "At most {most} bookings in the future are possible; give one back first."
        return [Fault(FaultCode.LIMIT_EXCEEDED, message, (), {"most": MOST_BOOKINGS})]
    return []


def taken(status: SlotStatus) -> Fault:
    """Why a slot that was not free any more is not booked."""
    if status in (S.BOOKED, S.DONE):
        return Fault(FaultCode.CAPACITY_FULL, "This slot is taken; there may be others.", ("slotId",))
    return wrong_state("This slot is {state}; it would have to be free.", state=status)


def faults_of_giving_back(now: SlotNow, moment: datetime, roles: frozenset[Role]) -> list[Fault]:
    """Until a day before by who booked it; by staff always."""
    came = SLOT.target("GIVE_BACK", now.status, roles)
    if isinstance(came, Fault):
        return [came]
    last = now.starts_at - GIVEN_BACK_UNTIL
    if Role.STAFF not in roles and last < moment:
        return [Fault(FaultCode.DEADLINE_PASSED, "It could be given back until {until}.", (), {"until": last})]
    return []


def faults_of_recording(now: SlotNow, outcome: str, moment: datetime, roles: frozenset[Role]) -> list[Fault]:
    """After the beginning; the outcome says what came of it."""
    came = SLOT.target("RECORD", now.status, roles)
    if isinstance(came, Fault):
        return [came]
    if moment < now.starts_at:
        return [wrong_state("The slot begins at {at}; what came of it is noted after that.", at=now.starts_at)]
    return faults_of_line("outcome", outcome, LONGEST_QUESTION)


def faults_of_change(status: SlotStatus, to: SlotStatus, roles: frozenset[Role]) -> list[Fault]:
    """Why the staff cannot make the slot that."""
    if to not in CHANGES:
        return [invalid("to", "cannot be {value}", value=to)]
    came = SLOT.target(CHANGES[to], status, roles)
    return [came] if isinstance(came, Fault) else []


def faults_of_slots(wishes: Sequence[SlotWish], moment: datetime) -> list[Fault]:
    """What is wrong with new slots in themselves: in the future, some minutes long, none of an expert over another."""
    if not 1 <= len(wishes) <= MOST_SLOTS:
        return [invalid("slots", "may have {least} to {most} items", least=1, most=MOST_SLOTS)]
    found = []
    for place, wish in enumerate(wishes):
        if not SHORTEST <= wish.minutes <= LONGEST:
            found.append(invalid(f"slots.{place}.minutes", "is from {least} to {most}", least=SHORTEST, most=LONGEST))
        if wish.starts_at <= moment:
            found.append(invalid(f"slots.{place}.startsAt", "must lie in the future"))
    in_order = sorted(wishes, key=lambda wish: (wish.expert_id, wish.starts_at))
    for before, after in pairwise(in_order):
        if before.expert_id == after.expert_id and after.starts_at < before.ends_at:
            found.append(overlapping(after.starts_at, before.starts_at, before.ends_at))
    return found


def overlapping(wished: datetime, starts_at: datetime, ends_at: datetime) -> Fault:
    """An expert has a slot at that time."""
    times = {"wished": in_berlin(wished), "begin": in_berlin(starts_at), "end": in_berlin(ends_at)}
    return invalid(
        "slots", "would have one at {wished} over another of the same expert, from {begin} to {end}", **times
    )


def roles_of(*, is_member: bool, is_booker: bool, is_expert: bool, is_staff: bool) -> frozenset[Role]:
    held = ((MEMBER, is_member), (BOOKER, is_booker), (EXPERT, is_expert), (STAFF, is_staff))
    return frozenset(role for roles, is_held in held if is_held for role in roles)


def actions_of_slot(now: SlotNow, roles: frozenset[Role], moment: datetime) -> list[SlotAction]:
    """What can be done at the moment, by the table and by the time; the limit of bookings is not counted."""
    fitting = {"HOLD_BACK", "RELEASE", "CANCEL"}
    if not faults_of_booking(now, moment, 0):
        fitting.add("BOOK")
    if moment >= now.starts_at:
        fitting.add("RECORD")
    if Role.STAFF in roles or moment <= now.starts_at - GIVEN_BACK_UNTIL:
        fitting.add("GIVE_BACK")
    return [SlotAction(each) for each in SLOT.actions(now.status, roles) if each in fitting]
