"""A topic means itself and its sub-topics, in fields and filters, as far as the copy of the tree knows them."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

import pytest

from services.kit.database import open_database
from services.kit.following import Event
from services.kit.topics import take_topic
from tests.kit.asking import ask, entities
from tests.services.conftest import bearer
from tests.services.feeds import OF_CIVIC_DATA_LAB, OF_IDEENWERKSTATT, Ministry, execute

FreshDatabase = Callable[[str], Awaitable[str]]


@dataclass(frozen=True, slots=True)
class Asked:
    """A topic's field, or a filter by topics; ``sub`` is a topic of what the sample has."""

    ministry: Ministry
    sub: str
    field: str
    filtered: str = ""

    @property
    def found(self) -> str:
        return "nodes { id }" if self.field.startswith("datasets") and self.filtered else "id"


ASKED = [
    Asked(OF_IDEENWERKSTATT, "biodiversity", "pilotProjects"),
    Asked(OF_IDEENWERKSTATT, "biodiversity", "workshops"),
    Asked(OF_IDEENWERKSTATT, "biodiversity", "workshops", "topicSlugs: [{}]"),
    Asked(OF_IDEENWERKSTATT, "biodiversity", "experts", "topicSlug: {}"),
    Asked(OF_CIVIC_DATA_LAB, "mobility", "datasets"),
    Asked(OF_CIVIC_DATA_LAB, "mobility", "dataProjects"),
    Asked(OF_CIVIC_DATA_LAB, "mobility", "datasets", "filter: {{ topicSlugs: [{}] }}"),
    Asked(OF_CIVIC_DATA_LAB, "mobility", "dataProjects", "topicSlugs: [{}]"),
]


async def ids(app: Any, asked: Asked, slug: str) -> list[str]:
    if asked.filtered:
        argument = asked.filtered.format(f'"{slug}"')
        answer = await ask(app, f"{{ {asked.field}({argument}) {{ {asked.found} }} }}", headers=bearer("staff"))
        value = answer.data[asked.field]
    else:
        topic = {"__typename": "Topic", "slug": slug}
        answer = await entities(app, f"... on Topic {{ {asked.field} {{ id }} }}", [topic])
        value = answer.data[0][asked.field]
    assert answer.errors == []
    return [one["id"] for one in (value["nodes"] if isinstance(value, dict) else value)]


@pytest.mark.parametrize("asked", ASKED, ids=lambda one: f"{one.field}({one.filtered})")
async def test_a_topic_means_its_sub_topics_when_it_has_been_told(fresh_database: FreshDatabase, asked: Asked) -> None:
    url = await fresh_database("template0")
    async with asked.ministry.opened(url) as house:
        alone = await ids(house.app, asked, asked.sub)
        assert alone, "the sample has something of this topic"
        assert await ids(house.app, asked, "above") == [], "the copy is empty"
        async with open_database(url, schema=asked.ministry.name) as database:
            for slug, parent in ((asked.sub, "between"), ("between", "above"), ("above", None)):
                payload = {"slug": slug, "parent": parent}
                await take_topic(database, Event("c", "topic.changed", "Topic", slug, (), payload))
        assert await ids(house.app, asked, "above") == alone
        assert await ids(house.app, asked, asked.sub) == alone
        if asked.field == "workshops":
            await execute(house, "INSERT INTO entity_topic VALUES ('ws_full', 'between', 9)")
            assert await ids(house.app, asked, "above") == alone, "a thing of two of its topics is there once"


@pytest.mark.parametrize("ministry", [OF_IDEENWERKSTATT, OF_CIVIC_DATA_LAB], ids=lambda one: one.name)
async def test_events_are_told_to_followers_only(fresh_database: FreshDatabase, ministry: Ministry) -> None:
    name = {"ideenwerkstatt": "ideenwerkstattEvents", "civic_data_lab": "civicDataLabEvents"}[ministry.name]
    async with ministry.opened(await fresh_database("template0"), empty=True) as house:
        await execute(
            house,
            "INSERT INTO outbox (kind, subject_type, subject_id, at) VALUES ('a.b', 'Workshop', 'ws', '2026-01-01Z')",
        )
        query = f"{{ {name} {{ cursor kind subjectType subjectId actorIds payload at }} }}"
        answer = await ask(house.app, query, headers=bearer("svc", "service:events"))
        assert answer.errors == []
        assert [(one["kind"], one["subjectId"]) for one in answer.data[name]] == [("a.b", "ws")]
        refused = await ask(house.app, query, headers=bearer("svc", "service:index"))
        assert refused.codes == [("FORBIDDEN", name)]
