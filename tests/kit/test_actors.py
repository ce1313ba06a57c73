"""The copies of actors and mandates, and the guard that asks them: known, new, unknown, and with nobody to ask."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import strawberry

from services.kit.actors import (
    COPIES,
    administrators_of,
    known_actors,
    members_by_copy,
    organisations_of,
    take_actor,
    take_mandate,
)
from services.kit.civic import UserError
from services.kit.clock import Clock
from services.kit.context import CatchUp, Language, RequestContext, knows_nothing_newer
from services.kit.database import Database, open_connection, open_database
from services.kit.errors import BadInputError, UnavailableError
from services.kit.field import field
from services.kit.following import Event, Follower, Pace, Source, SourceError
from services.kit.guard import requires_scopes
from services.kit.identity import Caller
from services.kit.migrate import load_migrations, migrate
from services.kit.relation import Loads
from services.kit.schema import subgraph
from services.kit.topics import check_topics, take_topic, unknown_topics

FreshDatabase = Callable[[str], Awaitable[str]]
CLOCK = Clock(reads=lambda: datetime(2026, 6, 1, tzinfo=UTC))
MEMBER = {"kind": "MEMBER", "state": "ACTIVE", "sector": "PRIVATE_PERSON", "isNonProfit": False}


@pytest.fixture
async def house(fresh_database: FreshDatabase, tmp_path: Path) -> AsyncIterator[Database]:
    url = await fresh_database("template0")
    for number, name in enumerate(("ground", "topics", "actors"), 1):
        (tmp_path / f"{number:04}_{name}.sql").write_text(f"-- kit: {name}\n")
    async with open_connection(url, schema=None) as connection:
        await migrate(connection, load_migrations(tmp_path))
    async with open_database(url, schema=None) as database:
        yield database


def actor(id_: str, **changes: object) -> Event:
    return Event(f"cursor {id_}", "actor.changed", "Member", id_, (), {**MEMBER, **changes})


def mandate(member: str, organisation: str, acts: bool) -> Event:
    payload = {"organisationId": organisation, "memberId": member, "actsFor": acts}
    return Event("cursor", "organisation.member_changed", "Organisation", organisation, (), payload)


async def test_the_newest_of_an_actor_counts_and_who_is_gone_acts_for_nobody(house: Database) -> None:
    for each in (actor("m"), actor("m", state="GHOST"), actor("m", state="GHOST")):
        await take_actor(house, each)
    await take_actor(house, actor("org", kind="ORGANISATION", sector="WELFARE", isNonProfit=True))
    found = await known_actors(house, knows_nothing_newer, ["m", "org"])
    assert (found["m"].state, found["org"].sector, found["org"].is_non_profit) == ("GHOST", "WELFARE", True)
    for each in (mandate("m", "org", True), mandate("m", "org", True), mandate("n", "org", True)):
        await take_mandate(house, each)
    assert await organisations_of(house, "m") == {"org"}
    assert await administrators_of(house, ["org", "other"]) == ["m", "n"]
    await take_mandate(house, mandate("n", "org", False))
    await take_actor(house, actor("m", state="GONE"))
    assert await administrators_of(house, ["org"]) == []
    with pytest.raises(UnavailableError):
        await known_actors(house, knows_nothing_newer, ["m"])


@pytest.mark.parametrize("wrong", [{"kind": "ROBOT"}, {"state": "NEW"}, {"sector": None}])
async def test_an_event_of_actors_that_says_nothing_is_refused(house: Database, wrong: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="needs kind, state and sector"):
        await take_actor(house, actor("m", **wrong))
    with pytest.raises(ValueError, match="needs organisationId"):
        await take_mandate(house, Event("c", "organisation.member_changed", "Organisation", "o", (), {"memberId": "m"}))


async def test_a_topic_that_nobody_told_of_is_unknown_once_there_are_topics(house: Database) -> None:
    assert await unknown_topics(house, ["a", "b"]) == []
    for slug, parent in (("a", "top"), ("b", None)):
        payload = {"slug": slug, "parent": parent}
        await take_topic(house, Event("c", "topic.changed", "Topic", slug, (), payload))
    assert await unknown_topics(house, ["a", "top", "c", "b"]) == ["c"]
    with pytest.raises(BadInputError, match=r"filter\.topicSlugs: there is no topic 'c'"):
        await check_topics(house, ["a", "c"], "filter.topicSlugs")
    await check_topics(house, None, "topicSlugs")
    await take_topic(
        house, Event("c", "topic.changed", "Topic", "b", (), {"slug": "b", "parent": None, "isGone": True})
    )
    assert await unknown_topics(house, ["b"]) == ["b"]


@strawberry.type
class Query:
    nothing: str | None = None


@strawberry.type
class Payload:
    thing: str | None
    errors: list[UserError]


@strawberry.type
class Mutation:
    @field(guard=requires_scopes("write"))
    async def write(self) -> Payload | None:
        return Payload(thing="written", errors=[])

    @field(guard=requires_scopes("staff"))
    async def decide(self) -> Payload | None:
        return Payload(thing="decided", errors=[])


SCHEMA = subgraph(Query, Mutation, members=members_by_copy("staff"))


async def written(house: Database, catch_up: CatchUp, who: str, name: str = "write") -> Any:
    caller = Caller("sub", who, frozenset({"write", "staff"}), None)
    context = RequestContext(caller, Language.DE, load=Loads(house), catch_up=catch_up)
    answer = await SCHEMA.execute(f"mutation {{ {name} {{ thing errors {{ code }} }} }}", context_value=context)
    assert answer.errors is None
    assert answer.data is not None
    payload = answer.data[name]
    return payload["thing"] or [error["code"] for error in payload["errors"]]


async def test_who_registered_a_second_ago_is_no_stranger(house: Database) -> None:
    """The guard looks at once; a stranger stays one, and with the marketplace away nobody knows."""
    told: list[Event] = []
    is_away = False

    async def ask(since: str | None, first: int) -> list[Event]:
        if is_away:
            raise SourceError("away")
        places = [each.cursor for each in told]
        return told if since is None else told[places.index(since) + 1 :]

    follower = Follower(house, [Source("marketplace", ask, COPIES["marketplace"])], CLOCK, Pace(3600, 3600, 3600))
    follower.start()

    async def catch_up() -> bool:
        return await follower.caught_up("marketplace", 30)

    try:
        assert await written(house, catch_up, "m") == ["FORBIDDEN"]
        told.append(actor("m"))
        assert await written(house, catch_up, "m") == "written"
        assert await written(house, catch_up, "stranger") == ["FORBIDDEN"]
        is_away = True
        assert await written(house, catch_up, "m") == "written"
        assert await written(house, catch_up, "stranger") == ["UNAVAILABLE"]
        assert await written(house, catch_up, "stranger", "decide") == "decided"
        told.append(actor("late"))
        is_away = False
        assert await asyncio.gather(*(written(house, catch_up, "late") for _ in range(5))) == ["written"] * 5
    finally:
        await follower.close()


async def test_without_anybody_to_ask_the_unknown_are_not_refused_for_good(house: Database) -> None:
    await take_actor(house, actor("ghost", state="GHOST"))
    assert await written(house, knows_nothing_newer, "ghost") == ["FORBIDDEN"]
    assert await written(house, knows_nothing_newer, "ghost", "decide") == ["FORBIDDEN"]
    assert await written(house, knows_nothing_newer, "unknown") == ["UNAVAILABLE"]


async def test_a_source_that_does_not_answer_is_waited_for_a_moment_only(house: Database) -> None:
    async def ask(since: str | None, first: int) -> list[Event]:
        await asyncio.Event().wait()
        return []

    follower = Follower(house, [Source("marketplace", ask, {})], CLOCK)
    follower.start()
    try:
        assert await follower.caught_up("marketplace", 0.01) is False
        assert await follower.caught_up("nobody", 0.01) is False
    finally:
        await follower.close()
