"""Contact between two: requests, what stands against them, conversations. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import Enum

from services.kit.changing import Fault, FaultCode
from services.kit.transitions import LifeCycle, deeds, transitions
from services.marketplace.rules.faults import faults_of_note

LONGEST_REQUEST = 2_000
LONGEST_MESSAGE = 4_000
MOST_PENDING = 10  # of one sender
MOST_A_DAY = 20  # of one sender
MOST_MESSAGES = 60  # of one sender in an hour
HOUR = timedelta(hours=1)
ANSWERED_WITHIN = timedelta(days=30)


class ContactRequestStatus(Enum):
    PENDING = "PENDING"
    ACCEPTED = "ACCEPTED"
    DECLINED = "DECLINED"
    WITHDRAWN = "WITHDRAWN"
    EXPIRED = "EXPIRED"


class ContactRole(Enum):
    SENDER = "SENDER"
    ADDRESSEE = "ADDRESSEE"
    TIME = "TIME"


Status = ContactRequestStatus
# The state is the one that is shown to who acts: to its sender a declined request is a pending one.
LIFE = LifeCycle(
    "contact request",
    transitions(
        ("accept", {Status.PENDING}, Status.ACCEPTED, {ContactRole.ADDRESSEE}),
        ("decline", {Status.PENDING}, Status.DECLINED, {ContactRole.ADDRESSEE}),
        ("withdraw", {Status.PENDING}, Status.WITHDRAWN, {ContactRole.SENDER}),
        ("expire", {Status.PENDING}, Status.EXPIRED, {ContactRole.TIME}),
    ),
)


class ContactRequestAction(Enum):
    ACCEPT = "ACCEPT"
    DECLINE = "DECLINE"
    WITHDRAW = "WITHDRAW"


class ConversationState(Enum):
    """Whether the two may still write to each other."""

    OPEN = "OPEN"
    BLOCKED = "BLOCKED"


class ConversationRole(Enum):
    PARTICIPANT = "PARTICIPANT"


TALK: LifeCycle[ConversationState, ConversationRole] = LifeCycle(
    "conversation",
    (),
    deeds(("send_message", {ConversationState.OPEN}, {ConversationRole.PARTICIPANT})),
)


class ConversationAction(Enum):
    SEND_MESSAGE = "SEND_MESSAGE"


@dataclass(frozen=True, slots=True)
class Approach:
    """What is known when somebody asks for contact; ``pending`` and ``of_day`` are the sender's, as shown to them."""

    is_self: bool
    is_present: bool
    is_about_seen: bool
    has_open: bool
    pending: int
    of_day: int


def contact_roles(*, is_sender: bool, is_addressee: bool) -> frozenset[ContactRole]:
    held = {ContactRole.SENDER: is_sender, ContactRole.ADDRESSEE: is_addressee}
    return frozenset(role for role, is_held in held.items() if is_held)


def contact_actions(status: ContactRequestStatus, *, is_sender: bool, is_addressee: bool) -> list[ContactRequestAction]:
    """What the caller may do with a request now."""
    roles = contact_roles(is_sender=is_sender, is_addressee=is_addressee)
    return [ContactRequestAction(each.upper()) for each in LIFE.actions(status, roles)]


def conversation_actions(*, is_blocked: bool) -> list[ConversationAction]:
    """What a participant may do in a conversation now."""
    state = ConversationState.BLOCKED if is_blocked else ConversationState.OPEN
    return [ConversationAction(each.upper()) for each in TALK.actions(state, {ConversationRole.PARTICIPANT})]


def faults_of_approach(known: Approach, message: str) -> list[Fault]:
    """Why a request is not sent. Being blocked is no reason: who is blocked must not learn it."""
    if not known.is_present:
        return [Fault(FaultCode.NOT_FOUND, "There is no such member or organisation here.", ("toActorId",))]
    if known.is_self:
        return [Fault(FaultCode.INVALID, "You are on both sides of this request.", ("toActorId",))]
    if not known.is_about_seen:
        return [Fault(FaultCode.NOT_FOUND, "There is no such thing to write about.", ("aboutId",))]
    found = faults_of_note("message", message, LONGEST_REQUEST)
    return found or faults_of_number(known)


def faults_of_number(known: Approach) -> list[Fault]:
    if known.has_open:
        return [Fault(FaultCode.ALREADY_EXISTS, "A request between you two is open already.", ("toActorId",))]
    if known.pending >= MOST_PENDING:
        return [Fault(FaultCode.LIMIT_EXCEEDED, "You may have {most} open requests.", (), {"most": MOST_PENDING})]
    if known.of_day >= MOST_A_DAY:
        return [Fault(FaultCode.LIMIT_EXCEEDED, "You may send {most} requests in 24 hours.", (), {"most": MOST_A_DAY})]
    return []


def faults_of_message(body: str, sent: int, *, is_blocked: bool, is_present: bool) -> list[Fault]:
    """Why a message is not sent. ``sent``: the sender's messages of the last hour."""
    if is_blocked:
        return [Fault(FaultCode.FORBIDDEN, "In this conversation nobody can write any more.")]
    if not is_present:
        return [Fault(FaultCode.WRONG_STATE, "The other side has left the network.")]
    if sent >= MOST_MESSAGES:
        message = "You may send {most} messages in an hour."
        return [Fault(FaultCode.LIMIT_EXCEEDED, message, (), {"most": MOST_MESSAGES})]
    return faults_of_note("body", body, LONGEST_MESSAGE)
