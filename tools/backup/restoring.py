"""A house's data as they were, in place of those that are there; and its feeds, so that they go on."""

from __future__ import annotations

import json
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
            await run(
                *(programs / "pg_restore", "--single-transaction", "--exit-on-error", "--no-owner", "--no-privileges"),
                *(f"--dbname={url}", file),
            )
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


async def _go_on(connection: asyncpg.Connection[asyncpg.Record], service: str) -> None:
    for place in PLACES:
        await connection.execute(BEGIN_ANEW, f'"{service}".{place}')
    await connection.execute(f'DROP SCHEMA IF EXISTS "{service}{BEFORE}" CASCADE')
    # Whoever asked meanwhile may remember that something was not there.
    await connection.execute(END_OTHERS)
