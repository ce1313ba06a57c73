"""One trip per level for ideas and what belongs to them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from strawberry.dataloader import DataLoader

from services.kit.batch import Asked, asked, grouped, many, one
from services.kit.database import Database
from services.kit.paging import Page, PageRequest
from services.marketplace.loaders.counts import counts, membership
from services.marketplace.rules.viewer import Viewer
from services.marketplace.store import ideas
from services.marketplace.store.ideas import Hub
from services.marketplace.store.rows import FacetRow, HubIdeaRow, IdeaRow, OpenRoleRow, PairRow, TeamRow, VersionRow


@dataclass(frozen=True, slots=True)
class HubPage:
    """The arguments of a list of ideas under a hub."""

    hub: Hub
    request: PageRequest


@dataclass(frozen=True, slots=True)
class IdeaLoaders:
    """Keys are ids of ideas, but for ``by_slug`` and the hubs, whose keys are slugs, ARS and ids of actors,
    and ``facets``, whose keys are filters."""

    idea: DataLoader[str, IdeaRow | None]
    by_slug: DataLoader[str, IdeaRow | None]
    developed_from: DataLoader[str, list[IdeaRow]]
    of_hub: DataLoader[Asked[str, HubPage], Page[HubIdeaRow]]
    count_of_hub: DataLoader[Asked[str, Hub], int]
    facets: DataLoader[Asked[str, tuple[str, ...]], list[FacetRow]]
    team: DataLoader[str, list[TeamRow]]
    sectors: DataLoader[str, list[PairRow]]
    open_roles: DataLoader[str, list[OpenRoleRow]]
    open_role: DataLoader[str, OpenRoleRow | None]
    supporter_count: DataLoader[str, int]
    versions: DataLoader[Asked[str, PageRequest], Page[VersionRow]]
    version_count: DataLoader[str, int]
    search_text: DataLoader[str, PairRow | None]
    is_editable: DataLoader[str, bool]


def idea_loaders(database: Database, viewer: Viewer) -> IdeaLoaders:
    async def of_hub(keys: Sequence[str], wanted: HubPage) -> list[Page[HubIdeaRow]]:
        return await ideas.ideas_of_hub(database, viewer, wanted.hub, keys, wanted.request)

    async def count_of_hub(keys: Sequence[str], hub: Hub) -> list[int]:
        found = {row.key: row.count for row in await ideas.count_ideas_of_hub(database, viewer, hub)(keys)}
        return [found.get(key, 0) for key in keys]

    async def facets(filters: Sequence[str], by: tuple[str, ...]) -> list[list[FacetRow]]:
        return grouped(filters, await ideas.facets(database, viewer, filters, by), lambda row: row.owner)

    async def versions(keys: Sequence[str], request: PageRequest) -> list[Page[VersionRow]]:
        return await ideas.versions(database, viewer, keys, request)

    return IdeaLoaders(
        idea=one(ideas.ideas(database, viewer), lambda row: row.id),
        by_slug=one(ideas.ideas_by_slugs(database, viewer), lambda row: row.slug),
        developed_from=many(ideas.ideas_developed_from(database, viewer), lambda row: row.developed_from_id or ""),
        of_hub=asked(of_hub),
        count_of_hub=asked(count_of_hub),
        facets=asked(facets),
        team=many(ideas.teams(database), lambda row: row.idea_id),
        sectors=many(ideas.sectors(database), lambda row: row.owner),
        open_roles=many(ideas.open_roles_of_ideas(database), lambda row: row.idea_id),
        open_role=one(ideas.open_roles(database, viewer), lambda row: row.id),
        supporter_count=counts(ideas.supporter_counts(database)),
        versions=asked(versions),
        version_count=counts(ideas.version_counts(database, viewer)),
        search_text=one(ideas.search_texts(database), lambda row: row.owner),
        is_editable=membership(ideas.editable(database, viewer), viewer),
    )
