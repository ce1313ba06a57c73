"""Moderation (domain_slice2 2.11): the life of a case, who may do what, what a report and a decision need. Pure.

The same table answers what mutations may do and what ``viewerActions`` offers.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum

from services.kit.changing import Fault, FaultCode
from services.kit.clock import months_after
from services.kit.transitions import LifeCycle, transitions
from services.marketplace.rules.faults import faults_of_note, invalid, is_seen, too_long

MOST_REPORTS_AN_HOUR = 10
HOUR = timedelta(hours=1)
LONGEST_TEXT = 5_000
APPEAL_MONTHS = 6


class ModerationStatus(Enum):
    OPEN = "OPEN"
    UNDER_REVIEW = "UNDER_REVIEW"
    DECIDED = "DECIDED"
    APPEALED = "APPEALED"
    CLOSED = "CLOSED"
    VOID = "VOID"


class ModerationAction(Enum):
    NONE = "NONE"
    HIDE = "HIDE"
    WARN = "WARN"


class ReportReason(Enum):
    ILLEGAL_CONTENT = "ILLEGAL_CONTENT"
    HATE_SPEECH = "HATE_SPEECH"
    HARASSMENT = "HARASSMENT"
    SPAM = "SPAM"
    OFF_TOPIC = "OFF_TOPIC"
    PRIVACY = "PRIVACY"
    COPYRIGHT = "COPYRIGHT"
    MISINFORMATION = "MISINFORMATION"
    OTHER = "OTHER"


class ModerationCaseAction(Enum):
    """What may be offered; the names are those of the graph."""

    TAKE = "TAKE"
    DECIDE = "DECIDE"
    APPEAL = "APPEAL"
    DECIDE_APPEAL = "DECIDE_APPEAL"


class ModerationRole(Enum):
    """What somebody is to a case."""

    MODERATOR = "MODERATOR"  # who has the scope, and no part in the subject
    ASSIGNED = "ASSIGNED"  # the moderator who took it; as long as nobody did, each of them
    SECOND = "SECOND"  # a moderator other than who decided
    AUTHOR = "AUTHOR"  # of the subject, who was told of the decision
    TIME = "TIME"  # background work


Role = ModerationRole
Status = ModerationStatus
WAITING = frozenset({Status.OPEN, Status.UNDER_REVIEW, Status.APPEALED})
LIFE = LifeCycle(
    "case",
    transitions(
        ("take", {Status.OPEN, Status.UNDER_REVIEW}, Status.UNDER_REVIEW, {Role.MODERATOR}),
        ("decide", {Status.UNDER_REVIEW}, Status.DECIDED, {Role.ASSIGNED}),
        ("appeal", {Status.DECIDED}, Status.APPEALED, {Role.AUTHOR}),
        ("decide_appeal", {Status.APPEALED}, Status.CLOSED, {Role.SECOND}),
        ("lapse", {Status.DECIDED}, Status.CLOSED, {Role.TIME}),
        ("void", WAITING, Status.VOID, {Role.TIME}),
    ),
)


@dataclass(frozen=True, slots=True)
class Involved:
    """What the caller is to a case. ``has_part``: on the team, a side of the conversation, or the author."""

    moderates: bool = False
    has_part: bool = False
    is_author: bool = False
    is_assigned: bool = False
    has_decided: bool = False

    @property
    def roles(self) -> frozenset[ModerationRole]:
        """Nobody judges what is also their own."""
        judges = self.moderates and not self.has_part
        held = {
            Role.MODERATOR: judges,
            Role.ASSIGNED: judges and self.is_assigned,
            Role.SECOND: judges and not self.has_decided,
            Role.AUTHOR: self.is_author,
        }
        return frozenset(role for role, is_held in held.items() if is_held)


@dataclass(frozen=True, slots=True)
class Ruling:
    """A decision with its reasons (statement of reasons: Art. 17 DSA)."""

    action: ModerationAction
    legal_ground: str | None
    terms_ground: str | None
    facts: str


def case_actions(status: ModerationStatus, involved: Involved, at: datetime, decided_at: datetime | None) -> list[str]:
    """What the caller may do with the case now."""
    found = LIFE.actions(status, involved.roles)
    is_late = decided_at is not None and at > appeal_until(decided_at)
    return [each for each in found if each != "appeal" or not is_late]


def appeal_until(decided_at: datetime) -> datetime:
    """The last moment of an appeal."""
    return months_after(decided_at, APPEAL_MONTHS)


def faults_of_report(explanation: str, in_the_last_hour: int) -> list[Fault]:
    """What stands against a report of somebody who sees the subject."""
    found = faults_of_note("explanation", explanation, LONGEST_TEXT)
    if not found and in_the_last_hour >= MOST_REPORTS_AN_HOUR:
        message = "{most} reports an hour are taken; try again later."
        return [Fault(FaultCode.LIMIT_EXCEEDED, message, (), {"most": MOST_REPORTS_AN_HOUR})]
    return found


def faults_of_ruling(ruling: Ruling) -> list[Fault]:
    """A decision needs facts, and a ground in law or in the terms of use."""
    found = [] if is_seen(ruling.facts) else [invalid("facts", "must not be empty")]
    if not is_seen(ruling.legal_ground or "") and not is_seen(ruling.terms_ground or ""):
        found.append(invalid("legalGround", "or the ground in the terms of use must be said"))
    given = {"facts": ruling.facts, "legalGround": ruling.legal_ground, "termsGround": ruling.terms_ground}
    return found + too_long(given, LONGEST_TEXT)


def faults_of_appeal(text: str, decided_at: datetime, at: datetime) -> list[Fault]:
    """What stands against an appeal of the author."""
    if at > appeal_until(decided_at):
        return [Fault(FaultCode.DEADLINE_PASSED, "An appeal was possible for six months.")]
    return faults_of_note("text", text, LONGEST_TEXT)


def no_case(path: str = "id") -> Fault:
    return Fault(FaultCode.NOT_FOUND, "There is no such case, or you may not see it.", (path,))


def no_subject() -> Fault:
    return Fault(FaultCode.NOT_FOUND, "There is nothing of this id to report, or you may not see it.", ("subjectId",))


def not_a_person() -> Fault:
    return Fault(FaultCode.FORBIDDEN, "Cases are decided by persons; this login belongs to a machine.")
