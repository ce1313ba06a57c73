"""serve | sdl | migrate | seed, as an operator meets them: CIP stands for all services."""

from __future__ import annotations

import asyncio
import os
import socket
import sys
import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import aiohttp
import pytest

from services.cip.__main__ import SERVICE
from services.kit.cli import main
from services.kit.database import open_connection
from services.kit.errors import StartError
from services.kit.paging import encode_cursor
from services.kit.settings import Settings, read_settings, required_database_url
from tests.ports import free_ports

FreshDatabase = Callable[[str], Awaitable[str]]
ROOT = Path(__file__).parents[2]


@dataclass(frozen=True, slots=True)
class Ended:
    code: int
    stdout: str
    stderr: str


Command = Callable[..., Awaitable[Ended]]


def clean_environment(more: Mapping[str, str]) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("CIP_", "AUTH_", "DATABASE_URL"))}
    return {**kept, **more}


@pytest.fixture
def free_port() -> int:
    return free_ports(1)[0]


@pytest.fixture
def command(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Command:
    """Runs a command of the service to its end, with these variables and no other of ours."""
    for name in set(os.environ) - set(clean_environment({})):
        monkeypatch.delenv(name)

    async def run(*arguments: str, **environment: str) -> Ended:
        for name, value in environment.items():
            monkeypatch.setenv(name, value)
        # A command has an event loop of its own, so it cannot run on this one.
        code = await asyncio.to_thread(main, SERVICE, arguments)
        for name in environment:
            monkeypatch.delenv(name)
        captured = capsys.readouterr()
        return Ended(code, captured.out, captured.err)

    return run


@pytest.mark.parametrize(
    ("arguments", "environment", "words"),
    [
        (("serve",), {}, "Set CIP_DATABASE_URL"),
        (("migrate",), {"CIP_DATABASE_URL": "postgresql://nobody@127.0.0.1:1/x"}, "database cannot be opened"),
        (("migrate",), {"CIP_DATABASE_URL": "nonsense"}, "database cannot be opened"),
        (("serve",), {"CIP_PORT": "70000"}, "CIP_PORT must be a whole number from 1 to 65535"),
        (("serve",), {"CIP_HOST": "no.such.host.invalid"}, "Cannot listen on no.such.host.invalid"),
    ],
)
async def test_what_is_wrong_is_one_line(
    command: Command, free_port: int, arguments: tuple[str, ...], environment: dict[str, str], words: str
) -> None:
    ended = await command(*arguments, **{"CIP_PORT": str(free_port), **environment})
    assert ended.code == 1
    assert words in ended.stderr
    assert len(ended.stderr.strip().splitlines()) == 1


async def test_a_taken_port_is_named(command: Command) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
        ended = await command("serve", CIP_PORT=str(port))
    assert ended == Ended(1, "", f"cip: Cannot listen on 127.0.0.1:{port}: Address already in use.\n")


async def test_the_schema_needs_no_settings(command: Command) -> None:
    ended = await command("sdl")
    assert ended.code == 0
    assert 'type CipProgramme implements AnchorProject & Programme @key(fields: "slug")' in ended.stdout


async def test_a_service_that_is_not_migrated_does_not_serve(
    command: Command, fresh_database: FreshDatabase, free_port: int
) -> None:
    url = await fresh_database("template0")
    ended = await command("serve", CIP_DATABASE_URL=url, CIP_PORT=str(free_port))
    assert ended.code == 1
    assert "Run `python -m services.cip migrate`" in ended.stderr
    assert (await command("migrate", CIP_DATABASE_URL=url)).stdout.startswith("cip: applied 0001_")
    assert await command("migrate", DATABASE_URL=url) == Ended(0, "cip: the database is up to date\n", "")


async def test_an_unknown_command_shows_the_known_ones(command: Command) -> None:
    with pytest.raises(SystemExit, match="2"):
        await command("server")


async def started_service(port: int, url: str) -> asyncio.subprocess.Process:
    return await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "services.cip",
        "serve",
        "--prepare",
        cwd=ROOT,
        env=clean_environment({"CIP_DATABASE_URL": url, "CIP_PORT": str(port)}),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )


async def healthy(client: aiohttp.ClientSession, address: str, process: asyncio.subprocess.Process) -> bool:
    """Waits until the service answers; False when it has ended or takes too long."""
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline and process.returncode is None:
        try:
            async with client.get(f"{address}/health") as reply:
                return reply.status == 200
        except aiohttp.ClientConnectorError:
            await asyncio.sleep(0.05)
    return False


async def test_a_service_prepares_itself_serves_and_ends(fresh_database: FreshDatabase, free_port: int) -> None:
    process = await started_service(free_port, await fresh_database("template0"))
    address = f"http://127.0.0.1:{free_port}"
    try:
        async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=120)) as client:
            assert await healthy(client, address, process)
            async with client.post(f"{address}/graphql", json={"query": "{ competitionRounds { number } }"}) as reply:
                answer = await reply.json()
        process.terminate()
        output, _ = await asyncio.wait_for(process.communicate(), timeout=120)
    finally:
        if process.returncode is None:
            process.kill()
    assert "errors" not in answer
    assert "cip: applied 0001_" in output.decode()
    assert "Traceback" not in output.decode()


def test_settings_prefer_their_prefix() -> None:
    environment = {
        "DATABASE_URL": "all",
        "CIP_DATABASE_URL": "own",
        "AUTH_JWKS": "keys",
        "CIP_AUTH_ISSUER": "me",
        "CIP_PORT": "",
    }
    settings = read_settings(environment, "CIP", 4001)
    assert settings == Settings("cip", "own", "127.0.0.1", 4001, 10, "keys", "me", None)
    assert required_database_url(settings, "CIP") == "own"
    with pytest.raises(StartError, match="CIP_POOL_SIZE"):
        read_settings({"CIP_POOL_SIZE": "many"}, "CIP", 4001)


async def test_the_inbox_shows_what_was_put_aside_and_does_one_again(
    command: Command, fresh_database: FreshDatabase
) -> None:
    url = await fresh_database("template0")
    assert (await command("migrate", CIP_DATABASE_URL=url)).code == 0
    assert await command("inbox", CIP_DATABASE_URL=url) == Ended(0, "", "cip: nothing was put aside\n")
    cursor = encode_cursor("civicCodingEvents", (12, ""))
    told = {"cursor": cursor, "kind": "topic.changed", "subject_type": "Topic", "subject_id": "birds", "actor_ids": []}
    broken = {**told, "payload": {"parent": 3}}
    async with open_connection(url, schema="cip") as connection:
        park = "INSERT INTO inbox_parked VALUES ('marketplace', $1, $2, 'ValueError: why', '2026-03-01Z')"
        await connection.execute(park, cursor, broken)
    listed = await command("inbox", CIP_DATABASE_URL=url)
    assert listed.stdout == "marketplace 12  2026-03-01 00:00:00Z  topic.changed Topic birds  ValueError: why\n"
    assert "No event 13" in (await command("inbox", "--retry", "marketplace", "13", CIP_DATABASE_URL=url)).stderr
    assert "SEQ is the number" in (await command("inbox", "--retry", "marketplace", "x", CIP_DATABASE_URL=url)).stderr
    failed = await command("inbox", "--retry", "marketplace", "12", CIP_DATABASE_URL=url)
    assert "marketplace 12 fails again and stays where it is" in failed.stderr
    async with open_connection(url, schema="cip") as connection:
        mended = {**told, "payload": {"slug": "birds", "parent": None}}
        await connection.execute("UPDATE inbox_parked SET event = $1", mended)
    done = await command("inbox", "--retry", "marketplace", "12", CIP_DATABASE_URL=url)
    assert done == Ended(0, "cip: marketplace 12 is done\n", "")
    assert await command("inbox", CIP_DATABASE_URL=url) == Ended(0, "", "cip: nothing was put aside\n")
    async with open_connection(url, schema="cip") as connection:
        assert await connection.fetchval("SELECT slug FROM topic_parent") == "birds"
