"""The feeds of changes of the three ministries: order, deletion, cursors, rights; no change is ever skipped."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest

from services.kit.database import open_connection
from services.kit.migrate import load_migrations, migrate, migration_text
from services.kit.paging import encode_cursor
from services.kit.seed import Rows, seed
from tests.conftest import FreshDatabase
from tests.kit.asking import ask
from tests.services.conftest import House, bearer
from tests.services.feeds import (
    INDEXER,
    MINISTRIES,
    OF_CIP,
    OF_CIVIC_DATA_LAB,
    OF_IDEENWERKSTATT,
    Ministry,
    ask_feed,
    execute,
    told,
)

every = pytest.mark.parametrize("ministry", MINISTRIES, ids=lambda one: one.name)


@pytest.fixture
async def cip(fresh_database: FreshDatabase) -> AsyncIterator[House]:
    async with OF_CIP.opened(await fresh_database("template0")) as house:
        yield house


@pytest.fixture
async def lab(fresh_database: FreshDatabase) -> AsyncIterator[House]:
    async with OF_CIVIC_DATA_LAB.opened(await fresh_database("template0")) as house:
        yield house


def ids(records: list[dict[str, Any]]) -> list[str]:
    return [record["entityId"] for record in records]


async def end_of(house: House, ministry: Ministry) -> str:
    """The cursor of the newest record."""
    cursor: str = (await told(house, ministry.field))[-1]["cursor"]
    return cursor


@every
async def test_a_feed_is_read_page_by_page_in_order_with_one_query_each(
    ministry: Ministry, fresh_database: FreshDatabase
) -> None:
    async with ministry.opened(await fresh_database("template0")) as house:
        whole = await told(house, ministry.field)
        assert len(whole) > 4
        assert len(set(ids(whole))) == len(whole)
        pages, since = list[dict[str, Any]](), None
        house.trips.clear()
        while page := await told(house, ministry.field, since, first=2):
            pages += page
            since = page[-1]["cursor"]
        assert pages == whole
        assert set(house.trips) == {"changes"}
        assert len(house.trips) == len(whole) // 2 + len(whole) % 2 + 1
        assert [record["at"] for record in whole] == sorted(record["at"] for record in whole)


@every
async def test_a_change_moves_its_document_to_the_end_of_the_feed(
    ministry: Ministry, fresh_database: FreshDatabase
) -> None:
    async with ministry.opened(await fresh_database("template0")) as house:
        before = await told(house, ministry.field)
        since = before[-1]["cursor"]
        await execute(house, ministry.touch)
        assert ids(await told(house, ministry.field, since)) == [ministry.document]
        after = await told(house, ministry.field)
        assert sorted(ids(after)) == sorted(ids(before))


@every
async def test_only_machines_with_the_scope_read_a_feed(ministry: Ministry, fresh_database: FreshDatabase) -> None:
    async with ministry.opened(await fresh_database("template0")) as house:
        anonymous = await ask_feed(house, ministry.field, None, headers={})
        assert (anonymous.data, anonymous.codes) == ({ministry.field: None}, [("UNAUTHENTICATED", ministry.field)])
        staff = bearer("member_1", "cip:manage", "ideenwerkstatt:manage", "cdl:manage", "service:migrate")
        other = await ask_feed(house, ministry.field, None, headers=staff)
        assert (other.data, other.codes) == ({ministry.field: None}, [("FORBIDDEN", ministry.field)])
        assert house.trips == []


@pytest.mark.parametrize("first", [0, -1, 1001, None])
async def test_a_page_holds_one_to_a_thousand_records(cip: House, first: int | None) -> None:
    answer = await ask_feed(cip, OF_CIP.field, None, first)
    assert answer.codes == [("BAD_USER_INPUT", OF_CIP.field)]
    assert "from 1 to 1000" in answer.errors[0]["message"]


@pytest.mark.parametrize(
    "since",
    [
        *("", "1", "x" * 5000, "ü", "\0"),
        encode_cursor("IDEENWERKSTATT", (5,)),
        encode_cursor("CIP", ("5",)),
        encode_cursor("CIP", (-1,)),
        encode_cursor("CIP", (2**63,)),
        encode_cursor("CIP", ()),
    ],
)
async def test_a_cursor_of_something_else_is_refused(cip: House, since: str) -> None:
    answer = await ask_feed(cip, OF_CIP.field, since)
    assert answer.codes == [("BAD_USER_INPUT", OF_CIP.field)]
    assert "since is not a cursor of this feed" in answer.errors[0]["message"]


async def test_a_record_says_what_is_embedded(cip: House) -> None:
    records = {record["entityId"]: record for record in await told(cip, OF_CIP.field)}
    project = records["fproj_1"]
    assert (project["entityType"], project["deleted"]) == ("FundedProject", False)
    assert project["text"] == "Projekt eins\nEins"
    assert (project["topicSlugs"], project["regionArs"]) == (["inclusion", "language"], "150020000000")
    assert records["round_1"]["text"] == "Erste Runde\nFirst round\n2020"


async def test_a_deleted_document_is_told_without_its_text(cip: House) -> None:
    await execute(
        cip,
        """INSERT INTO competition_round VALUES ('round_9', 'cip', 9, '{"de": "Neunte"}', '{"de": "2029"}', 'PAUSED',
           'ANNOUNCED', '{}', NULL, NULL, 30, 20000)""",
    )
    since = await end_of(cip, OF_CIP)
    await execute(cip, "DELETE FROM competition_round WHERE id = 'round_9'")
    (record,) = await told(cip, OF_CIP.field, since)
    assert (record["entityId"], record["entityType"], record["deleted"]) == ("round_9", "CompetitionRound", True)
    assert (record["text"], record["topicSlugs"], record["regionArs"]) == (None, [], None)


async def test_a_document_that_gets_another_id_leaves_under_the_old_one(cip: House) -> None:
    since = await end_of(cip, OF_CIP)
    await execute(cip, "UPDATE entity_topic SET entity_id = 'round_2' WHERE entity_id = 'round_1'")
    assert sorted(ids(await told(cip, OF_CIP.field, since))) == ["round_1", "round_2"]


@pytest.mark.parametrize("status", ["WITHDRAWN", "IN_REVIEW", "DRAFT"])
async def test_a_data_set_that_is_not_shown_any_more_leaves_and_may_return(lab: House, status: str) -> None:
    field, since = OF_CIVIC_DATA_LAB.field, await end_of(lab, OF_CIVIC_DATA_LAB)
    await execute(lab, f"UPDATE dataset SET status = '{status}' WHERE id = 'ds_paths'")
    (gone,) = await told(lab, field, since)
    assert (gone["entityId"], gone["deleted"], gone["text"]) == ("ds_paths", True, None)
    await execute(lab, "UPDATE dataset SET title = '{\"de\": \"geheim\"}' WHERE id = 'ds_paths'")
    assert await told(lab, field, gone["cursor"]) == []  # what happens behind the curtain is nobody's business
    await execute(lab, "UPDATE dataset SET status = 'PUBLISHED' WHERE id = 'ds_paths'")
    (back,) = await told(lab, field, gone["cursor"])
    assert (back["entityId"], back["deleted"]) == ("ds_paths", False)
    assert back["text"].startswith("geheim")


async def test_what_never_was_public_is_never_told(lab: House) -> None:
    async with open_connection(lab.url, schema=lab.schema) as connection:
        hidden = {
            row["id"]
            for row in await connection.fetch("SELECT id FROM dataset WHERE NOT may_see(status, NULL, false, NULL)")
        }
    assert hidden
    await execute(lab, "UPDATE dataset SET keywords = '{neu}'", "DELETE FROM dataset WHERE status = 'DRAFT'")
    assert hidden.isdisjoint(ids(await told(lab, OF_CIVIC_DATA_LAB.field)))


async def test_a_rolled_back_change_is_not_told(cip: House) -> None:
    since = await end_of(cip, OF_CIP)
    with pytest.raises(ZeroDivisionError):
        async with open_connection(cip.url, schema="cip") as connection, connection.transaction():
            await connection.execute(OF_CIP.touch)
            await connection.execute("SET CONSTRAINTS ALL IMMEDIATE")
            raise ZeroDivisionError
    assert await told(cip, OF_CIP.field, since) == []


async def test_a_change_that_began_first_and_commits_last_is_not_skipped(cip: House) -> None:
    since = await end_of(cip, OF_CIP)
    async with open_connection(cip.url, schema="cip") as slow, open_connection(cip.url, schema="cip") as quick:
        first, second = slow.transaction(), quick.transaction()
        await first.start()
        await slow.execute("UPDATE competition_round SET url = 'https://example.org/a' WHERE id = 'round_1'")
        await second.start()
        await quick.execute("UPDATE competition_round SET url = 'https://example.org/b' WHERE id = 'round_2'")
        await second.commit()
        (read,) = await told(cip, OF_CIP.field, since)
        assert read["entityId"] == "round_2"
        await first.commit()
        assert ids(await told(cip, OF_CIP.field, read["cursor"])) == ["round_1"]


async def test_no_later_place_is_visible_while_an_earlier_one_is_not(cip: House) -> None:
    """The moment itself: one transaction has drawn its place and has not committed when the other one wants to."""
    since = await end_of(cip, OF_CIP)
    async with open_connection(cip.url, schema="cip") as early, open_connection(cip.url, schema="cip") as late:
        first, second = early.transaction(), late.transaction()
        await first.start()
        await early.execute("UPDATE competition_round SET url = 'https://example.org/a' WHERE id = 'round_1'")
        await early.execute("SET CONSTRAINTS ALL IMMEDIATE")  # as the commit does before it is visible
        await second.start()
        await late.execute("UPDATE competition_round SET url = 'https://example.org/b' WHERE id = 'round_2'")
        committing = asyncio.create_task(second.commit())
        await waits_for_a_lock(cip, late.get_server_pid())
        assert await told(cip, OF_CIP.field, since) == []
        await first.commit()
        await committing
    assert ids(await told(cip, OF_CIP.field, since)) == ["round_1", "round_2"]


async def waits_for_a_lock(house: House, pid: int) -> None:
    """Returns when the server process waits for an advisory lock; ``TimeoutError`` when it does not."""
    query = "SELECT EXISTS (SELECT FROM pg_locks WHERE pid = $1 AND locktype = 'advisory' AND NOT granted)"
    async with asyncio.timeout(60), open_connection(house.url) as connection:
        while not await connection.fetchval(query, pid):  # noqa: ASYNC110 - a fact of another process
            await asyncio.sleep(0.005)


async def test_a_reader_who_follows_many_writers_misses_nothing(cip: House) -> None:
    projects, writers, rounds = 12, 6, 15
    await execute(
        cip,
        f"""INSERT INTO funded_project SELECT 'p_' || n, 'call_1', 'cip', 'F-' || n, 'v0', '{{"de": "x"}}', 'RUNNING',
            'PILOT', '2024-01-01', NULL, NULL, NULL, NULL, NULL, 'V', 1, NULL, NULL
            FROM generate_series(1, {projects}) n""",
    )

    async def write(writer: int) -> None:
        async with open_connection(cip.url, schema="cip") as connection:
            for number in range(rounds):
                async with connection.transaction():
                    for project in sorted({(writer * 7 + number) % projects + 1, (writer + number * 5) % projects + 1}):
                        title = f"v{writer}.{number}"
                        await connection.execute(
                            "UPDATE funded_project SET title = $1 WHERE id = $2", title, f"p_{project}"
                        )

    seen: dict[str, str] = {}

    async def follow(since: str | None) -> str | None:
        while page := await told(cip, OF_CIP.field, since, first=3):
            seen.update((record["entityId"], record["text"].split("\n")[0]) for record in page)
            since = page[-1]["cursor"]
        return since

    writing = asyncio.gather(*(write(writer) for writer in range(writers)))
    since = None
    while not writing.done():
        since = await follow(since)
    await writing
    await follow(since)
    async with open_connection(cip.url, schema="cip") as connection:
        rows = await connection.fetch("SELECT id, title FROM funded_project")
    assert {row["id"]: row["title"] for row in rows}.items() <= seen.items()


@every
async def test_the_demo_data_are_told_as_they_are_copied_and_copied_anew(
    ministry: Ministry, fresh_database: FreshDatabase
) -> None:
    async with ministry.opened(await fresh_database("template0"), empty=True) as house:
        assert await told(house, ministry.field) == []
        async with open_connection(house.url, schema=house.schema) as connection:
            await seed(connection, ministry.home / "demo")
            public = await connection.fetchval("SELECT count(*) FROM public_document")
            first = await told(house, ministry.field, first=1000)
            assert len(first) == public > 10
            await seed(connection, ministry.home / "demo", Rows.REPLACED)
        again = await told(house, ministry.field, first[-1]["cursor"], first=1000)
        assert sorted(ids(again)) == sorted(ids(first))
        assert not any(record["deleted"] for record in again)


async def test_an_emptied_table_is_told(cip: House) -> None:
    since = await end_of(cip, OF_CIP)
    await execute(cip, "TRUNCATE funded_project, consortium_partner, funding_share, milestone")
    gone = [record for record in await told(cip, OF_CIP.field, since) if record["deleted"]]
    assert {record["entityType"] for record in gone} == {"FundedProject"}
    assert len(gone) >= 2


async def test_what_was_there_before_the_feed_is_told(fresh_database: FreshDatabase) -> None:
    ministry, url = OF_IDEENWERKSTATT, await fresh_database("template0")
    migrations = load_migrations(ministry.home / "sql" / "migrations")
    async with open_connection(url, schema=ministry.name) as connection:
        await migrate(connection, [one for one in migrations if one.number < 4])
        await connection.execute(ministry.data.read_text(encoding="utf-8"))
    async with ministry.opened(url, empty=True) as house:
        assert {"ws_full", "pilot_1"} <= set(ids(await told(house, ministry.field)))


async def test_a_database_made_anew_goes_on_after_the_old_one(fresh_database: FreshDatabase) -> None:
    async with OF_CIP.opened(await fresh_database("template0")) as old:
        since = await end_of(old, OF_CIP)
    async with OF_CIP.opened(await fresh_database("template0")) as new:
        assert ids(await told(new, OF_CIP.field, since)) == ids(await told(new, OF_CIP.field))


def test_the_feed_is_made_alike_everywhere() -> None:
    texts = {migration_text(file) for one in MINISTRIES for file in one.home.glob("sql/migrations/*_changes.sql")}
    queries = {(one.home / "sql" / "changes.sql").read_text(encoding="utf-8") for one in MINISTRIES}
    assert (len(texts), len(queries)) == (1, 1)


CARD = (
    "entityId title { de } summary { de } kind storedStatus opensAt applyUntil startsAt endsAt url programme language "
    "audiences regions actorIds"
)


@every
async def test_a_record_carries_what_a_catalogue_shows(ministry: Ministry, fresh_database: FreshDatabase) -> None:
    async with ministry.opened(await fresh_database("template0")) as house:
        answer = await ask(house.app, f"{{ {ministry.field} {{ deleted {CARD} }} }}", {}, bearer(*INDEXER))
        assert answer.errors == []
        records = answer.data[ministry.field]
        assert len(records) > 4
        for record in records:
            assert record["title"]["de"]
            assert record["summary"] is not None
            assert record["storedStatus"]
            assert all(actor.startswith("org_") for actor in record["actorIds"]), "no person is in a feed"


@every
async def test_a_programme_that_is_paused_or_ends_is_told_with_its_offers(
    ministry: Ministry, fresh_database: FreshDatabase
) -> None:
    async with ministry.opened(await fresh_database("template0")) as house:

        async def offers() -> list[dict[str, Any]]:
            answer = await ask(house.app, f"{{ {ministry.field} {{ {CARD} }} }}", {}, bearer(*INDEXER))
            return [record for record in answer.data[ministry.field] if record["kind"] is not None]

        since = await end_of(house, ministry)
        await execute(house, "UPDATE programme_text SET status = 'PAUSED', runs_until = '2026-02-28'")
        assert set(ids(await told(house, ministry.field, since))) >= {record["entityId"] for record in await offers()}
        assert "PAUSED" in {record["storedStatus"] for record in await offers()}
        ends = {record["endsAt"] for record in await offers()}
        assert None not in ends
        assert max(ends) <= "2026-02-28T22:59:59+00:00"  # the last second of the day in Berlin
