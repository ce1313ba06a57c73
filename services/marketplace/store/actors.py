"""Members, organisations, and what they follow and bookmark."""

from __future__ import annotations

from services.kit.database import Database
from services.marketplace.rules.viewer import Viewer
from services.marketplace.store.reading import QUERIES, Fetch, keyed
from services.marketplace.store.rows import ActorRow, CountRow, MembershipRow


def actors(database: Database) -> Fetch[ActorRow]:
    return keyed(database, ActorRow, QUERIES.actors_by_ids)


def members_by_cip_numbers(database: Database) -> Fetch[ActorRow]:
    return keyed(database, ActorRow, QUERIES.members_by_cip_numbers)


def members_by_handles(database: Database) -> Fetch[ActorRow]:
    """Active members only: the handle of somebody who is not named names nobody."""
    return keyed(database, ActorRow, QUERIES.members_by_handles)


def organisations_of_members(database: Database) -> Fetch[MembershipRow]:
    return keyed(database, MembershipRow, QUERIES.organisations_of_members)


def members_of_organisations(database: Database) -> Fetch[MembershipRow]:
    return keyed(database, MembershipRow, QUERIES.members_of_organisations)


def follower_counts(database: Database) -> Fetch[CountRow]:
    return keyed(database, CountRow, QUERIES.follower_counts)


def project_follower_counts(database: Database) -> Fetch[CountRow]:
    """Of projects that the catalogue has."""
    return keyed(database, CountRow, QUERIES.project_follower_counts)


def followed_by(database: Database, viewer: Viewer) -> Fetch[str]:
    return keyed(database, str, QUERIES.followed_by, viewer.member_id)


def bookmark_counts(database: Database) -> Fetch[CountRow]:
    return keyed(database, CountRow, QUERIES.bookmark_counts)


def bookmarked_by(database: Database, viewer: Viewer) -> Fetch[str]:
    return keyed(database, str, QUERIES.bookmarked_by, viewer.member_id)


async def state_of_member(database: Database, actor_id: str) -> str | None:
    """The state of a person's account; None for organisations and for who is not known here."""
    state: str | None = await database.value(QUERIES.state_of_member, actor_id)
    return state


async def acts_for(database: Database, viewer: Viewer, actor_id: str) -> bool:
    """Whether the viewer is the actor, or a verified administrator of the organisation."""
    return bool(await database.value(QUERIES.acts_for, viewer.member_id, actor_id))
