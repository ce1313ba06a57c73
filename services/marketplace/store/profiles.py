"""Profiles, by the viewer's right to see them."""

from __future__ import annotations

from services.kit.database import Database
from services.kit.paging import Page, PageRequest, page
from services.marketplace.rules.viewer import Viewer
from services.marketplace.store.reading import QUERIES, Fetch, Wanted, keyed
from services.marketplace.store.rows import OwnedSkillRow, ProfileRow


def profiles(database: Database, viewer: Viewer) -> Fetch[ProfileRow]:
    return keyed(database, ProfileRow, QUERIES.profiles_by_ids, viewer.member_id, viewer.is_staff)


def profiles_of_actors(database: Database, viewer: Viewer) -> Fetch[ProfileRow]:
    return keyed(database, ProfileRow, QUERIES.profiles_of_actors, viewer.member_id, viewer.is_staff)


def skills(database: Database) -> Fetch[OwnedSkillRow]:
    return keyed(database, OwnedSkillRow, QUERIES.skills_of_profiles)


async def find_profiles(database: Database, viewer: Viewer, wanted: Wanted, request: PageRequest) -> Page[ProfileRow]:
    """One page of published profiles, newest first; the sort key is (newest, id)."""
    rows = await database.rows(
        ProfileRow,
        QUERIES.profiles_newest,
        wanted,
        viewer.member_id,
        viewer.is_staff,
        *request.after_or_nulls(2),
        request.limit,
    )
    return page(rows, request)


async def count_profiles(database: Database, viewer: Viewer, wanted: Wanted) -> int:
    return int(await database.value(QUERIES.count_profiles, wanted, viewer.member_id, viewer.is_staff))


async def has_consent(database: Database, actor_id: str, purpose: str) -> bool:
    return bool(await database.value(QUERIES.has_consent, actor_id, purpose))
