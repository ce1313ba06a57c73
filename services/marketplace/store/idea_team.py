"""Who develops an idea together: open roles, requests to join, leaving. Each change is one transaction.

The idea is locked first: its team and its open requests change one after another.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime

from services.kit.changing import Fault, FaultCode, RefusedError, first_time, refuse, request, transacted
from services.kit.database import Database
from services.kit.events import tell
from services.marketplace.rules.faults import faults_of_note
from services.marketplace.rules.idea_life import LIFE as IDEA_LIFE
from services.marketplace.rules.idea_life import IdeaNow, faults_of_deed, not_found
from services.marketplace.rules.team import (
    ANSWERED_WITHIN,
    LIFE,
    LONGEST_MESSAGE,
    Asking,
    Opening,
    TeamRequestKind,
    TeamRequestStatus,
    faults_of_application,
    faults_of_invitation,
    faults_of_openings,
    request_roles,
)
from services.marketplace.rules.viewer import Viewer
from services.marketplace.rules.vocabulary import TeamRole
from services.marketplace.store.idea_ground import Change, lock_idea, noted, seen, tell_them
from services.marketplace.store.idea_rows import ExpiredRow, OpenRequestsRow, TeamRequestRow
from services.marketplace.store.identifiers import new_id
from services.marketplace.store.journal import note as write_note
from services.marketplace.store.reading import QUERIES

KIND = "TeamRequest"


@dataclass(frozen=True, slots=True)
class Wish:
    """What an invitation or an application says. ``actor_id``: who is to join."""

    kind: TeamRequestKind
    idea_id: str
    actor_id: str
    role: TeamRole
    message: str
    open_role_id: str | None = None


@transacted
async def set_open_roles(inside: Database, viewer: Viewer, at: datetime, idea_id: str, roles: Sequence[Opening]) -> str:
    """The open roles of an idea, replaced; those whose ids are given are kept."""
    change = Change(inside, viewer, at)
    refuse(faults_of_deed(seen(await lock_idea(change, idea_id), viewer), "set_open_roles"))
    refuse(faults_of_openings(roles, frozenset(await inside.rows(str, QUERIES.open_roles_of_idea, idea_id))))
    named = [replace(each, id=each.id or new_id("role")) for each in roles]
    await inside.do(QUERIES.drop_open_roles, idea_id, [each.id for each in named])
    for each in named:
        words = (each.kind, each.description, each.hours_per_month, each.filled)
        await inside.do(QUERIES.save_open_role, each.id, idea_id, *words)
    await noted(change, ("Idea", idea_id), "set_open_roles")
    return idea_id


@transacted
async def invite_to_team(inside: Database, viewer: Viewer, at: datetime, wish: Wish, key: str | None) -> str:
    """An owner or co-author asks somebody to join."""
    change = Change(inside, viewer, at)
    made = await _first_time(change, "inviteToTeam", wish, key)
    now, actor = await _asking(change, wish)
    refuse(faults_of_invitation(now, wish.role, actor))
    return await _send(change, made, wish, [wish.actor_id])


@transacted
async def ask_to_join_team(inside: Database, viewer: Viewer, at: datetime, wish: Wish, key: str | None) -> str:
    """Somebody asks to join, for themselves or for an organisation that they act for."""
    change = Change(inside, viewer, at)
    made = await _first_time(change, "askToJoinTeam", wish, key)
    now, actor = await _asking(change, wish)
    if wish.actor_id != viewer.member_id and not await inside.value(QUERIES.acts_for, viewer.member_id, wish.actor_id):
        message = "Only a verified administrator asks for an organisation."
        raise RefusedError([Fault(FaultCode.FORBIDDEN, message, ("onBehalfOf",))])
    refuse(faults_of_application(now, actor))
    if wish.open_role_id is not None:
        is_open = await inside.value(QUERIES.role_is_open, wish.open_role_id, wish.idea_id)
        if is_open is None:
            raise RefusedError([Fault(FaultCode.NOT_FOUND, "The idea has no such open role.", ("openRoleId",))])
        if not is_open:
            raise RefusedError([Fault(FaultCode.WRONG_STATE, "This role is filled.", ("openRoleId",))])
    return await _send(change, made, wish, await inside.rows(str, QUERIES.editors_of_idea, wish.idea_id))


async def _asking(change: Change, wish: Wish) -> tuple[IdeaNow | None, Asking]:
    now = seen(await lock_idea(change, wish.idea_id), change.viewer)
    if now is None or not now.is_visible:
        raise RefusedError([not_found()])
    await _expire(change.inside, change.at, wish.idea_id)
    row = await change.inside.row(OpenRequestsRow, QUERIES.asking_of_actor, wish.idea_id, wish.actor_id)
    if row is None:
        return now, Asking(None, is_present=False, has_open=False, open_count=0)
    role = None if row.role is None else TeamRole(row.role)
    return now, Asking(role, row.is_present, row.has_open, row.open_count)


async def _first_time(change: Change, operation: str, wish: Wish, key: str | None) -> str:
    """The id of the request that is made; what the key made before is the answer, whatever became of it since."""
    made = new_id("request")
    body = {name: str(value) for name, value in asdict(wish).items()}
    await first_time(change.inside, request(change.member_id, key, operation, body, change.at), made)
    return made


async def _send(change: Change, request_id: str, wish: Wish, addressees: Sequence[str]) -> str:
    refuse(faults_of_note("message", wish.message, LONGEST_MESSAGE))
    kind = wish.kind.value
    words = (wish.role.value, wish.open_role_id, wish.message, change.at, change.at + ANSWERED_WITHIN)
    columns = (request_id, kind, wish.idea_id, wish.actor_id, change.member_id, *words)
    await change.inside.do(QUERIES.make_team_request, *columns)
    await noted(change, (KIND, request_id), "send", None, TeamRequestStatus.PENDING.value)
    told = {"ideaId": wish.idea_id, "requestKind": kind, "actorId": wish.actor_id, "role": wish.role.value}
    told["by"] = change.member_id  # who may act for the organisation that is asked
    await tell_them(change, "team_request.sent", (KIND, request_id), addressees, **told)
    return request_id


@transacted
async def answer_team_request(
    inside: Database, viewer: Viewer, at: datetime, request_id: str, accept: bool, note: str | None
) -> str:
    """Who was invited, or the team for an application, says yes or no."""
    change = Change(inside, viewer, at)
    row = await _lock_request(change, request_id)
    target = _led(row, "accept" if accept else "decline")
    refuse(faults_of_note("note", note, LONGEST_MESSAGE, is_needed=False))
    if target is None:
        return request_id
    if accept:
        await _join(change, row)
    await inside.do(QUERIES.decide_team_request, request_id, target.value, note, at)
    await noted(change, (KIND, request_id), "accept" if accept else "decline", row.status, target.value)
    told = {"ideaId": row.idea_id, "requestKind": row.kind, "to": target.value}
    concerned = [row.sender_id] if row.kind == TeamRequestKind.INVITATION.value else [row.actor_id, row.sender_id]
    await tell_them(change, "team_request.decided", (KIND, request_id), concerned, **told)
    return request_id


@transacted
async def withdraw_team_request(inside: Database, viewer: Viewer, at: datetime, request_id: str) -> str:
    """Who sent a request takes it back."""
    change = Change(inside, viewer, at)
    row = await _lock_request(change, request_id)
    target = _led(row, "withdraw")
    if target is None:
        return request_id
    await inside.do(QUERIES.decide_team_request, request_id, target.value, None, at)
    await noted(change, (KIND, request_id), "withdraw", row.status, target.value)
    is_invitation = row.kind == TeamRequestKind.INVITATION.value
    concerned = [row.actor_id] if is_invitation else await inside.rows(str, QUERIES.editors_of_idea, row.idea_id)
    told = {"ideaId": row.idea_id, "requestKind": row.kind}
    await tell_them(change, "team_request.withdrawn", (KIND, request_id), concerned, **told)
    return request_id


async def _lock_request(change: Change, request_id: str) -> TeamRequestRow:
    """The idea's row is locked first, then the request's."""
    idea_id = await change.inside.value(QUERIES.idea_of_team_request, request_id)
    if idea_id is not None:
        await lock_idea(change, idea_id)
        await _expire(change.inside, change.at, idea_id)
    row = await change.inside.row(TeamRequestRow, QUERIES.lock_team_request, request_id, change.viewer.member_id)
    if row is None:
        message = "There is no such request, or you may not see it."
        raise RefusedError([Fault(FaultCode.NOT_FOUND, message, ("id",))])
    return row


def _led(row: TeamRequestRow, action: str) -> TeamRequestStatus | None:
    """The state that an action leads to; None where it is there already. ``RefusedError`` when it leads nowhere."""
    status = TeamRequestStatus(row.status)
    roles = request_roles(is_sender=row.is_sender, is_addressee=row.is_addressee)
    came = LIFE.target(action, status, roles)
    if not isinstance(came, Fault):
        return came
    wanted = next(each.target for each in LIFE.transitions if each.action == action)
    if came.code is FaultCode.WRONG_STATE and status is wanted:
        return None
    raise RefusedError([came])


async def _join(change: Change, row: TeamRequestRow) -> None:
    """The actor joins with the role of the request; it holds what held when it was sent."""
    inside, role = change.inside, TeamRole(row.role)
    now = seen(await lock_idea(change, row.idea_id), change.viewer)
    is_invitation = row.kind == TeamRequestKind.INVITATION.value
    deed = "invite" if is_invitation else "ask_to_join"
    if now is None or not any(each.action == deed and now.status in each.sources for each in IDEA_LIFE.deeds):
        raise RefusedError([Fault(FaultCode.WRONG_STATE, "Nobody joins an idea in this state.")])
    if is_invitation and not await inside.value(QUERIES.sender_may_invite, row.idea_id, row.sender_id, role.value):
        message = "Who sent the invitation may no longer ask for this role."
        raise RefusedError([Fault(FaultCode.WRONG_STATE, message)])
    if (
        row.open_role_id is not None
        and await inside.value(QUERIES.role_is_open, row.open_role_id, row.idea_id) is False
    ):
        # Another one was faster; whoever wants both opens the role again.
        raise RefusedError([Fault(FaultCode.WRONG_STATE, "This role is filled.", ("id",))])
    await inside.do(QUERIES.join_or_rise, row.idea_id, row.actor_id, role.value, change.at)
    await noted(change, ("Idea", row.idea_id), "join_team", None, role.value)
    if role is TeamRole.OWNER:
        await inside.do(QUERIES.hand_over, row.idea_id, row.actor_id, row.sender_id)
    if row.open_role_id is not None:
        await inside.do(QUERIES.fill_open_role, row.open_role_id, row.idea_id)


@transacted
async def leave_team(inside: Database, viewer: Viewer, at: datetime, idea_id: str, actor_id: str) -> str:
    """Somebody leaves, or an owner removes them; who is not on the team has left already."""
    change = Change(inside, viewer, at)
    now = seen(await lock_idea(change, idea_id), viewer)
    if now is None or not now.is_visible:
        raise RefusedError([not_found()])
    if not (now.standing.is_owner or await inside.value(QUERIES.acts_for, viewer.member_id, actor_id)):
        message = "Only oneself or an owner ends a membership of the team."
        raise RefusedError([Fault(FaultCode.FORBIDDEN, message, ("actorId",))])
    role = await inside.value(QUERIES.role_on_team, idea_id, actor_id)
    if role is None:
        return idea_id
    if role == TeamRole.OWNER.value and not await inside.value(QUERIES.other_owners, idea_id, actor_id):
        raise RefusedError([Fault(FaultCode.WRONG_STATE, "The last owner hands the idea on before leaving.")])
    await inside.do(QUERIES.leave_team, idea_id, actor_id)
    await noted(change, ("Idea", idea_id), "leave_team", role)
    team = await inside.rows(str, QUERIES.team_of_idea, idea_id)
    await tell_them(change, "team.left", ("Idea", idea_id), [*team, actor_id], actorId=actor_id)
    return idea_id


async def _expire(inside: Database, at: datetime, idea_id: str | None) -> int:
    rows = await inside.rows(ExpiredRow, QUERIES.expire_team_requests, at, idea_id)
    states = (TeamRequestStatus.PENDING.value, TeamRequestStatus.EXPIRED.value)
    await write_note(inside, None, at, (KIND, [row.id for row in rows]), "expire", *states)
    for row in rows:
        told = {"ideaId": row.idea_id, "requestKind": row.kind}
        await tell(inside, at, "team_request.expired", (KIND, row.id), [row.sender_id, row.actor_id], told)
    return len(rows)


async def expire_team_requests(inside: Database, at: datetime) -> int:
    """Background work: requests that nobody answered within 30 days."""
    return await _expire(inside, at, None)
