"""The life cycle of a registration for a workshop, and the guards of its verbs (domain_slice2 2.8). Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import Enum

import strawberry

from services.ideenwerkstatt.rules.vocabulary import RegistrationStatus
from services.kit.changing import Fault, FaultCode
from services.kit.faults import wrong_state
from services.kit.transitions import LifeCycle, transitions


class Role(Enum):
    """What somebody is to a registration."""

    PERSON = "PERSON"  # who is registered, or acts for the organisation that is
    STAFF = "STAFF"
    TIME = "TIME"  # a seat that has become free


@strawberry.enum(description="What can be done with a registration for a workshop.")
class RegistrationAction(Enum):
    CANCEL = "CANCEL"
    ATTEND = "ATTEND"
    MISS = "MISS"


S = RegistrationStatus
PERSON, STAFF, TIME = frozenset({Role.PERSON}), frozenset({Role.STAFF}), frozenset({Role.TIME})
REGISTRATION: LifeCycle[RegistrationStatus, Role] = LifeCycle(
    "registration",
    transitions(
        ("MOVE_UP", {S.WAITLISTED}, S.CONFIRMED, TIME),
        ("CANCEL", {S.CONFIRMED, S.WAITLISTED}, S.CANCELLED, PERSON | STAFF),
        # Who was noted wrongly is noted anew.
        ("ATTEND", {S.CONFIRMED, S.NO_SHOW}, S.ATTENDED, STAFF),
        ("MISS", {S.CONFIRMED, S.ATTENDED}, S.NO_SHOW, STAFF),
    ),
)


@dataclass(frozen=True, slots=True)
class WorkshopNow:
    """A workshop at a moment. ``shown``: the state of the offer at that moment; ``taken``: seats."""

    shown: str
    apply_until: datetime | None
    starts_at: datetime
    capacity: int
    taken: int

    @property
    def free(self) -> int:
        return max(self.capacity - self.taken, 0)


def faults_of_registering(now: WorkshopNow, moment: datetime) -> list[Fault]:
    """Why the workshop takes no registration at the moment."""
    last = now.starts_at if now.apply_until is None else min(now.apply_until, now.starts_at)
    if now.shown != "ENDED" and last < moment:
        return [Fault(FaultCode.DEADLINE_PASSED, "Registration was open until {until}.", (), {"until": last})]
    if now.shown != "OPEN":
        return [wrong_state("This workshop takes no registrations now; it is {state}.", state=now.shown)]
    return []


def faults_of_cancelling(
    status: RegistrationStatus, starts_at: datetime, moment: datetime, roles: frozenset[Role]
) -> list[Fault]:
    """Why it cannot be cancelled: the person may until the start, staff always."""
    came = REGISTRATION.target("CANCEL", status, roles)
    if isinstance(came, Fault):
        return [came]
    if Role.STAFF not in roles and starts_at <= moment:
        return [Fault(FaultCode.DEADLINE_PASSED, "The workshop has begun at {at}.", (), {"at": starts_at})]
    return []


def faults_of_attendance(
    status: RegistrationStatus, starts_at: datetime, moment: datetime, roles: frozenset[Role], *, attended: bool
) -> list[Fault]:
    """Why it cannot be noted who came: only after the start."""
    came = REGISTRATION.target("ATTEND" if attended else "MISS", status, roles)
    if isinstance(came, Fault):
        return [came]
    if moment < starts_at:
        return [wrong_state("The workshop begins at {at}; who came is noted after that.", at=starts_at)]
    return []


def roles_of(*, is_own: bool, is_staff: bool) -> frozenset[Role]:
    return (PERSON if is_own else frozenset()) | (STAFF if is_staff else frozenset())


def actions_of_registration(
    status: RegistrationStatus, starts_at: datetime, moment: datetime, roles: frozenset[Role]
) -> list[RegistrationAction]:
    """What can be done at the moment, by the table and by the time."""
    fitting = {"ATTEND", "MISS"} if starts_at <= moment else {"CANCEL"}
    if Role.STAFF in roles:
        fitting = fitting | {"CANCEL"}
    return [RegistrationAction(each) for each in REGISTRATION.actions(status, roles - TIME) if each in fitting]
