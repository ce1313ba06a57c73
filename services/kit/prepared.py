"""For tests: is every named statement right on the migrated database, and does it fit its row class?"""

from __future__ import annotations

import types
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Union, get_args, get_origin, get_type_hints

import asyncpg

from services.kit.database import Connection
from services.kit.sql import Queries, Statement

PYTHON_OF_POSTGRES: Mapping[str, type] = types.MappingProxyType(
    {
        "text": str,
        "bool": bool,
        "int2": int,
        "int4": int,
        "int8": int,
        "float4": float,
        "float8": float,
        "numeric": Decimal,
        "date": date,
        "timestamptz": datetime,
        "jsonb": dict,
        "json": dict,
        "bytea": bytes,
    }
)
SINGLE = {kind.__name__: kind for kind in (str, bool, int, float, Decimal, date, datetime, dict, bytes)}


async def faults(connection: Connection, queries: Queries, rows: object) -> list[str]:
    """One sentence for each statement that cannot be prepared or does not fit; empty when all is well.

    ``rows`` is the module with the row classes.
    """
    found: list[str] = []
    for statement in queries:
        try:
            prepared = await connection.prepare(statement.text)
        except asyncpg.PostgresError as error:
            found.append(f"{statement.name}: {error}")
            continue
        columns = [(column.name, python_type(column.type)) for column in prepared.get_attributes()]
        found += [f"{statement.name}: {fault}" for fault in misfits(statement, columns, rows)]
    return found


def python_type(column: asyncpg.Type) -> object:
    """The Python type of a column; a list for an array or a row; its PostgreSQL name when the kit does not know it."""
    if column.kind in ("array", "composite"):
        return list
    return PYTHON_OF_POSTGRES.get(column.name, column.name)


def misfits(statement: Statement, columns: list[tuple[str, object]], rows: object) -> list[str]:
    """How the columns differ from the row that the statement names."""
    expected = expected_columns(statement.row, rows)
    if expected is None:
        return [f"there is no row class {statement.row}"]
    if statement.row in SINGLE:
        columns = [("", kind) for _, kind in columns]
    if columns == expected:
        return []
    return [f"gives {columns}, but {statement.row} has {expected}"]


def expected_columns(row: str, rows: object) -> list[tuple[str, object]] | None:
    """Names and types of a row class; None when there is no such class."""
    if row == "none":
        return []
    if row in SINGLE:
        return [("", SINGLE[row])]
    kind = getattr(rows, row, None)
    if not isinstance(kind, type) or not is_dataclass(kind):
        return None
    hints = get_type_hints(kind)
    return [(field.name, plain(hints[field.name])) for field in fields(kind)]


def plain(hint: Any) -> object:
    """``str | None`` is ``str``; ``list[str]`` and ``tuple[str, ...]`` are ``list``; a mapping is ``dict``."""
    if get_origin(hint) in (Union, types.UnionType):
        (hint,) = (part for part in get_args(hint) if part is not types.NoneType)
    origin = get_origin(hint) or hint
    if origin in (list, tuple):
        return list
    return dict if isinstance(origin, type) and issubclass(origin, Mapping) else origin
