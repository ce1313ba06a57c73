"""The copies of actors and of who acts for whom, which the marketplace owns, and the guard of members that asks them.

With them registrations and applications go on while the marketplace is away. Who is not in the copy yet (registered a
second ago) is no stranger: the guard looks at once what the marketplace has told, and waits a moment for it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from services.kit.context import CatchUp
from services.kit.database import Database
from services.kit.errors import UnavailableError
from services.kit.followed import Effects
from services.kit.following import Event
from services.kit.ground import QUERIES
from services.kit.membership import ActorState, Membership
from services.kit.topics import take_topic

GONE = "GONE"
KINDS = ("MEMBER", "ORGANISATION")
STATES = ("ACTIVE", "UNCLAIMED", "GHOST")
NOT_KNOWN_YET = "Whether you are a member of the network cannot be looked up at the moment; try again later."


@dataclass(frozen=True, slots=True)
class ActorRow:
    """An actor as the copy has it. ``sector`` and ``state`` are words of the graph."""

    id: str
    kind: str
    state: str
    sector: str
    is_non_profit: bool


async def take_actor(inside: Database, event: Event) -> None:
    """The effect of ``actor.changed {kind, state, sector, isNonProfit}``; an actor that is GONE leaves the copy.

    ``ValueError`` for a payload that is none.
    """
    said = event.payload
    if said.get("state") == GONE:
        await inside.do(QUERIES.drop_actor, event.subject_id)
        return
    kind, state, sector = said.get("kind"), said.get("state"), said.get("sector")
    if kind not in KINDS or state not in STATES or not isinstance(sector, str) or not event.subject_id:
        raise ValueError(f"actor.changed needs kind, state and sector, and has {dict(said)!r}")
    await inside.do(QUERIES.take_actor, event.subject_id, kind, state, sector, said.get("isNonProfit") is True)


async def take_mandate(inside: Database, event: Event) -> None:
    """The effect of ``organisation.member_changed {organisationId, memberId, actsFor}``; ``ValueError`` as above."""
    said = event.payload
    organisation, member = said.get("organisationId"), said.get("memberId")
    if not isinstance(organisation, str) or not isinstance(member, str) or not organisation or not member:
        raise ValueError(f"organisation.member_changed needs organisationId and memberId, and has {dict(said)!r}")
    statement = QUERIES.take_mandate if said.get("actsFor") is True else QUERIES.drop_mandate
    await inside.do(statement, member, organisation)


COPIES: Effects = {
    "marketplace": {
        "topic.changed": take_topic,
        "actor.changed": take_actor,
        "organisation.member_changed": take_mandate,
    }
}
"""What every ministry's house does with the marketplace's events."""


async def actors_by_ids(database: Database, ids: Iterable[str]) -> Mapping[str, ActorRow]:
    """Those that the copy has, by their ids."""
    rows = await database.rows(ActorRow, QUERIES.actors_by_ids, list(ids))
    return {row.id: row for row in rows}


async def known_actors(database: Database, catch_up: CatchUp, ids: Iterable[str]) -> Mapping[str, ActorRow]:
    """The same, after a look at what is new when somebody is missing.

    ``UnavailableError`` when somebody is missing and nobody can be asked: it may be the copy that is old.
    """
    wanted = set(ids)
    found = await actors_by_ids(database, wanted)
    if wanted <= found.keys():
        return found
    could_look = await catch_up()
    found = await actors_by_ids(database, wanted)
    if not could_look and not wanted <= found.keys():
        raise UnavailableError(NOT_KNOWN_YET)
    return found


async def organisations_of(database: Database, member_id: str) -> frozenset[str]:
    """The organisations that a member acts for."""
    return frozenset(await database.rows(str, QUERIES.mandates_of, member_id))


async def administrators_of(database: Database, organisations: Iterable[str]) -> list[str]:
    """The members who act for one of the organisations; whom an event about them concerns."""
    return await database.rows(str, QUERIES.administrators_of, list(organisations))


async def state_of_actor(context: Any, actor_id: str) -> ActorState:
    """The state of an actor, of the copy of the house whose context it is; ``UnavailableError`` as above."""
    found = await known_actors(context.load.database, context.catch_up, [actor_id])
    return ActorState(found[actor_id].state) if actor_id in found else ActorState.UNKNOWN


def members_by_copy(*staff_scopes: str) -> Membership:
    """Who may write in a ministry's house."""
    return Membership(state_of_actor, frozenset(staff_scopes))
