"""The claim of a former CIP membership (Übernahme der Mitgliedschaft): invited by letter, accepted or declined.

Source: domain_slice2 2.5. Of a token only its hash is kept; wrong, used and expired ones look alike.
"""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from services.kit.changing import Changed, Fault, FaultCode, RefusedError, changed, transacted
from services.kit.clock import Clock, months_after
from services.kit.database import Database
from services.kit.events import tell
from services.marketplace.rules.people import ConsentPurpose, faults_of_consent, forbidden
from services.marketplace.rules.viewer import Viewer
from services.marketplace.store.journal import note
from services.marketplace.store.people_rows import ExpiredInvitationRow, FormerRow, InvitationRow, MigrationRow
from services.marketplace.store.people_writing import newest_texts, wordings_of
from services.marketplace.store.reading import QUERIES

MONTHS = 6
"""That an invitation holds (domain_slice2 2.5)."""
KIND = "MembershipInvitation"
WRONG_TOKENS = 10
AN_HOUR = timedelta(hours=1)
UNKNOWN = Fault(FaultCode.NOT_FOUND, "There is no open invitation of this token.", ("token",))
MOVED = ("team", "follows", "supports", "mandates", "votes")
"""What a place-holder has that goes over; two of one thing become one."""


@dataclass(frozen=True, slots=True)
class Invited:
    """A new invitation. ``token``: shown this once; 32 random bytes."""

    token: str
    expires_at: datetime


async def invite(database: Database, viewer: Viewer, at: datetime, number: str) -> Invited | Fault:
    """A letter to the former member of that number; an earlier one holds no longer."""
    token, expires_at = secrets.token_urlsafe(32), months_after(at, MONTHS)

    async def work(inside: Database) -> str:
        former = await inside.row(FormerRow, QUERIES.former_member, number)
        if former is None:
            raise RefusedError([Fault(FaultCode.NOT_FOUND, "No former member has this number.", ("cipMemberNumber",))])
        if former.state != "UNCLAIMED":
            message = "The membership of this number is not open any more."
            raise RefusedError([Fault(FaultCode.WRONG_STATE, message, ("cipMemberNumber",))])
        await inside.do(QUERIES.replace_invitations, number)
        await inside.do(QUERIES.make_invitation, _hash(token), number, at, expires_at)
        await note(inside, viewer.member_id, at, (KIND, [number]), "invite", None, "OPEN")
        return number

    done = await changed(database, work)
    return done.faults[0] if done.faults else Invited(token, expires_at)


async def invitation_of(database: Database, at: datetime, member_id: str, token: str) -> InvitationRow | None:
    """The open invitation of a token. None for a wrong one, which is counted; ``RefusedError`` after too many."""
    await check_tries(database, member_id, at)
    row = await database.row(InvitationRow, QUERIES.invitation, _hash(token))
    if row is None or row.state != "OPEN" or row.expires_at < at or row.former_id is None:
        await database.do(QUERIES.note_wrong_token, member_id, at)
        return None
    return row


async def check_tries(database: Database, member_id: str, at: datetime) -> None:
    """Raises ``RefusedError`` when somebody tried too many wrong tokens in the last hour."""
    tried = await database.value(QUERIES.wrong_tokens_since, member_id, at - AN_HOUR)
    if int(tried or 0) >= WRONG_TOKENS:
        raise RefusedError([Fault(FaultCode.LIMIT_EXCEEDED, "Too many wrong tokens; try again in an hour.")])


async def accept(database: Database, clock: Clock, member_id: str, token: str, version: str) -> Changed:
    """All that the place-holder had is the member's; said again, the same answer."""
    try:
        await check_tries(database, member_id, clock.now())
    except RefusedError as refused:
        return Changed(None, refused.faults)
    done = await _accept(database, clock, member_id, _hash(token), version)
    if UNKNOWN in done.faults:
        await database.do(QUERIES.note_wrong_token, member_id, clock.now())
    return done


@transacted
async def _accept(inside: Database, clock: Clock, member_id: str, digest: str, version: str) -> str:
    at = clock.now()
    state = await inside.row(str, QUERIES.lock_invitation, digest)
    row = await inside.row(InvitationRow, QUERIES.invitation, digest)
    if row is not None and state == "ACCEPTED" and row.claimed_by == member_id:
        return member_id
    if row is None or state != "OPEN" or row.expires_at < at:
        raise RefusedError([UNKNOWN])
    wordings = wordings_of(await newest_texts(inside, clock.today()))
    faults = faults_of_consent(ConsentPurpose.CIP_MIGRATION, True, version, wordings)
    if faults:
        raise RefusedError(faults)
    await inside.row(str, QUERIES.lock_member, member_id)
    if await inside.value(QUERIES.number_of, member_id) is not None:
        raise RefusedError([Fault(FaultCode.ALREADY_EXISTS, "This account has claimed a membership before.")])
    former = await inside.row(FormerRow, QUERIES.former_member, row.cip_member_number)
    if former is None or former.state != "UNCLAIMED":
        raise RefusedError([UNKNOWN])
    await inside.value(QUERIES.told_at, at)
    await _move(inside, former, member_id, row.cip_member_number)
    await inside.do(QUERIES.write_consent, member_id, ConsentPurpose.CIP_MIGRATION.value, True, version, at)
    await inside.do(QUERIES.close_invitation, digest, "ACCEPTED", member_id)
    await note(inside, member_id, at, (KIND, [row.cip_member_number]), "accept", state, "ACCEPTED")
    payload = {"cipMemberNumber": row.cip_member_number, "memberId": member_id}
    await tell(inside, at, "membership.claimed", ("Member", member_id), [member_id], payload)
    return member_id


async def _move(inside: Database, former: FormerRow, member_id: str, number: str) -> None:
    """Everything that hangs on the place-holder goes over, and its id leads on."""
    for what in MOVED:
        await inside.do(getattr(QUERIES, f"{what}_to_new"), former.id, member_id)
        await inside.do(getattr(QUERIES, f"{what}_rest"), former.id)
    await inside.do(QUERIES.author_to_new, former.id, member_id)
    await inside.do(QUERIES.make_alias, former.id, member_id)
    await inside.do(QUERIES.clear_number, former.id)
    await inside.do(QUERIES.drop_place_holder, former.id)
    await inside.do(QUERIES.set_number, member_id, number, former.member_since)


async def decline(database: Database, at: datetime, actor_id: str | None, token: str) -> Changed:
    """The former membership ends: the place-holder becomes nobody, and CIP forgets name and mail."""
    if actor_id is None:
        return Changed(None, [forbidden("Log in as a person to decline.")])
    try:
        await check_tries(database, actor_id, at)
    except RefusedError as refused:
        return Changed(None, refused.faults)
    done = await _decline(database, actor_id, at, _hash(token))
    if UNKNOWN in done.faults:
        await database.do(QUERIES.note_wrong_token, actor_id, at)
    return done


@transacted
async def _decline(inside: Database, actor_id: str, at: datetime, digest: str) -> str:
    state = await inside.row(str, QUERIES.lock_invitation, digest)
    row = await inside.row(InvitationRow, QUERIES.invitation, digest)
    if row is not None and state == "DECLINED":
        return row.cip_member_number
    if row is None or state != "OPEN" or row.expires_at < at:
        raise RefusedError([UNKNOWN])
    await inside.do(QUERIES.close_invitation, digest, "DECLINED", None)
    await note(inside, actor_id, at, (KIND, [row.cip_member_number]), "decline", state, "DECLINED")
    await _end(inside, at, row.cip_member_number)
    return row.cip_member_number


async def expire(inside: Database, at: datetime) -> int:
    """Invitations that nobody answered in time end as if they were declined."""
    rows = await inside.rows(ExpiredInvitationRow, QUERIES.expire_invitations, at)
    await note(inside, None, at, (KIND, [row.cip_member_number for row in rows]), "expire", "OPEN", "EXPIRED")
    for row in rows:
        await _end(inside, at, row.cip_member_number)
    return len(rows)


async def _end(inside: Database, at: datetime, number: str) -> None:
    former = await inside.row(FormerRow, QUERIES.former_member, number)
    if former is None:
        return
    await inside.value(QUERIES.told_at, at)
    await inside.do(QUERIES.to_ghost, former.id)
    payload = {"cipMemberNumber": number, "memberId": None}
    await tell(inside, at, "membership.declined", ("Member", former.id), [], payload)


async def migration(database: Database, at: datetime) -> MigrationRow | None:
    """How far the move of the community has come."""
    return await database.row(MigrationRow, QUERIES.migration_numbers, at)


async def ideas_of_former(database: Database, former_id: str) -> int:
    return int(await database.value(QUERIES.ideas_of_former, former_id) or 0)


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode(errors="surrogatepass")).hexdigest()
