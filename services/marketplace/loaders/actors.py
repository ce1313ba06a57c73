"""One trip per level for members and organisations."""

from __future__ import annotations

from dataclasses import dataclass

from strawberry.dataloader import DataLoader

from services.kit.batch import many, one
from services.kit.database import Database
from services.marketplace.loaders.counts import counts, membership
from services.marketplace.rules.viewer import Viewer
from services.marketplace.store import actors
from services.marketplace.store.rows import ActorRow, MembershipRow


@dataclass(frozen=True, slots=True)
class ActorLoaders:
    """``follower_count`` and ``is_followed`` take ids of ideas and projects and slugs of programmes."""

    actor: DataLoader[str, ActorRow | None]
    member_by_cip_number: DataLoader[str, ActorRow | None]
    member_by_handle: DataLoader[str, ActorRow | None]
    organisations_of_member: DataLoader[str, list[MembershipRow]]
    members_of_organisation: DataLoader[str, list[MembershipRow]]
    follower_count: DataLoader[str, int]
    project_follower_count: DataLoader[str, int]
    is_followed: DataLoader[str, bool]
    bookmark_count: DataLoader[str, int]
    is_bookmarked: DataLoader[str, bool]


def actor_loaders(database: Database, viewer: Viewer) -> ActorLoaders:
    return ActorLoaders(
        actor=one(actors.actors(database), lambda row: row.id),
        member_by_cip_number=one(actors.members_by_cip_numbers(database), lambda row: row.cip_member_number or ""),
        member_by_handle=one(actors.members_by_handles(database), lambda row: row.handle),
        organisations_of_member=many(actors.organisations_of_members(database), lambda row: row.member_id),
        members_of_organisation=many(actors.members_of_organisations(database), lambda row: row.organisation_id),
        follower_count=counts(actors.follower_counts(database)),
        project_follower_count=counts(actors.project_follower_counts(database)),
        is_followed=membership(actors.followed_by(database, viewer), viewer),
        bookmark_count=counts(actors.bookmark_counts(database)),
        is_bookmarked=membership(actors.bookmarked_by(database, viewer), viewer),
    )
