"""Loaders of counts and of yes or no, where a missing row has a meaning."""

from __future__ import annotations

from strawberry.dataloader import DataLoader

from services.marketplace.rules.viewer import Viewer
from services.marketplace.store.reading import Fetch
from services.marketplace.store.rows import CountRow


def counts(fetch: Fetch[CountRow]) -> DataLoader[str, int]:
    """A count for each key; no row is 0."""

    async def load(keys: list[str]) -> list[int]:
        found = {row.key: row.count for row in await fetch(keys)}
        return [found.get(key, 0) for key in keys]

    return DataLoader(load)


def membership(fetch: Fetch[str], viewer: Viewer) -> DataLoader[str, bool]:
    """Whether each key is among what is fetched for the viewer; nothing is, for nobody."""

    async def load(keys: list[str]) -> list[bool]:
        found = frozenset(await fetch(keys) if viewer.member_id else ())
        return [key in found for key in keys]

    return DataLoader(load)
