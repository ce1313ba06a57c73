"""What happens here when somebody takes over, or gives up, a membership of the former community (domain_slice2 2.5)."""

from __future__ import annotations

from services.cip.store.connection import QUERIES
from services.cip.store.journal import note
from services.kit.clock import Clock
from services.kit.database import Database
from services.kit.events import tell
from services.kit.following import Event


async def link_membership(clock: Clock, inside: Database, event: Event) -> None:
    """The effect of ``membership.claimed {cipMemberNumber, memberId}``: entries and teams are the member's.

    The name of the old community is deleted. ``ValueError`` for a payload that is none.
    """
    number, member = _number(event), event.payload.get("memberId")
    if not isinstance(member, str) or not member:
        raise ValueError(f"membership.claimed needs memberId, and has {dict(event.payload)!r}")
    if await inside.do(QUERIES.link_former_member, number, member):
        await note(inside, member, clock.now(), ("FormerMember", number), "LINK", None, "LINKED")
        payload = {"cipMemberNumber": number, "memberId": member}
        await tell(inside, clock.now(), "membership.linked", ("Member", member), [member], payload)


async def forget_membership(clock: Clock, inside: Database, event: Event) -> None:
    """The effect of ``membership.declined {cipMemberNumber}``: the name is deleted."""
    number = _number(event)
    if await inside.do(QUERIES.forget_former_member, number):
        await note(inside, None, clock.now(), ("FormerMember", number), "FORGET", None, "FORGOTTEN")


def _number(event: Event) -> str:
    number = event.payload.get("cipMemberNumber")
    if not isinstance(number, str) or not number:
        raise ValueError(f"{event.kind} needs cipMemberNumber, and has {dict(event.payload)!r}")
    return number
