"""One database and one role for each service, on the embedded server or where the settings say."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import asyncpg

from tools import postgres
from tools.run.processes import DEATHS_IN_A_ROW, LIVED_WELL
from tools.run.screen import last_words, say
from tools.run.settings import RunError, RunSettings

CHECK_EVERY = 0.2  # seconds between looks at PostgreSQL


@contextmanager
def server_for(settings: RunSettings) -> Iterator[postgres.Server | None]:
    """The embedded server, or None where the databases are given."""
    if settings.databases:
        say("Using the databases of the settings; no PostgreSQL is started")
        yield None
        return
    say("Starting PostgreSQL ...")
    try:
        with postgres.running(settings.home / "postgres") as server:
            say(f"PostgreSQL {server.installation.major} is ready (data: {server.data})")
            yield server
    except postgres.PostgresError as error:
        raise RunError(str(error)) from error


async def urls_for(settings: RunSettings, server: postgres.Server | None) -> Mapping[str, str]:
    """The database URL of each service of the run; makes role and database where they are missing."""
    if server is None:
        return settings.databases
    connection = await asyncpg.connect(server.url("postgres"))
    try:
        for service in settings.services:
            await make_database(connection, service)
    finally:
        await connection.close()
    return {service: server.url(service, service) for service in settings.services}


async def make_database(connection: asyncpg.Connection, service: str) -> None:
    """A ministry's data belong to its own role, so that a service can be moved to a server of its own."""
    if not await connection.fetchval("SELECT 1 FROM pg_roles WHERE rolname = $1", service):
        await connection.execute(f'CREATE ROLE "{service}" LOGIN')
    if not await connection.fetchval("SELECT 1 FROM pg_database WHERE datname = $1", service):
        await connection.execute(f'CREATE DATABASE "{service}" OWNER "{service}" TEMPLATE template0')


async def keep_server(server: postgres.Server) -> None:
    """Starts the embedded server again whenever it has died; the houses come back to it by themselves.

    Raises RunError when it died too often in a row.
    """
    in_a_row, since = 0, time.monotonic()
    while True:
        await asyncio.sleep(CHECK_EVERY)
        if server.process.poll() is None:
            continue
        log: Path = server.log
        story = f"PostgreSQL has ended. Its last words ({log}):\n{last_words(log)}"
        in_a_row = 1 if time.monotonic() - since >= LIVED_WELL else in_a_row + 1
        if in_a_row > DEATHS_IN_A_ROW:
            raise RunError(story)
        say(f"{story}\n          Starting PostgreSQL again ...")
        try:
            await asyncio.to_thread(server.start_again)
            say("PostgreSQL is back")
        except postgres.PostgresError as error:
            say(str(error))
        since = time.monotonic()
