"""What a backup holds comes back whole, under a running service, and its feeds go on."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import Any

import asyncpg
import pytest

from services.kit.cli import Service, load_demo_data, run_migrations
from services.kit.seed import Rows
from tests.conftest import FreshDatabase
from tests.services.feeds import MINISTRIES, Ministry, ask_feed, execute, told
from tools import postgres
from tools.backup.dumping import BackupError, backup
from tools.backup.restoring import restore
from tools.run.settings import SERVICES

every = pytest.mark.parametrize("ministry", MINISTRIES, ids=lambda one: one.name)


@pytest.fixture(scope="session")
def programs(postgres_server: postgres.Server) -> Path:
    return postgres_server.installation.bin


async def content(url: str, schema: str) -> dict[str, Any]:
    """A mark of each table's rows, and of each view's and function's text."""
    connection = await asyncpg.connect(url)
    try:
        names = await connection.fetch(
            "SELECT c.oid::regclass::text AS name, c.relkind::text AS kind FROM pg_class c"
            " JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = $1 AND c.relkind IN ('r', 'p')",
            schema,
        )
        found = {
            row["name"]: await connection.fetchval(
                f"SELECT count(*) || ' ' || md5(string_agg(t::text, '|' ORDER BY t::text)) FROM {row['name']} t"
            )
            for row in names
        }
        texts = await connection.fetch(
            "SELECT p.proname AS name, md5(p.prosrc) AS text FROM pg_proc p"
            " JOIN pg_namespace n ON n.oid = p.pronamespace WHERE n.nspname = $1 ORDER BY 1, 2",
            schema,
        )
        counts = await connection.fetch(
            "SELECT (SELECT count(*) FROM pg_indexes WHERE schemaname = $1) AS indexes,"
            " (SELECT count(*) FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_namespace n"
            "  ON n.oid = c.relnamespace WHERE n.nspname = $1) AS triggers,"
            " (SELECT count(*) FROM pg_views WHERE schemaname = $1) AS views",
            schema,
        )
        return {**found, "functions": [tuple(row) for row in texts], "counts": tuple(counts[0])}
    finally:
        await connection.close()


async def test_every_house_comes_back_with_all_its_demo_data(
    fresh_database: FreshDatabase, programs: Path, tmp_path: Path
) -> None:
    """All four on one database, each in its schema; then into an empty one, as after the loss of a server."""
    url, other = await fresh_database("template0"), await fresh_database("template0")
    for name in SERVICES:
        service: Service[Any] = import_module(f"services.{name}.__main__").SERVICE
        settings = service.read_settings({"DATABASE_URL": url})
        await run_migrations(service, settings)
        await load_demo_data(service, settings, Rows.KEPT)
    before = {name: await content(url, name) for name in SERVICES}
    assert all(len(tables) > 10 for tables in before.values())
    await backup(dict.fromkeys(SERVICES, url), tmp_path / "saved", programs)
    await restore(dict.fromkeys(SERVICES, other), tmp_path / "saved", programs)
    assert {name: await content(other, name) for name in SERVICES} == before
    with pytest.raises(BackupError, match="is there already"):
        await backup({"cip": url}, tmp_path / "saved", programs)


@every
async def test_what_was_lost_comes_back_under_a_running_service_and_its_feed_goes_on(
    ministry: Ministry, fresh_database: FreshDatabase, programs: Path, tmp_path: Path
) -> None:
    async with ministry.opened(await fresh_database("template0")) as house:
        urls = {ministry.name: house.url}
        kept = await content(house.url, ministry.name)
        await backup(urls, tmp_path / "saved", programs)
        await execute(house, ministry.touch)
        latest = (await told(house, ministry.field))[-1]["cursor"]  # what a follower remembers of the lost time
        await execute(house, "DELETE FROM change")
        await restore(urls, tmp_path / "saved", programs)
        # The connections of the service were ended under it: it comes back by itself, without a new start.
        await answers_again(house, ministry)
        assert await content(house.url, ministry.name) == kept
        assert await told(house, ministry.field, latest) == [], "nothing of the past is told as news"
        await execute(house, ministry.touch)
        assert [each["entityId"] for each in await told(house, ministry.field, latest)] == [ministry.document]


async def answers_again(house: Any, ministry: Ministry) -> None:
    for _ in range(20):
        if not (await ask_feed(house, ministry.field, None)).errors:
            return
    raise AssertionError("the service never came back")


async def test_a_file_that_is_cut_costs_nothing(fresh_database: FreshDatabase, programs: Path, tmp_path: Path) -> None:
    ministry = MINISTRIES[0]
    async with ministry.opened(await fresh_database("template0")) as house:
        urls, saved = {ministry.name: house.url}, tmp_path / "saved"
        await backup(urls, saved, programs)
        kept = await content(house.url, ministry.name)
        file = saved / f"{ministry.name}.dump"
        whole = file.read_bytes()
        for piece in (whole[:100], whole[: len(whole) * 2 // 3]):
            file.write_bytes(piece)
            with pytest.raises(BackupError, match=r"pg_restore failed|cannot be put in"):
                await restore(urls, saved, programs)
            assert await content(house.url, ministry.name) == kept
        (saved / "manifest.json").unlink()
        with pytest.raises(BackupError, match="no whole backup"):
            await restore(urls, saved, programs)


async def test_nothing_is_written_of_a_house_that_is_not_there(
    fresh_database: FreshDatabase, programs: Path, tmp_path: Path
) -> None:
    with pytest.raises(BackupError, match="no data of cip"):
        await backup({"cip": await fresh_database("template0")}, tmp_path / "saved", programs)
    with pytest.raises(BackupError, match="cannot be opened"):
        await backup({"cip": "postgresql://x@127.0.0.1:9/x"}, tmp_path / "other", programs)
