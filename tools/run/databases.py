"""One database and one role for each service, on the embedded server or where the settings say."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import asyncpg

from tools import postgres
from tools.run.screen import last_words, say
from tools.run.settings import SERVICES, RunError, RunSettings


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
    """The database URL of each service; makes role and database where they are missing."""
    if server is None:
        return settings.databases
    connection = await asyncpg.connect(server.url("postgres"))
    try:
        for service in SERVICES:
            await make_database(connection, service)
    finally:
        await connection.close()
    return {service: server.url(service, service) for service in SERVICES}


async def make_database(connection: asyncpg.Connection, service: str) -> None:
    """A ministry's data belong to its own role, so that a service can be moved to a server of its own."""
    if not await connection.fetchval("SELECT 1 FROM pg_roles WHERE rolname = $1", service):
        await connection.execute(f'CREATE ROLE "{service}" LOGIN')
    if not await connection.fetchval("SELECT 1 FROM pg_database WHERE datname = $1", service):
        await connection.execute(f'CREATE DATABASE "{service}" OWNER "{service}" TEMPLATE template0')


def check_alive(server: postgres.Server | None) -> None:
    """Raises RunError when the embedded server has died."""
    if server is not None and server.process.poll() is not None:
        log: Path = server.log
        raise RunError(f"PostgreSQL has ended. Its last words ({log}):\n{last_words(log)}")
