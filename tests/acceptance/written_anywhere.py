"""Marks of a person in every column of every table that may hold a text of theirs, as the catalogue of a database says.

A column *names* members when its name is that of a column somewhere in the four houses in which ids of members stand,
or ends with ``_by``. Of each table with one, a row for each state is made the person's, and a mark of its own is put
into every column that takes any text; likewise into rows below it that name nobody (a form of a data set). What the
database refuses (keys, words of a list, what never changes) is none.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import asyncpg

from services.kit.database import Connection

COLUMNS = """
SELECT c.table_name::text AS table, c.column_name::text AS name, c.data_type::text AS kind
FROM information_schema.columns c JOIN information_schema.tables t USING (table_schema, table_name)
WHERE c.table_schema = $1 AND t.table_type = 'BASE TABLE' AND c.is_generated = 'NEVER'
  AND (c.data_type IN ('text', 'character varying', 'json', 'jsonb') OR c.udt_name IN ('_text', '_varchar'))
ORDER BY c.table_name, c.ordinal_position"""
KEYS = """
SELECT k.conrelid::regclass::text AS table, a.attname::text AS name, k.contype::text AS kind,
       nullif(k.confrelid, 0)::regclass::text AS above, f.attname::text AS key
FROM pg_constraint k
JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = ANY (k.conkey)
LEFT JOIN pg_attribute f ON f.attrelid = k.confrelid AND f.attnum = k.confkey[array_position(k.conkey, a.attnum)]
WHERE k.connamespace = $1::regnamespace AND k.contype IN ('p', 'f')"""
STATES = ("status", "stage", "state", "kind")
SUFFIXES = ("_id", "_by", "_ids")
UNNAMED = frozenset({"id", "subject_id", "old_id"})
"""Columns of any kind of thing; a member is one of them."""
REFUSED = asyncpg.PostgresError


class Place(NamedTuple):
    """A column of a table, of rows in which another column names the member (or of rows below those)."""

    house: str
    table: str
    column: str
    naming: str


@dataclass(frozen=True, slots=True)
class Shape:
    """What the catalogue says of a house. ``above``: by table and column the table and column that it refers to."""

    house: str
    columns: Mapping[str, Mapping[str, str]]
    primary: frozenset[tuple[str, str]]
    above: Mapping[tuple[str, str], tuple[str, str]]

    def texts(self, table: str, naming: frozenset[str]) -> Iterator[tuple[str, str]]:
        """Columns that may take any text, with their kinds."""
        for name, kind in self.columns[table].items():
            is_key = (table, name) in self.primary or (table, name) in self.above
            if not is_key and name not in naming and not name.endswith(SUFFIXES):
                yield name, kind

    def naming(self, table: str, names: frozenset[str]) -> list[str]:
        """Columns that say which member."""
        return [name for name in self.columns[table] if name in names or name.endswith("_by")]


async def shape_of(connection: Connection, house: str) -> Shape:
    columns: dict[str, dict[str, str]] = {}
    for row in await connection.fetch(COLUMNS, house):
        columns.setdefault(row["table"], {})[row["name"]] = row["kind"]
    keys = [{**row, "table": row["table"].rpartition(".")[2]} for row in await connection.fetch(KEYS, house)]
    primary = frozenset((row["table"], row["name"]) for row in keys if row["kind"] == "p")
    above = {(row["table"], row["name"]): (row["above"], row["key"]) for row in keys if row["kind"] == "f"}
    return Shape(house, columns, primary, above)


async def columns_naming(connection: Connection, shape: Shape, members: Iterable[str]) -> set[str]:
    """Names of columns in which ids of members stand."""
    known, found = list(members), set()
    for table, columns in shape.columns.items():
        for name, kind in columns.items():
            if kind == "text" and name not in UNNAMED and name not in found:
                sql = f'SELECT EXISTS (SELECT FROM "{table}" WHERE "{name}" = ANY ($1::text[]))'
                if await connection.fetchval(sql, known):
                    found.add(name)
    return found


def mark_of(place: Place, state: str) -> str:
    return f"Marke-{'-'.join((*place, state))}-EndeDerMarke"


async def write_everywhere(
    connection: Connection, shape: Shape, names: frozenset[str], member: str
) -> Mapping[str, Place]:
    """Marks that were written, and where."""
    written: dict[str, Place] = {}
    for table in shape.columns:
        used: set[str] = set()
        for column in shape.naming(table, names):
            # What a member wrote differs from what others wrote to them: one row names them in one way.
            for where, state in await rows_of(connection, shape, table, column, used):
                sql = f'UPDATE "{table}" SET "{column}" = $1 WHERE {where}'
                if await accepted(connection, sql, member):
                    used.add(where)
                    row = _Row(connection, shape, names, f"{table}.{column}", state)
                    written |= await mark_row(row, table, where)
                    written |= await mark_below(row, table, where)
    return written


async def rows_of(
    connection: Connection, shape: Shape, table: str, column: str, used: Collection[str]
) -> Sequence[tuple[str, str]]:
    """Of each state one row that is not used yet: how it is found, and its state."""
    keys = [key for key in await keys_of(connection, table) if key != column]
    if not keys:
        return []
    states = "".join(f', "{name}"' for name in shape.columns[table] if name in STATES)
    shown = f"concat_ws(' ', ''{states})"
    told = ", ".join(f'"{key}"::text' for key in keys)
    # Rows that name somebody are rather as they come to be.
    sql = f'SELECT {shown}, {told} FROM "{table}" ORDER BY "{column}" IS NULL, {told} LIMIT 2000'
    found: dict[str, str] = {}
    for row in await connection.fetch(sql):
        where = " AND ".join(f"\"{key}\"::text = '{row[place]}'" for place, key in enumerate(keys, 1))
        if where not in used:
            found.setdefault(row[0], where)
    return [(where, each) for each, where in found.items()]


async def keys_of(connection: Connection, table: str) -> list[str]:
    sql = """SELECT a.attname::text FROM pg_index i
      JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = ANY (i.indkey)
      WHERE i.indrelid = $1::text::regclass AND i.indisprimary"""
    return [row[0] for row in await connection.fetch(sql, f'"{table}"')]


@dataclass(frozen=True, slots=True)
class _Row:
    """Where marks are written. ``naming``: the table and column that name the member."""

    connection: Connection
    shape: Shape
    names: frozenset[str]
    naming: str
    state: str


async def mark_row(row: _Row, table: str, where: str) -> Mapping[str, Place]:
    """A mark in each column of a row that takes it."""
    written = {}
    for name, kind in row.shape.texts(table, row.names):
        place = Place(row.shape.house, table, name, row.naming)
        mark = mark_of(place, row.state)
        before = await row.connection.fetchval(f'SELECT "{name}" FROM "{table}" WHERE {where} LIMIT 1')
        for value in marked(before, kind, mark):
            if await accepted(row.connection, f'UPDATE "{table}" SET "{name}" = $1 WHERE {where}', value):
                written[mark] = place
                break
    return written


async def mark_below(row: _Row, table: str, where: str) -> Mapping[str, Place]:
    """Rows that refer to this one and name nobody themselves."""
    written: dict[str, Place] = {}
    for (below, column), (above, key) in row.shape.above.items():
        if above == table and below in row.shape.columns and not row.shape.naming(below, row.names):
            those = f'"{column}" = (SELECT "{key}" FROM "{table}" WHERE {where} LIMIT 1)'
            written |= await mark_row(row, below, those)
    return written


def marked(before: Any, kind: str, mark: str) -> Iterator[Any]:
    """Values of the column's kind with the mark in them, of the form of what is there first."""
    if kind in ("json", "jsonb"):
        if before is not None:
            yield _in_each(before, mark)
        yield {"de": mark}
        yield [mark]
    elif kind == "ARRAY":
        yield [mark]
    else:
        yield mark


def _in_each(value: Any, mark: str) -> Any:
    if isinstance(value, dict):
        return {name: _in_each(each, mark) for name, each in value.items()}
    if isinstance(value, list):
        return [_in_each(each, mark) for each in value]
    return mark if isinstance(value, str) else value


async def accepted(connection: Connection, sql: str, value: Any) -> bool:
    """Whether the database takes it, with all that it looks at in the end."""
    try:
        async with connection.transaction():
            return await connection.execute(sql, value) != "UPDATE 0"
    except (REFUSED, ValueError, TypeError):
        return False


async def dumped(connection: Connection, house: str) -> str:
    """Every row of every table of a house, as text."""
    tables = await connection.fetch(
        "SELECT table_name FROM information_schema.tables WHERE table_schema = $1 AND table_type = 'BASE TABLE'", house
    )
    found = []
    for (name,) in tables:
        sql = f"SELECT coalesce(string_agg(to_jsonb(t)::text, chr(10)), '') FROM \"{name}\" t"
        found.append(await connection.fetchval(sql))
    assert len(found) > 20
    return "\n".join(found)
