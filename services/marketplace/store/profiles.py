"""Profiles, by the viewer's right to see them."""

from __future__ import annotations

from services.kit.database import Database
from services.kit.ordering import Order
from services.kit.paging import Page, PageRequest, page
from services.kit.relation import many, one
from services.marketplace.rules.viewer import Viewer
from services.marketplace.store.reading import QUERIES, Wanted
from services.marketplace.store.rows import IdRow, ProfileRow, SkillUnder

profiles_by_ids = one(ProfileRow, QUERIES.profiles_by_ids)
profiles_of_actors = one(ProfileRow, QUERIES.profiles_of_actors, key="owner_id")
own_profiles = one(IdRow, QUERIES.own_profiles)  # those that the viewer writes
skills_of_profiles = many(SkillUnder, QUERIES.skills_of_profiles)


async def find_profiles(
    database: Database, viewer: Viewer, wanted: Wanted, order: Order, request: PageRequest
) -> Page[ProfileRow]:
    """One page of published profiles."""
    arguments = (wanted, *viewer.sees, *request.after_or_nulls(2), request.limit)
    return page(await database.rows(ProfileRow, QUERIES.sorted_by("profiles", order), *arguments), request)


async def count_profiles(database: Database, viewer: Viewer, wanted: Wanted) -> int:
    return int(await database.value(QUERIES.count_profiles, wanted, *viewer.sees))
