"""A house's data as they were, in place of those that are there; and its feeds, so that they go on."""

from __future__ import annotations

import asyncio
import contextlib
import json
from asyncio.subprocess import PIPE
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import asyncpg

from tools.backup.dumping import MANIFEST, BackupError, run

BEFORE = "_before_restore"
PLACES = ("change_seq", "outbox_seq")
"""Sequences of places in feeds. They begin with the clock: what a follower remembers of the time that is lost must come
before all that is told from now on."""
BEGIN_ANEW = """
SELECT setval(to_regclass($1), (extract(epoch FROM clock_timestamp()) * 1000000)::bigint)
WHERE to_regclass($1) IS NOT NULL
"""
NOWHERE = b"SELECT pg_catalog.set_config('search_path', '', false);"
PIECE = 65_536
END_OTHERS = """
SELECT pg_terminate_backend(pid) FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid() AND usename = current_user
"""


async def restore(urls: Mapping[str, str], folder: Path, programs: Path) -> None:
    """Puts each house back. Raises BackupError; a house whose file cannot be read keeps what it has.

    Services may go on meanwhile: they answer that they are unavailable for the moments in which their tables are put
    in, and come back by themselves. What was written since the backup is lost.
    """
    try:
        manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        houses: dict[str, Any] = manifest["houses"]
    except (OSError, ValueError, KeyError) as error:
        raise BackupError(f"{folder} is no whole backup: {error}") from error
    missing = sorted(urls.keys() - houses.keys())
    if missing:
        raise BackupError(f"{folder} has nothing of {', '.join(missing)}; SERVICES names the houses to restore.")
    for service, url in urls.items():
        await _restore(service, url, folder / f"{service}.dump", programs, houses[service]["extensions"])


async def _restore(service: str, url: str, file: Path, programs: Path, extensions: Mapping[str, str]) -> None:
    await run(programs / "pg_restore", "--list", file)  # a file that is cut is found before anything is moved
    try:
        connection: asyncpg.Connection[asyncpg.Record] = await asyncpg.connect(url)
    except (OSError, asyncpg.PostgresError) as error:
        raise BackupError(f"The database of {service} cannot be opened: {error}") from error
    try:
        await _move_aside(connection, service)
        for name, schema in extensions.items():
            await connection.execute(f'CREATE EXTENSION IF NOT EXISTS "{name}" SCHEMA "{schema}"')
        try:
            await _put_in(service, url, file, programs)
        except BackupError:
            await _move_back(connection, service)
            raise
        await _go_on(connection, service)
    except asyncpg.PostgresError as error:
        raise BackupError(f"{service} cannot be restored: {error}") from error
    finally:
        await connection.close()


async def _move_aside(connection: asyncpg.Connection[asyncpg.Record], service: str) -> None:
    """What is there is kept until the rest is done. Connections that know the old tables end."""
    if await connection.fetchval("SELECT 1 FROM pg_namespace WHERE nspname = $1", service):
        await connection.execute(f'DROP SCHEMA IF EXISTS "{service}{BEFORE}" CASCADE')
        await connection.execute(f'ALTER SCHEMA "{service}" RENAME TO "{service}{BEFORE}"')
    await connection.execute(END_OTHERS)


async def _move_back(connection: asyncpg.Connection[asyncpg.Record], service: str) -> None:
    await connection.execute(f'DROP SCHEMA IF EXISTS "{service}" CASCADE')
    if await connection.fetchval("SELECT 1 FROM pg_namespace WHERE nspname = $1", f"{service}{BEFORE}"):
        await connection.execute(f'ALTER SCHEMA "{service}{BEFORE}" RENAME TO "{service}"')


async def _put_in(service: str, url: str, file: Path, programs: Path) -> None:
    """Everything of the file in one transaction.

    Over `psql`, to name the schema on the way: a dump names all things whole and searches nowhere, but the bodies of a
    house's functions, which its generated columns and indexes call, were written where its schema is searched.
    """
    restoring = await asyncio.create_subprocess_exec(
        *(str(programs / "pg_restore"), "--no-owner", "--no-privileges", "--file=-", str(file)),
        stdout=PIPE,
        stderr=PIPE,
    )
    running = await asyncio.create_subprocess_exec(
        *(str(programs / "psql"), "--no-psqlrc", "--quiet", "--single-transaction", "--set=ON_ERROR_STOP=1"),
        *("--output=/dev/null", url),
        stdin=PIPE,
        stderr=PIPE,
    )
    _, (_, said), (_, wrong) = await asyncio.gather(
        _hand_on(restoring, running, f"SELECT pg_catalog.set_config('search_path', '\"{service}\", public', false);"),
        _words(restoring),
        _words(running),
    )
    if restoring.returncode or running.returncode:
        raise BackupError(f"{file.name} cannot be put in:\n{(wrong or said).decode(errors='replace').strip()}")


async def _words(process: asyncio.subprocess.Process) -> tuple[int, bytes]:
    said = await process.stderr.read() if process.stderr is not None else b""
    return await process.wait(), said


async def _hand_on(source: asyncio.subprocess.Process, target: asyncio.subprocess.Process, searched: str) -> None:
    """The script from one to the other, with another line in place of the one that searches nowhere."""
    if source.stdout is None or target.stdin is None:
        raise RuntimeError("both have pipes")
    with contextlib.suppress(ConnectionError):  # whoever ended says why
        script = await source.stdout.read(PIECE)
        while len(script) < PIECE and (more := await source.stdout.read(PIECE)):
            script += more
        target.stdin.write(script.replace(NOWHERE, searched.encode(), 1))
        while script := await source.stdout.read(PIECE):
            target.stdin.write(script)
            await target.stdin.drain()
    target.stdin.close()


async def _go_on(connection: asyncpg.Connection[asyncpg.Record], service: str) -> None:
    for place in PLACES:
        await connection.execute(BEGIN_ANEW, f'"{service}".{place}')
    await connection.execute(f'DROP SCHEMA IF EXISTS "{service}{BEFORE}" CASCADE')
    # Whoever asked meanwhile may remember that something was not there.
    await connection.execute(END_OTHERS)
