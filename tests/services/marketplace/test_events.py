"""What the marketplace tells the other houses: ideas that are public, and the tree of topics, whoever writes it."""

from __future__ import annotations

from typing import Any

import orjson

from services.kit.database import open_connection
from services.kit.migrate import load_migrations, migrate
from services.marketplace.__main__ import SERVICE
from tests.kit.asking import ask
from tests.services.conftest import House, bearer
from tests.services.marketplace.conftest import FreshDatabase

QUERY = """query ($since: String) { events: civicCodingEvents(since: $since) {
  cursor kind subjectType subjectId actorIds payload } }"""
FOLLOWER = bearer("machine", "service:events")


async def read(house: House, since: str | None = None) -> list[dict[str, Any]]:
    answer = await ask(house.app, QUERY, {"since": since}, FOLLOWER)
    assert answer.errors == []
    return list(answer.data["events"])


def trees(events: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [orjson.loads(event["payload"]) for event in events if event["kind"] == "topic.changed"]


async def write(house: House, sql: str) -> None:
    async with open_connection(house.url, schema=house.schema) as connection:
        await connection.execute(sql)


async def test_only_who_follows_reads_events(market: House) -> None:
    answer = await ask(market.app, QUERY, {}, bearer("member_mira"))
    assert answer.codes == [("FORBIDDEN", "events")]


async def test_who_begins_learns_the_whole_tree_and_then_each_change_of_it(own: House) -> None:
    events = await read(own)
    async with open_connection(own.url, schema=own.schema) as connection:
        rows = await connection.fetch("SELECT slug, parent_slug FROM topic")
    tree = {each["slug"]: each["parent"] for each in trees(events)}
    assert tree == {row["slug"]: row["parent_slug"] for row in rows} != {}
    place = events[-1]["cursor"]
    await write(own, "INSERT INTO topic (slug, parent_slug, label) VALUES ('new', NULL, '{\"de\": \"Neu\"}')")
    await write(own, "UPDATE topic SET label = '{\"de\": \"Neuer\"}' WHERE slug = 'new'")
    await write(own, "UPDATE topic SET parent_slug = 'biodiversity' WHERE slug = 'new'")
    await write(own, "UPDATE topic SET slug = 'newer' WHERE slug = 'new'")
    await write(own, "DELETE FROM topic WHERE slug = 'newer'")
    assert trees(await read(own, place)) == [
        {"slug": "new", "parent": None},
        {"slug": "new", "parent": "biodiversity"},
        {"slug": "new", "parent": None, "isGone": True},
        {"slug": "newer", "parent": "biodiversity"},
        {"slug": "newer", "parent": None, "isGone": True},
    ]


async def test_keys_of_requests_outlive_the_move_to_the_kits_tables(fresh_database: FreshDatabase) -> None:
    url = await fresh_database("template0")
    migrations = load_migrations(SERVICE.home / "sql" / "migrations")
    async with open_connection(url, schema="marketplace") as connection:
        await migrate(connection, migrations[:12])
        await connection.execute(
            "INSERT INTO idempotency (actor_id, key, request, response) VALUES ('member_jo', 'k1', 'digest', 'idea_1')"
        )
        await migrate(connection, migrations)
        row = await connection.fetchrow("SELECT actor_id, key, request_digest, response_id FROM idempotency")
        assert row is not None
        assert tuple(row) == ("member_jo", "k1", "digest", "idea_1")
