"""The ideas of a topic, region, team or follower: one field, under each of them."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Any

from services.kit.paged import found_sorted
from services.kit.under import asked_page, with_arguments
from services.marketplace.rules.vocabulary import HubIdeaOrder
from services.marketplace.store import ideas as store
from services.marketplace.store.ideas import Hub
from services.marketplace.types.context import Info
from services.marketplace.types.cuts import IDEAS
from services.marketplace.types.idea_connection import IdeaConnection, hub_connection
from services.marketplace.types.inputs import plain

NAMES = ("publishedSince", "publishedUntil", "without")
"""What the facets call the filters of these lists, in their order."""


def ideas_under(hub: Hub, key: str = "id", first: int = 20) -> Any:
    """The field; the newest first unless somebody wants another order. The period is that of publication."""

    async def resolve(root: Any, info: Info, **given: Any) -> IdeaConnection:
        hub_key, filters = getattr(root, key), IDEAS.filters(given)
        asked = (*info.context.viewer.sees, *filters)
        found = await found_sorted(info, store.ideas_of_hub[hub], hub_key, asked_page(given, first), *asked)
        total = partial(info.context.load.counted, store.count_ideas_of_hub, hub_key, hub.value, *asked)
        came = replace(found, total=total)
        values = (given.get("from_"), given.get("until"), given.get("without"))
        wanted = {name: plain(value) for name, value in zip(NAMES, values, strict=True) if value is not None}
        return hub_connection(hub, hub_key, came, wanted)

    return with_arguments(resolve, HubIdeaOrder, IDEAS, first)
