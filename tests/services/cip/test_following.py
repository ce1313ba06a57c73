"""Events of others and for others: a topic means its sub-topics once the tree is known; /health; who may read."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from services.cip import __main__ as commands
from services.cip.app import built, effects, opened
from services.cip.settings import from_environment
from services.kit.clock import Clock
from services.kit.database import open_connection, open_database
from services.kit.errors import StartError
from services.kit.events import tell
from services.kit.following import Event
from services.kit.migrate import load_migrations, migrate
from tests.conftest import FreshDatabase
from tests.kit.asking import ask, entities, request
from tests.services.cip.conftest import SAMPLE
from tests.services.conftest import House, bearer, house

HOME = commands.SERVICE.home
TOPICS = "... on Topic { fundedProjects { id } fundingTotal { amount } }"


@pytest.fixture
async def cip(fresh_database: FreshDatabase) -> AsyncIterator[House]:
    async with house(await fresh_database("template0"), "cip", HOME, built, [SAMPLE]) as found:
        yield found


async def topic(cip: House, slug: str) -> Any:
    answer = await entities(cip.app, TOPICS, [{"__typename": "Topic", "slug": slug}])
    assert answer.errors == []
    (found,) = answer.data
    return [each["id"] for each in found["fundedProjects"]], found["fundingTotal"] and found["fundingTotal"]["amount"]


async def listed(cip: House, *slugs: str) -> Any:
    query = "query ($t: [ID!]) { fundedProjects(topicSlugs: $t) { totalCount nodes { id } } }"
    found = (await ask(cip.app, query, {"t": slugs})).data["fundedProjects"]
    assert found["totalCount"] == len(found["nodes"])
    return [node["id"] for node in found["nodes"]]


async def happened(cip: House, slug: str, parent: str | None) -> None:
    event = Event("cursor", "topic.changed", "Topic", slug, (), {"slug": slug, "parent": parent})
    async with open_database(cip.url, schema="cip") as database:
        await effects(Clock())["marketplace"]["topic.changed"](database, event)


async def test_a_topic_means_its_sub_topics_once_the_tree_is_known(cip: House) -> None:
    assert await topic(cip, "society") == ([], None)
    assert await topic(cip, "inclusion") == (["fproj_1", "fproj_2"], "480000.00")
    assert await listed(cip, "society") == []
    await happened(cip, "inclusion", "society")
    await happened(cip, "language", "inclusion")
    # A project of two sub-topics is one project, listed once and summed once.
    for slug in ("society", "inclusion"):
        assert await topic(cip, slug) == (["fproj_1", "fproj_2"], "480000.00")
        assert await listed(cip, slug, "language") == ["fproj_1", "fproj_2"]
    assert await topic(cip, "language") == (["fproj_1"], "300000.00")
    await happened(cip, "inclusion", None)
    assert await topic(cip, "society") == ([], None)


async def test_events_are_for_machines_with_their_scope(cip: House) -> None:
    query = "{ cipEvents(first: 10) { cursor kind subjectType subjectId actorIds payload at } }"
    assert {code for code, _ in (await ask(cip.app, query)).codes} == {"UNAUTHENTICATED"}
    assert {code for code, _ in (await ask(cip.app, query, headers=bearer("m", "cip:manage"))).codes} == {"FORBIDDEN"}
    follower = bearer("svc", "service:events")
    assert (await ask(cip.app, query, headers=follower)).data == {"cipEvents": []}
    async with open_database(cip.url, schema="cip") as database, database.transaction() as inside:
        at = datetime(2025, 6, 1, tzinfo=UTC)
        await tell(inside, at, "round.phase_changed", ("CompetitionRound", "round_2"), ["m"], {"to": "PITCH"})
    (record,) = (await ask(cip.app, query, headers=follower)).data["cipEvents"]
    cursor = record.pop("cursor")
    assert record == {
        "kind": "round.phase_changed",
        "subjectType": "CompetitionRound",
        "subjectId": "round_2",
        "actorIds": ["m"],
        "payload": '{"to":"PITCH"}',
        "at": "2025-06-01T00:00:00+00:00",
    }
    after = await ask(cip.app, "query ($c: String) { cipEvents(since: $c) { kind } }", {"c": cursor}, follower)
    assert after.data == {"cipEvents": []}
    feed = await ask(
        cip.app, "query ($c: String) { cipChanges(since: $c) { cursor } }", {"c": cursor}, bearer("s", "service:index")
    )
    assert {code for code, _ in feed.codes} == {"BAD_USER_INPUT"}


async def migrated(url: str) -> None:
    async with open_connection(url, schema="cip") as connection:
        await migrate(connection, load_migrations(HOME / "sql" / "migrations"))


async def test_health_says_what_is_followed(fresh_database: FreshDatabase, tmp_path: Path) -> None:
    url = await fresh_database("template0")
    await migrated(url)
    (tmp_path / "token").write_text("token")
    environment = {"CIP_DATABASE_URL": url}
    async with opened(from_environment(environment)) as app:
        assert (await request(app, "GET", "/health")).json == {"status": "ok", "events": "nothing is followed"}
    followed = {"CIP_FEEDS": "marketplace=http://127.0.0.1:9/graphql", "CIP_FEED_TOKEN_FILE": str(tmp_path / "token")}
    async with opened(from_environment({**environment, **followed})) as app:
        said = {"events_marketplace": "starting"}
        while said["events_marketplace"] == "starting":
            said = (await request(app, "GET", "/health")).json
        assert said == {"status": "ok", "events_marketplace": "away"}


@pytest.mark.parametrize(
    ("feeds", "token", "fault"),
    [
        ("ideenwerkstatt=http://127.0.0.1:9/graphql", "token", "do nothing here"),
        ("marketplace=http://127.0.0.1:9/graphql", "", "needs ..._FEED_TOKEN_FILE"),
        ("marketplace=ftp://127.0.0.1", "token", "CIP_FEEDS must be name=address"),
    ],
)
async def test_feeds_that_cannot_be_followed_are_said_at_the_start(
    cip: House, feeds: str, token: str, fault: str
) -> None:
    environment = {"CIP_DATABASE_URL": cip.url, "CIP_FEEDS": feeds, "CIP_FEED_TOKEN_FILE": token}
    with pytest.raises(StartError, match=fault):
        async with opened(from_environment(environment)):
            pass
