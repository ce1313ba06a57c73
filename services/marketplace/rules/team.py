"""Requests to join a team: who may answer and take back, and what stands against sending one. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from enum import Enum

from services.kit.changing import Fault, FaultCode
from services.kit.transitions import LifeCycle, transitions
from services.marketplace.rules.faults import invalid, is_seen
from services.marketplace.rules.idea_life import IdeaNow, Standing, faults_of_deed
from services.marketplace.rules.vocabulary import TeamRole

LONGEST_MESSAGE = 2_000
LONGEST_DESCRIPTION = 1_000
MOST_OPEN = 20
MOST_ROLES = 20
MOST_HOURS = 744  # of a month of 31 days
ANSWERED_WITHIN = timedelta(days=30)
RANKS = {TeamRole.MENTOR: 0, TeamRole.CONTRIBUTOR: 0, TeamRole.CO_AUTHOR: 1, TeamRole.OWNER: 2}


class TeamRequestKind(Enum):
    INVITATION = "INVITATION"
    APPLICATION = "APPLICATION"


class TeamRequestStatus(Enum):
    PENDING = "PENDING"
    ACCEPTED = "ACCEPTED"
    DECLINED = "DECLINED"
    WITHDRAWN = "WITHDRAWN"
    EXPIRED = "EXPIRED"


class TeamRequestRole(Enum):
    """What somebody is to a request: invitations are sent by the team, applications to it."""

    SENDER = "SENDER"
    ADDRESSEE = "ADDRESSEE"
    TIME = "TIME"


Status = TeamRequestStatus
LIFE = LifeCycle(
    "team request",
    transitions(
        ("accept", {Status.PENDING}, Status.ACCEPTED, {TeamRequestRole.ADDRESSEE}),
        ("decline", {Status.PENDING}, Status.DECLINED, {TeamRequestRole.ADDRESSEE}),
        ("withdraw", {Status.PENDING}, Status.WITHDRAWN, {TeamRequestRole.SENDER}),
        ("expire", {Status.PENDING}, Status.EXPIRED, {TeamRequestRole.TIME}),
    ),
)


class TeamRequestAction(Enum):
    ACCEPT = "ACCEPT"
    DECLINE = "DECLINE"
    WITHDRAW = "WITHDRAW"


@dataclass(frozen=True, slots=True)
class Opening:
    """An open role as a client writes it (OpenRoleInput); ``id`` is None for a new one."""

    id: str | None
    kind: str
    description: str
    hours_per_month: int | None
    filled: bool


@dataclass(frozen=True, slots=True)
class Asking:
    """What is known when somebody asks an actor into a team, or asks to join: ``role`` is what the actor has there."""

    role: TeamRole | None
    is_present: bool
    has_open: bool
    open_count: int


def request_roles(*, is_sender: bool, is_addressee: bool) -> frozenset[TeamRequestRole]:
    held = {TeamRequestRole.SENDER: is_sender, TeamRequestRole.ADDRESSEE: is_addressee}
    return frozenset(role for role, is_held in held.items() if is_held)


def request_actions(status: TeamRequestStatus, *, is_sender: bool, is_addressee: bool) -> list[TeamRequestAction]:
    """What the caller may do with a request now."""
    roles = request_roles(is_sender=is_sender, is_addressee=is_addressee)
    return [TeamRequestAction(each.upper()) for each in LIFE.actions(status, roles)]


def faults_of_invitation(now: IdeaNow | None, role: TeamRole, actor: Asking) -> list[Fault]:
    """Why the caller may not invite. Owners alone make co-authors and hand the idea on."""
    found = faults_of_deed(now, "invite")
    if found or now is None:
        return found
    if not may_invite(now.standing, role):
        return [Fault(FaultCode.FORBIDDEN, "Only owners invite owners and co-authors.", ("role",))]
    if not actor.is_present:
        return [Fault(FaultCode.NOT_FOUND, "There is no such member or organisation here.", ("actorId",))]
    # Somebody on the team may be asked to do more; what they are already, they need not be asked.
    if actor.role is not None and RANKS[actor.role] >= RANKS[role]:
        return [_on_team(actor.role, "actorId")]
    return _faults_of_number(actor, "actorId")


def faults_of_application(now: IdeaNow | None, actor: Asking) -> list[Fault]:
    """Why the caller may not ask for a place on the team."""
    if now is None or not now.is_visible or now.standing.is_member is False:
        return faults_of_deed(now, "ask_to_join")
    if actor.role is not None:
        return [_on_team(actor.role)]
    return faults_of_deed(_for_somebody_else(now), "ask_to_join") or _faults_of_number(actor, "ideaId")


def _for_somebody_else(now: IdeaNow) -> IdeaNow:
    """A member of the team may ask for an organisation that is not on it."""
    return IdeaNow(now.status, now.version, now.is_visible, Standing(is_member=True))


def _faults_of_number(actor: Asking, path: str) -> list[Fault]:
    if actor.has_open:
        return [Fault(FaultCode.ALREADY_EXISTS, "A request of these two is open already.", (path,))]
    if actor.open_count >= MOST_OPEN:
        message = "An idea has at most {most} open requests."
        return [Fault(FaultCode.LIMIT_EXCEEDED, message, (path,), {"most": MOST_OPEN})]
    return []


def may_invite(standing: Standing, role: TeamRole) -> bool:
    """Whether somebody in this standing may ask for this role."""
    return standing.is_owner if RANKS[role] > 0 else standing.is_editor


def faults_of_openings(openings: Sequence[Opening], known: frozenset[str]) -> list[Fault]:
    """What is wrong with a list of open roles. ``known``: the ids of the idea's own ones."""
    if len(openings) > MOST_ROLES:
        return [_at((), "may have {most} items", most=MOST_ROLES)]
    ids = [each.id for each in openings if each.id is not None]
    found: list[Fault] = []
    for place, each in enumerate(openings):
        if each.id is not None and (each.id not in known or ids.count(each.id) > 1):
            found.append(_at((str(place), "id"), "is none of the idea's open roles, or stands there twice"))
        if not is_seen(each.description) or len(each.description) > LONGEST_DESCRIPTION:
            found.append(_at((str(place), "description"), "needs 1 to {most} characters", most=LONGEST_DESCRIPTION))
        if each.hours_per_month is not None and not 1 <= each.hours_per_month <= MOST_HOURS:
            found.append(_at((str(place), "hoursPerMonth"), "is 1 to {most}", most=MOST_HOURS))
    return found


def _at(path: tuple[str, ...], what: str, **places: object) -> Fault:
    return replace(invalid(path[-1] if path else "roles", what, **places), path=("roles", *path))


def _on_team(role: TeamRole, *path: str) -> Fault:
    return Fault(FaultCode.ALREADY_EXISTS, "Already on the team, as {role}.", path, {"role": role})
