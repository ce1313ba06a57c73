"""Numbered migrations: ``sql/migrations/NNNN_name.sql``, each once, in order, in its own transaction.

A file that holds only ``-- kit: NAME`` stands for ``services/kit/statements/migrations/NAME.sql``: what all houses
share is written once, and each takes it up under a number of its own.

``schema_migration`` remembers number, name and checksum. A changed or vanished file that was applied is an error: what
is in the database must stay explainable by the files. Newer migrations than the code has are none: while the next
version is brought in, the one before must be able to start again, and to come back if the next one is no good. So each
migration fits the version before it (services/README.md, "Order of release"). An advisory lock lets two starting
processes take turns.
"""

from __future__ import annotations

import hashlib
import logging
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import asyncpg

from services.kit.database import Connection
from services.kit.errors import StartError

log = logging.getLogger(__name__)

LOCK = 0x436956  # any constant; one lock per database, and a database belongs to one service
FILE_NAME = re.compile(r"(?P<number>\d{4})_(?P<name>[a-z0-9_]+)\.sql")
OF_THE_KIT = re.compile(r"-- kit: (?P<name>[a-z_]+)\n")
KIT = Path(__file__).parent / "statements" / "migrations"
TABLE = """
CREATE TABLE IF NOT EXISTS schema_migration (
    number integer PRIMARY KEY,
    name text NOT NULL,
    checksum text NOT NULL,
    applied_at timestamptz NOT NULL DEFAULT now()
)"""


@dataclass(frozen=True, slots=True)
class Migration:
    """One file. ``checksum`` is the SHA-256 of its text."""

    number: int
    name: str
    text: str

    @property
    def checksum(self) -> str:
        return hashlib.sha256(self.text.encode()).hexdigest()


def load_migrations(folder: Path) -> list[Migration]:
    """The migrations of a folder in order. ``StartError`` for a name out of form or numbers with gaps."""
    migrations = []
    for file in sorted(folder.glob("*.sql")):
        name = FILE_NAME.fullmatch(file.name)
        if name is None:
            raise StartError(f"{file}: a migration is called NNNN_what_it_does.sql.")
        migrations.append(Migration(int(name["number"]), name["name"], migration_text(file)))
    if [migration.number for migration in migrations] != list(range(1, len(migrations) + 1)):
        raise StartError(f"{folder}: migrations must be numbered 1, 2, 3 ... without gaps or doubles.")
    return migrations


def migration_text(file: Path) -> str:
    """The text of a migration: the file's own, or the kit's that it stands for."""
    text = file.read_text(encoding="utf-8")
    named = OF_THE_KIT.fullmatch(text)
    return (KIT / f"{named['name']}.sql").read_text(encoding="utf-8") if named else text


async def migrate(connection: Connection, migrations: list[Migration]) -> list[Migration]:
    """Applies what is missing; the migrations that were applied now. ``StartError`` names a failing one."""
    await connection.execute("SELECT pg_advisory_lock($1)", LOCK)
    try:
        await connection.execute(TABLE)
        missing = await pending(connection, migrations)
        for migration in missing:
            await apply(connection, migration)
        return missing
    finally:
        await connection.execute("SELECT pg_advisory_unlock($1)", LOCK)


async def pending(connection: Connection, migrations: list[Migration]) -> list[Migration]:
    """Migrations that the database has not seen. ``StartError`` when an applied one changed or vanished; newer ones
    than the code has are said in the log.
    """
    applied = await applied_checksums(connection)
    known = {migration.number: migration.checksum for migration in migrations}
    newer = sorted(number for number in applied if number > len(migrations) > 0)
    if newer:
        log.warning(
            "the database is of a later version: it has migrations up to %04d, this code up to %04d",
            newer[-1],
            len(migrations),
        )
    for number, checksum in applied.items():
        if number not in newer and known.get(number) != checksum:
            raise StartError(
                f"Migration {number:04} was applied with another text than the file has now. "
                "Restore the file and write a new migration instead."
            )
    return [migration for migration in migrations if migration.number not in applied]


async def applied_checksums(connection: Connection) -> Mapping[int, str]:
    """Number and checksum of what was applied; empty when the database was never migrated."""
    if await connection.fetchval("SELECT to_regclass('schema_migration')") is None:
        return {}
    return {row["number"]: row["checksum"] for row in await connection.fetch("SELECT * FROM schema_migration")}


async def apply(connection: Connection, migration: Migration) -> None:
    try:
        async with connection.transaction():
            await connection.execute(migration.text)
            await connection.execute(
                "INSERT INTO schema_migration (number, name, checksum) VALUES ($1, $2, $3)",
                migration.number,
                migration.name,
                migration.checksum,
            )
    except asyncpg.PostgresError as error:
        raise StartError(f"Migration {migration.number:04}_{migration.name} failed: {error}") from error
