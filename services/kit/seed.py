"""Loads ``demo/<table>.csv`` with COPY, in the order of ``demo/order.txt``, in one transaction."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from pathlib import Path

import asyncpg

from services.kit.database import Connection
from services.kit.errors import StartError

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


async def seed(connection: Connection, folder: Path, *, anew: bool = False) -> Mapping[str, int]:
    """Loads all tables; rows per table. All or nothing.

    ``StartError`` when one of the tables already has rows, unless ``anew``: then they are emptied first.
    """
    tables = load_order(folder)
    loaded: dict[str, int] = {}
    async with connection.transaction():
        await empty_or_refuse(connection, tables, anew)
        for table in tables:
            loaded[table] = await copy_table(connection, table, folder / f"{table}.csv")
    if tables:
        # Without statistics the first queries after a load are planned badly.
        await connection.execute("ANALYZE")
    return loaded


async def wants_seed(connection: Connection, folder: Path) -> bool:
    """Whether there is demo data, and none of its tables has a row yet."""
    return (folder / ORDER).is_file() and not await filled(connection, load_order(folder))


async def empty_or_refuse(connection: Connection, tables: list[str], anew: bool) -> None:
    full = await filled(connection, tables)
    if full and not anew:
        raise StartError(f"{', '.join(full)}: there are rows already. `seed --anew` empties the tables first.")
    if full:
        await connection.execute(f"TRUNCATE {', '.join(map(quoted, tables))}")


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
