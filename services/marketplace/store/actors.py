"""Members, organisations, and what they follow and bookmark."""

from __future__ import annotations

from services.kit.database import Database
from services.kit.relation import many, one
from services.marketplace.rules.viewer import Viewer
from services.marketplace.store.reading import QUERIES
from services.marketplace.store.rows import ActorRow, CountRow, IdRow, MembershipRow

actors_by_ids = one(ActorRow, QUERIES.actors_by_ids)
members_by_cip_numbers = one(ActorRow, QUERIES.members_by_cip_numbers, key="cip_member_number")
# Active members only: the handle of somebody who is not named names nobody.
members_by_handles = one(ActorRow, QUERIES.members_by_handles, key="handle")
organisations_of_members = many(MembershipRow, QUERIES.organisations_of_members, key="member_id")
members_of_organisations = many(MembershipRow, QUERIES.members_of_organisations, key="organisation_id")
follower_counts = one(CountRow, QUERIES.follower_counts)
# Of projects that the catalogue has.
project_follower_counts = one(CountRow, QUERIES.project_follower_counts)
followed_by = one(IdRow, QUERIES.followed_by)
acted_for_by = one(IdRow, QUERIES.acted_for_by)
bookmark_counts = one(CountRow, QUERIES.bookmark_counts)
bookmarked_by = one(IdRow, QUERIES.bookmarked_by)


async def state_of_member(database: Database, actor_id: str) -> str | None:
    """The state of a person's account; None for organisations and for who is not known here."""
    state: str | None = await database.value(QUERIES.state_of_member, actor_id)
    return state


async def actors_named(database: Database, viewer: Viewer, text: str, first: int) -> list[str]:
    """Ids of organisations and persons that have a word in their name for each word of the text that begins with it."""
    return await database.rows(str, QUERIES.actors_named, text, *viewer.sees, first)
