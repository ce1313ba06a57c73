"""Loads ``demo/<table>.csv`` with COPY, in the order of ``demo/order.txt``, in one transaction."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from enum import Enum
from pathlib import Path

import asyncpg

from services.kit.database import Connection
from services.kit.errors import StartError
from services.kit.migrate import LOCK

ORDER = "order.txt"


def load_order(folder: Path) -> list[str]:
    """The tables, one a line; ``#`` begins a comment. ``StartError`` when the list or a file is missing."""
    order = folder / ORDER
    if not order.is_file():
        raise StartError(f"{order} is missing: it lists the tables in the order of loading.")
    lines = (line.partition("#")[0].strip() for line in order.read_text(encoding="utf-8").splitlines())
    tables = [line for line in lines if line]
    absent = [table for table in tables if not (folder / f"{table}.csv").is_file()]
    if absent:
        raise StartError(f"{order} names tables without a file: {', '.join(absent)}.")
    return tables


class Rows(Enum):
    """What becomes of rows that are there already."""

    REFUSED = "the command ends with an error"
    KEPT = "nothing is loaded"
    REPLACED = "the tables are emptied first"


async def seed(connection: Connection, folder: Path, rows: Rows = Rows.REFUSED) -> Mapping[str, int]:
    """Loads all tables; rows per table (empty when rows were kept). All or nothing; two processes take turns.

    ``StartError`` when a file or table is missing or does not fit, or when one of the tables has rows that are refused.
    """
    tables = load_order(folder)
    loaded: dict[str, int] = {}
    async with connection.transaction():
        await connection.execute("SELECT pg_advisory_xact_lock($1)", LOCK)
        if full := await filled(connection, tables):
            match rows:
                case Rows.KEPT:
                    return {}
                case Rows.REFUSED:
                    names = ", ".join(full)
                    raise StartError(f"{names}: there are rows already. `seed --anew` empties the tables first.")
                case Rows.REPLACED:
                    # What refers to rows that go (counters, applications that came since) goes with them.
                    await connection.execute(f"TRUNCATE {', '.join(map(quoted, tables))} CASCADE")
        for table in tables:
            loaded[table] = await copy_table(connection, table, folder / f"{table}.csv")
    # Without statistics the first queries after a load are planned badly.
    await connection.execute("ANALYZE")
    return loaded


async def filled(connection: Connection, tables: list[str]) -> list[str]:
    """Which of the tables have rows. ``StartError`` when one does not exist."""
    try:
        # The names come from our own file, and are quoted.
        return [
            table
            for table in tables
            if await connection.fetchval(f"SELECT EXISTS (SELECT FROM {quoted(table)})")  # noqa: S608
        ]
    except asyncpg.PostgresError as error:
        raise StartError(f"{error} (run `migrate` first?)") from error


def quoted(table: str) -> str:
    return '"' + table.replace('"', '""') + '"'


async def copy_table(connection: Connection, table: str, file: Path) -> int:
    """Loads one file; how many rows. The first line names the columns; NULL is an empty field without quotes."""
    with file.open(encoding="utf-8", newline="") as lines:
        columns = next(csv.reader(lines), [])
    if not columns:
        raise StartError(f"{file} has no header line with the names of the columns.")
    try:
        status = await connection.copy_to_table(table, source=file, columns=columns, format="csv", header=True)
    except asyncpg.PostgresError as error:
        raise StartError(f"{file}: {error} {getattr(error, 'context', None) or ''}".rstrip()) from error
    return int(status.rpartition(" ")[2])
