"""Where the vectors of a model live in a shared index: a schema of its own, made by whoever comes first.

What is in a home is derived from the marketplace's database, so a home is never migrated: vectors of another model,
with other dimensions, or tables of another form have another one. Homes that nobody used for a week are dropped.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import asyncpg

from services.kit.database import Connection, Database, open_connection
from services.kit.errors import StartError
from services.kit.sql import load_queries

FOLDER = Path(__file__).parent.parent / "sql" / "index"
QUERIES = load_queries(FOLDER)
FORM = (FOLDER / "form" / "entry.sql").read_text(encoding="utf-8")
WRITTEN_TYPE = "halfvec(256)"  # in the text of the form, where the dimensions of the model belong
MOST_DIMENSIONS = 4000  # that a graph over half precision can have (pgvector)
LEAST_VERSION = (0, 8)  # the first whose graphs go on searching until enough have passed a filter
LOCK = 0x436957  # any constant: who makes or drops a home
BUILDING_LOCK = 0x436958  # with the hash of the home: who builds its graph
LEFT_AFTER = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Home:
    """The schema of one version of vectors; ``version`` is the model and how a document's vector is made."""

    version: str
    dim: int

    @property
    def form(self) -> str:
        return FORM.replace(WRITTEN_TYPE, f"halfvec({self.dim:d})")

    @property
    def name(self) -> str:
        mark = hashlib.sha256(f"{self.version}\n{self.form}".encode()).hexdigest()
        return f"marketplace_index_{mark[:16]}"


async def make(url: str, home: Home) -> None:
    """Makes what is missing. ``StartError`` when the database is away, or cannot hold an index."""
    if home.dim > MOST_DIMENSIONS:
        raise StartError(f"A shared index holds up to {MOST_DIMENSIONS} dimensions, and the model has {home.dim}.")
    async with open_connection(url) as connection, connection.transaction():
        await connection.execute(QUERIES.lock_homes.text, LOCK)
        await require_pgvector(connection)
        await connection.execute(QUERIES.make_registry.text)
        await connection.execute(QUERIES.make_homes.text)
        if not await connection.fetchval(QUERIES.home_is_made.text, home.name):
            await connection.execute(f'CREATE SCHEMA IF NOT EXISTS "{home.name}"')
            await connection.execute(f'SET LOCAL search_path = "{home.name}", public')
            await connection.execute(home.form)
        await connection.execute(QUERIES.note_home.text, home.name, home.version)


async def require_pgvector(connection: Connection) -> None:
    """Makes the extension where this role may. ``StartError`` when there is none, or an old one."""
    version = await connection.fetchval(QUERIES.version_of_pgvector.text)
    if version is None:
        try:
            async with connection.transaction():
                await connection.execute("CREATE EXTENSION vector SCHEMA public")
        except asyncpg.PostgresError as error:
            raise StartError(
                "The index needs the extension vector (pgvector 0.8 or newer). Install it and run CREATE EXTENSION "
                f"vector in its database as an administrator; PostgreSQL says: {error}"
            ) from error
        version = await connection.fetchval(QUERIES.version_of_pgvector.text)
    if tuple(int(part) for part in version.split(".")[:2]) < LEAST_VERSION:
        raise StartError(f"The index needs pgvector 0.8 or newer, and its database has {version}.")


async def drop_left(database: Database, home: Home) -> list[str]:
    """Drops the other homes that nobody used for a while; their names."""
    async with database.transaction() as inside:
        left = await inside.rows(str, QUERIES.leave_homes, home.name, LEFT_AFTER)
        for name in left:
            await inside.pool.execute(f'DROP SCHEMA IF EXISTS "{name}" CASCADE')
    return left


async def build_graph(url: str, home: Home) -> bool:
    """Builds the graph beside reading and writing, unless it is there or another process is at it; whether it did.

    May take many minutes, so it has a connection without a time limit.
    """
    async with open_connection(url) as connection:
        await connection.execute(f'SET search_path = "{home.name}", public')
        if not await connection.fetchval(QUERIES.take_building.text, BUILDING_LOCK, home.name):
            return False
        whole = await connection.fetchval(QUERIES.graph_is_whole.text)
        if whole:
            return False
        if whole is not None:  # a building that was broken off leaves an index that nobody may use
            await connection.execute(QUERIES.drop_graph.text)
        await connection.execute(QUERIES.build_graph.text)
        return True
