"""Events between houses on a real database: the order of commits, the snapshot, effects once, what is put aside."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace

import orjson
import pytest

from services.kit import following
from services.kit.actors import ActorRow
from services.kit.changing import KeyRow, RefusedError, changed, first_time, once, request, transacted
from services.kit.chores import Chores
from services.kit.clock import Clock
from services.kit.database import Database, open_connection, open_database
from services.kit.erasing import ClosedRow
from services.kit.errors import BadInputError, StartError
from services.kit.events import EventRecord, EventRow, event_page, tell
from services.kit.following import TRIES, Event, Follower, Source
from services.kit.ground import QUERIES
from services.kit.keeping import keeping
from services.kit.migrate import KIT, load_migrations, migrate
from services.kit.parked import ParkedRow, parked, retry
from services.kit.prepared import faults
from services.kit.statistics.books import BookRow
from services.kit.topics import take_topic

FreshDatabase = Callable[[str], Awaitable[str]]
AT = datetime(2026, 6, 1, tzinfo=UTC)
CLOCK = Clock(reads=lambda: AT)


@pytest.fixture
async def url(fresh_database: FreshDatabase, tmp_path: Path) -> str:
    """A database with the kit's ground and nothing else."""
    url = await fresh_database("template0")
    for number, name in enumerate(("ground", "topics", "actors", "erased", "documents", "counted"), 1):
        (tmp_path / f"{number:04}_{name}.sql").write_text(f"-- kit: {name}\n")
    async with open_connection(url, schema=None) as connection:
        await migrate(connection, load_migrations(tmp_path))
    return url


@pytest.fixture
async def house(url: str) -> AsyncIterator[Database]:
    async with open_database(url, schema=None) as database:
        yield database


async def read_all(house: Database, since: str | None = None, page: int = 2) -> list[EventRecord]:
    found: list[EventRecord] = []
    while records := await event_page(house, "events", since, page, AT):
        found += records
        since = records[-1].cursor
    return found


async def happen(house: Database, *words: str) -> None:
    async with house.transaction() as inside:
        for word in words:
            await tell(inside, AT, "thing.changed", ("Thing", word), ["m", "m"], {"to": word})


def as_events(records: Sequence[EventRecord]) -> list[Event]:
    return [
        Event(
            each.cursor,
            each.kind,
            each.subject_type,
            each.subject_id,
            tuple(each.actor_ids),
            orjson.loads(each.payload),
        )
        for each in records
    ]


def source_of(house: Database, effect: Callable[[Database, Event], Awaitable[None]]) -> Source:
    async def ask(since: str | None, first: int) -> list[Event]:
        return as_events(await event_page(house, "events", since, first, AT))

    return Source("other", ask, {"thing.changed": effect})


async def test_the_kits_statements_fit_their_rows(url: str) -> None:
    rows = SimpleNamespace(
        KeyRow=KeyRow, EventRow=EventRow, ActorRow=ActorRow, ParkedRow=ParkedRow, ClosedRow=ClosedRow, BookRow=BookRow
    )
    async with open_connection(url, schema=None) as connection:
        assert await faults(connection, QUERIES, rows) == []


async def test_events_are_read_in_pages_each_once(house: Database) -> None:
    await happen(house, "a", "b", "c")
    records = await read_all(house)
    assert [each.subject_id for each in records] == ["a", "b", "c"]
    assert records[0].actor_ids == ["m"]
    assert orjson.loads(records[2].payload) == {"to": "c"}
    assert await read_all(house, records[1].cursor) == records[2:]


async def test_who_commits_late_is_not_skipped(url: str, house: Database) -> None:
    """The place is drawn at the commit: an event written first and committed last comes last."""
    async with open_database(url, schema=None) as slow:
        async with slow.transaction() as inside:
            await tell(inside, AT, "thing.changed", ("Thing", "early"))
            await happen(house, "late")
            before = await read_all(house)
        after = await read_all(house, before[-1].cursor)
    assert [each.subject_id for each in before] == ["late"]
    assert [each.subject_id for each in after] == ["early"]


async def test_who_begins_reads_what_is_kept_and_then_the_state_of_today(url: str, house: Database) -> None:
    async with open_connection(url, schema=None) as connection:
        await connection.execute(
            "CREATE OR REPLACE VIEW outbox_snapshot AS SELECT 'thing.is' AS kind, 'Thing' AS subject_type, "
            "'s' || n AS subject_id, '{}'::text[] AS actor_ids, '{}'::jsonb AS payload FROM generate_series(1, 3) n"
        )
    await happen(house, "before")
    found = await event_page(house, "events", None, 2, AT)
    await happen(house, "meanwhile")
    found += await read_all(house, found[-1].cursor)
    assert [each.subject_id for each in found] == ["before", "s1", "s2", "s3", "meanwhile"]
    assert await read_all(house, found[-1].cursor) == []
    for page in (1, 2, 3, 100):
        assert len(await read_all(house, page=page)) == 5, "the size of the page changes nothing"


@pytest.mark.parametrize("since", ["", "x", "WyJvdGhlciIsMSwiIl0"])
async def test_a_cursor_of_something_else_is_refused(house: Database, since: str) -> None:
    with pytest.raises(BadInputError):
        await event_page(house, "events", since, 10, AT)


async def test_an_effect_and_its_place_are_one_transaction(house: Database) -> None:
    await happen(house, "a", "b")
    done: list[str] = []

    async def effect(inside: Database, event: Event) -> None:
        done.append(event.subject_id)
        if event.subject_id == "b" and done.count("b") == 1:
            raise RuntimeError("the first time it fails")

    follower = Follower(house, [source_of(house, effect)], CLOCK)
    with pytest.raises(RuntimeError):
        await follower.step(follower.sources[0])
    await follower.step(follower.sources[0])
    await follower.step(follower.sources[0])
    assert done == ["a", "b", "b"]


async def test_what_fails_again_and_again_is_put_aside_and_said(house: Database) -> None:
    await happen(house, "bad", "good")
    done: list[str] = []

    async def effect(inside: Database, event: Event) -> None:
        if event.subject_id == "bad":
            raise ValueError("no such thing")
        done.append(event.subject_id)

    follower = Follower(house, [source_of(house, effect)], CLOCK)
    for _ in range(TRIES - 1):
        with pytest.raises(ValueError, match="no such thing"):
            await follower.step(follower.sources[0])
    await follower.step(follower.sources[0])
    assert done == ["good"]
    assert (await follower.report())["events_parked"].startswith("1; `python -m services.<name> inbox`")


async def test_a_page_at_once_for_who_is_far_behind(house: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    """What fails costs the others nothing: its page is taken one by one."""
    monkeypatch.setattr(following, "PAGE", 3)
    await happen(house, "a", "b", "c", "bad", "d", "e", "f")
    done: list[str] = []

    async def effect(inside: Database, event: Event) -> None:
        if event.subject_id == "bad":
            raise ValueError("no such thing")
        done.append(event.subject_id)

    follower = Follower(house, [source_of(house, effect)], CLOCK)
    assert await follower.step(follower.sources[0]) is True
    for _ in range(TRIES - 1):
        with pytest.raises(ValueError, match="no such thing"):
            await follower.step(follower.sources[0])
    assert done == ["a", "b", "c"]
    assert await follower.step(follower.sources[0]) is True
    assert await follower.step(follower.sources[0]) is False
    assert done == ["a", "b", "c", "d", "e", "f"]
    assert (await follower.report())["events_parked"].startswith("1; `python -m services.<name> inbox`")


async def test_two_processes_of_a_house_do_not_do_the_same_twice(house: Database) -> None:
    await happen(house, "a", "b", "c")
    done: list[str] = []

    async def effect(inside: Database, event: Event) -> None:
        await asyncio.sleep(0)
        done.append(event.subject_id)

    followers = [Follower(house, [source_of(house, effect)], CLOCK) for _ in range(2)]
    for _ in range(4):
        await asyncio.gather(*(each.step(each.sources[0]) for each in followers), return_exceptions=True)
    assert await house.value(QUERIES.inbox_cursor, "other") == (await read_all(house))[-1].cursor
    assert done == ["a", "b", "c"]


async def test_the_tree_of_topics_is_a_closure(url: str) -> None:
    async with open_connection(url, schema=None) as connection:
        await connection.execute("INSERT INTO topic_parent VALUES ('c', 'b'), ('b', 'a'), ('a', NULL), ('x', 'x')")
        pairs = {(row["within"], row["slug"]) for row in await connection.fetch("SELECT * FROM topic_within")}
        assert pairs == {("a", "b"), ("a", "c"), ("b", "c")}
        await connection.execute("UPDATE topic_parent SET parent = NULL WHERE slug = 'b'")
        assert {row["slug"] for row in await connection.fetch("SELECT slug FROM topic_within")} == {"c"}


def topic(payload: dict[str, object]) -> Event:
    return Event("cursor", "topic.changed", "Topic", str(payload.get("slug")), (), payload)


async def test_a_topic_that_changed_is_taken_once_and_the_newest_counts(house: Database, url: str) -> None:
    for slug, parent in [("c", "b"), ("b", "a"), ("b", "a"), ("a", None)]:
        async with house.transaction() as inside:
            await take_topic(inside, topic({"slug": slug, "parent": parent}))
    async with open_connection(url, schema=None) as connection:
        pairs = {(row["within"], row["slug"]) for row in await connection.fetch("SELECT * FROM topic_within")}
        assert pairs == {("a", "b"), ("a", "c"), ("b", "c")}
        await take_topic(house, topic({"slug": "b", "parent": None}))
        assert {row["slug"] for row in await connection.fetch("SELECT slug FROM topic_within")} == {"c"}


@pytest.mark.parametrize("payload", [{}, {"slug": ""}, {"slug": 1}, {"slug": "a", "parent": 1}])
async def test_an_event_of_topics_that_says_nothing_is_refused(house: Database, payload: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="needs slug and parent"):
        await take_topic(house, topic(payload))


async def test_the_same_key_is_the_same_thing_and_another_request_is_refused(house: Database) -> None:
    async def make(body: str, made: str) -> str:
        async with house.transaction() as inside:
            return await once(inside, request("m", "key", "create", {"body": body}, AT), made)

    assert await make("text", "thing_1") == "thing_1"
    assert await make("text", "thing_2") == "thing_1"
    with pytest.raises(RefusedError):
        await make("other", "thing_3")


async def test_a_verb_is_its_work_in_one_transaction_and_the_same_request_ends_where_its_key_is_taken(
    house: Database,
) -> None:
    @transacted
    async def make(inside: Database, body: str, made: str) -> str:
        """Makes a thing."""
        await first_time(inside, request("m", "key", "make", {"body": body}, AT), made)
        await tell(inside, AT, "thing.made", ("Thing", made))
        return made

    assert make.__doc__ == "Makes a thing."
    assert [(await make(house, "text", made)).entity_id for made in ("thing_1", "thing_2")] == ["thing_1"] * 2
    assert (await make(house, "other", made="thing_3")).faults[0].path == ("idempotencyKey",)
    assert [each.subject_id for each in await read_all(house)] == ["thing_1"], "nothing was written twice"


async def test_a_refused_change_writes_nothing(house: Database) -> None:
    async def work(inside: Database) -> str:
        await tell(inside, AT, "thing.changed", ("Thing", "a"))
        await once(inside, request("m", "", "create", {}, AT), "thing")
        return "thing"

    came = await changed(house, work)
    assert came.entity_id is None
    assert came.faults[0].path == ("idempotencyKey",)
    assert await read_all(house) == []


def test_what_the_kit_shares_is_there() -> None:
    assert {file.stem for file in KIT.glob("*.sql")} == {
        "actors",
        "changes",
        "documents",
        "counted",
        "erased",
        "feed_record",
        "ground",
        "status",
        "topics",
    }


async def test_what_was_put_aside_is_listed_and_done_by_hand(house: Database) -> None:
    await happen(house, "good", "bad")
    is_broken = True
    done: list[str] = []

    async def effect(inside: Database, event: Event) -> None:
        if event.subject_id == "bad" and is_broken:
            raise ValueError("no such thing")
        done.append(event.subject_id)

    source = source_of(house, effect)
    follower = Follower(house, [source], CLOCK)
    for _ in range(TRIES - 1):
        with pytest.raises(ValueError, match="no such thing"):
            await follower.step(source)
    await follower.step(source)
    (row,) = await parked(house)
    assert (row.source, row.event["subject_id"], row.reason) == ("other", "bad", "ValueError: no such thing")
    effects = {"other": source.effects}
    with pytest.raises(ValueError, match="no such thing"):
        await retry(house, effects, "other", row.number)
    with pytest.raises(StartError, match="Nothing is done here at"):
        await retry(house, {"other": {}}, "other", row.number)
    assert len(await parked(house)) == 1, "what fails stays where it is"
    is_broken = False
    assert await retry(house, effects, "other", row.number) == 1
    assert done == ["good", "bad"]
    assert await parked(house) == []
    with pytest.raises(StartError, match="No event 99 of other"):
        await retry(house, effects, "other", 99)


async def test_keys_of_requests_are_kept_for_thirty_days(house: Database) -> None:
    async def make(made: str) -> str:
        async with house.transaction() as inside:
            return await once(inside, request("m", "key", "create", {}, AT), made)

    assert await make("thing_1") == "thing_1"
    for days, said in ((29, "thing_1"), (31, "thing_2")):
        await Chores(house, at_day(days), [keeping("house")]).round()
        assert await make("thing_2") == said


async def test_events_are_kept_for_ninety_days_and_who_was_away_for_longer_begins_anew(house: Database) -> None:
    await happen(house, "a", "b", "c")
    first, *_, last = (each.cursor for each in await read_all(house))
    await Chores(house, at_day(91), [keeping("house")]).round()
    async with house.transaction() as inside:
        await tell(inside, AT + timedelta(days=91), "thing.changed", ("Thing", "d"))
    assert [each.subject_id for each in await read_all(house, last)] == ["d"]
    assert [each.subject_id for each in await read_all(house, first)] == ["c", "d"]
    assert [each.subject_id for each in await read_all(house)] == ["c", "d"]


def at_day(days: int) -> Clock:
    return Clock(reads=lambda: AT + timedelta(days=days))
