"""The life cycle of an idea, what may be done with it in which state, and the guards of its changes. Pure.

The same tables answer what mutations may do and what ``viewerActions`` offers.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum

from services.kit.changing import Fault, FaultCode
from services.kit.transitions import LifeCycle, deeds, moves, transitions
from services.marketplace.rules.vocabulary import IdeaStatus


class IdeaRole(Enum):
    """What somebody is to an idea; one person is several of these."""

    OWNER = "OWNER"
    KNOWN_OWNER = "KNOWN_OWNER"  # published before, and nothing of it was ever hidden
    NEW_OWNER = "NEW_OWNER"
    EDITOR = "EDITOR"  # owner or co-author
    MEMBER = "MEMBER"  # of the network
    OUTSIDER = "OUTSIDER"  # a member who is not on the team
    NEWCOMER = "NEWCOMER"  # one who is not on it in person, whoever they act for, and whom no request waits for
    REVIEWER = "REVIEWER"  # staff who are not on the team
    TIME = "TIME"  # background work


Role = IdeaRole
Status = IdeaStatus
SHOWN = frozenset({Status.PUBLISHED, Status.PAUSED, Status.IN_IMPLEMENTATION, Status.COMPLETED})
LIVING = SHOWN | {Status.DRAFT, Status.IN_REVIEW}
EDITABLE = LIVING - {Status.COMPLETED}
NOT_HIDDEN = LIVING | {Status.ARCHIVED}  # and not withdrawn, which nobody but the team sees

LIFE = LifeCycle(
    "idea",
    transitions(
        ("submit", {Status.DRAFT}, Status.IN_REVIEW, {Role.NEW_OWNER}),
        ("submit", {Status.DRAFT}, Status.PUBLISHED, {Role.KNOWN_OWNER}),
        ("return", {Status.IN_REVIEW}, Status.DRAFT, {Role.REVIEWER}),
        ("approve", {Status.IN_REVIEW}, Status.PUBLISHED, {Role.REVIEWER}),
        ("pause", {Status.PUBLISHED}, Status.PAUSED, {Role.OWNER}),
        ("resume", {Status.PAUSED}, Status.PUBLISHED, {Role.OWNER}),
        ("implement", {Status.PUBLISHED}, Status.IN_IMPLEMENTATION, {Role.OWNER}),
        ("complete", {Status.IN_IMPLEMENTATION}, Status.COMPLETED, {Role.OWNER}),
        # Any but HIDDEN: also what has long been archived, where it is still shown. What was withdrawn before it was
        # archived is with its team alone already.
        ("withdraw", LIVING | {Status.ARCHIVED}, Status.WITHDRAWN, {Role.OWNER}),
        ("archive", {Status.COMPLETED, Status.WITHDRAWN}, Status.ARCHIVED, {Role.TIME}),
    ),
    deeds(
        ("edit", EDITABLE, {Role.EDITOR}),
        ("invite", LIVING, {Role.EDITOR}),
        ("set_open_roles", EDITABLE, {Role.EDITOR}),
        ("decide_amendment", EDITABLE, {Role.EDITOR}),
        ("propose_amendment", EDITABLE, {Role.MEMBER}),
        ("fork", SHOWN | {Status.ARCHIVED}, {Role.MEMBER}),
        ("ask_to_join", SHOWN, {Role.NEWCOMER}),
        ("comment", LIVING, {Role.MEMBER}),
        ("support", SHOWN, {Role.MEMBER}),
        ("follow", NOT_HIDDEN, {Role.MEMBER}),
        ("report", SHOWN | {Status.ARCHIVED}, {Role.OUTSIDER}),
    ),
)
"""Where an idea may go; hiding by moderation stands beside the life cycle and leads back to where it came from."""
MOVES = moves(LIFE)
CHANGES: Mapping[IdeaStatus, str] = {
    Status.PAUSED: "pause",
    Status.PUBLISHED: "resume",
    Status.IN_IMPLEMENTATION: "implement",
    Status.COMPLETED: "complete",
    Status.WITHDRAWN: "withdraw",
}
"""By the state that an owner asks for: the action that leads there."""


class IdeaAction(Enum):
    """What may be offered; the names are those of the graph."""

    EDIT = "EDIT"
    SUBMIT = "SUBMIT"
    REVIEW = "REVIEW"
    PAUSE = "PAUSE"
    RESUME = "RESUME"
    START_IMPLEMENTATION = "START_IMPLEMENTATION"
    COMPLETE = "COMPLETE"
    WITHDRAW = "WITHDRAW"
    INVITE = "INVITE"
    SET_OPEN_ROLES = "SET_OPEN_ROLES"
    DECIDE_AMENDMENT = "DECIDE_AMENDMENT"
    PROPOSE_AMENDMENT = "PROPOSE_AMENDMENT"
    FORK = "FORK"
    ASK_TO_JOIN = "ASK_TO_JOIN"
    COMMENT = "COMMENT"
    SUPPORT = "SUPPORT"
    FOLLOW = "FOLLOW"
    REPORT = "REPORT"


RENAMED = {
    "return": IdeaAction.REVIEW,
    "approve": IdeaAction.REVIEW,
    "implement": IdeaAction.START_IMPLEMENTATION,
}


@dataclass(frozen=True, slots=True)
class Standing:
    """What the caller is to an idea. ``is_newcomer``: None means: who is not on the team."""

    is_owner: bool = False
    is_editor: bool = False
    is_on_team: bool = False
    is_member: bool = False
    is_staff: bool = False
    is_known: bool = False
    is_newcomer: bool | None = None

    @property
    def roles(self) -> frozenset[IdeaRole]:
        if not self.is_member:
            return self._as_staff
        held = {
            Role.OWNER: self.is_owner,
            Role.KNOWN_OWNER: self.is_owner and self.is_known,
            Role.NEW_OWNER: self.is_owner and not self.is_known,
            Role.EDITOR: self.is_editor,
            Role.MEMBER: True,
            Role.OUTSIDER: not self.is_on_team,
            Role.NEWCOMER: not self.is_on_team if self.is_newcomer is None else self.is_newcomer,
        }
        return self._as_staff | {role for role, is_held in held.items() if is_held}

    @property
    def _as_staff(self) -> frozenset[IdeaRole]:
        """Nobody reviews what is also their own."""
        return frozenset({Role.REVIEWER} if self.is_staff and not self.is_on_team else ())


@dataclass(frozen=True, slots=True)
class IdeaNow:
    """An idea as the guards see it, with what the caller is to it."""

    status: IdeaStatus
    version: int
    is_visible: bool
    standing: Standing


def offered(status: IdeaStatus, standing: Standing) -> list[IdeaAction]:
    """What the caller may do with a visible idea now."""
    named = (RENAMED.get(each) or IdeaAction(each.upper()) for each in LIFE.actions(status, standing.roles))
    return list(dict.fromkeys(named))


def faults_of_deed(now: IdeaNow | None, deed: str) -> list[Fault]:
    """Why the caller may not do it now; None and an invisible idea are the same to the caller."""
    if now is None or not now.is_visible:
        return [not_found()]
    refused = LIFE.refusal(deed, now.status, now.standing.roles)
    return [] if refused is None else [refused]


def faults_of_update(now: IdeaNow | None, expected_version: int) -> list[Fault]:
    """Why the caller may not change the idea now."""
    found = faults_of_deed(now, "edit")
    if not found and now is not None and now.version != expected_version:
        message = "The idea is at version {version}, not {expected}: read it again and repeat the change."
        places = {"version": now.version, "expected": expected_version}
        return [Fault(FaultCode.CONFLICT_VERSION, message, ("expectedVersion",), places)]
    return found


def led(now: IdeaNow | None, action: str) -> IdeaStatus | Fault:
    """Where an action leads, or why it does not."""
    if now is None or not now.is_visible:
        return not_found()
    return LIFE.target(action, now.status, now.standing.roles)


def changed_to(now: IdeaNow | None, to: IdeaStatus, expected: IdeaStatus | None) -> IdeaStatus | Fault:
    """The state after an owner asked for it; who asks for what is there already, gets it without an error."""
    action = CHANGES.get(to)
    if action is None:
        return Fault(FaultCode.INVALID, "{state} is no state that an owner chooses.", ("to",), {"state": to})
    came = led(now, action)
    if now is None or (isinstance(came, Fault) and came.code is not FaultCode.WRONG_STATE):
        return came
    if expected is not None and now.status is not expected:
        message = "The idea is {state}, not {expected}: read it again."
        places = {"state": now.status, "expected": expected}
        return Fault(FaultCode.CONFLICT_VERSION, message, ("expectedStatus",), places)
    return to if now.status is to else came


def not_found() -> Fault:
    return Fault(FaultCode.NOT_FOUND, "There is no such idea, or you may not see it.", ("id",))


def may_edit(status: IdeaStatus, standing: Standing) -> bool:
    return LIFE.refusal("edit", status, standing.roles) is None


def is_public(status: IdeaStatus) -> bool:
    """Whether a change must keep what publication needs."""
    return status not in (IdeaStatus.DRAFT, IdeaStatus.IN_REVIEW)
