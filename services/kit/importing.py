"""A house's real data come in: ``python -m services.<name> import TABLE FILE [--dry-run]``, from CSV or JSON.

Every line that does not fit is told with the reason; nothing is half imported: one transaction, which is kept only when
all lines fit. A row whose key is there is changed, another one is new. ``--dry-run`` does all of it and keeps nothing.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, TypeAlias

import asyncpg
import orjson

from services.kit.columns import LANGUAGES, Column, UnfitError
from services.kit.database import Database
from services.kit.errors import ServiceError, StartError
from services.kit.sql import Statement

Record: TypeAlias = Mapping[str, Any]
Check: TypeAlias = Callable[[Database, Record, datetime], Awaitable[Sequence[str]]]
"""(inside the transaction, a row, now) -> why it does not fit beyond its columns."""
Parse: TypeAlias = Callable[[bytes], Sequence["Raw"]]
LARGEST_FILE = 256 * 2**20  # bytes
NOW = "@now"
"""Among the arguments of a step: the moment."""


@dataclass(frozen=True, slots=True)
class Raw:
    """A row as it stands in the file. ``where``: ``line 7``, ``item 3``; ``given``: its fields."""

    where: str
    given: Record


@dataclass(frozen=True, slots=True)
class Unfit:
    """Something that does not fit, and why. ``where`` is empty for the whole file."""

    where: str
    why: str


@dataclass(frozen=True, slots=True)
class Step:
    """A statement of a row, with the names of its arguments. ``types``: the kinds of rows that have it; empty: all."""

    statement: Statement
    arguments: tuple[str, ...]
    types: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Table:
    """What can be imported. ``first``: makes or changes the row itself, and gives whether it is new.

    ``parse``: further kinds of files, by the ending of their names. ``prepare``: makes of a row's values the arguments
    that are no columns; ``UnfitError`` where it cannot.
    """

    columns: tuple[Column, ...]
    first: Step
    steps: tuple[Step, ...] = ()
    key: str = "id"
    check: Check | None = None
    parse: Mapping[str, Parse] = field(default_factory=dict)
    prepare: Callable[[Record], Record] | None = None


@dataclass(slots=True)
class Came:
    """What came of an import."""

    new: int = 0
    changed: int = 0
    unfit: list[Unfit] = field(default_factory=list)


class _KeptNothingError(Exception):
    """Rolls back what was tried."""


async def run_import(database: Database, table: Table, file: Path, now: datetime, *, dry_run: bool) -> Came:
    """All rows of the file, or none. ``StartError`` for a file that cannot be read at all."""
    came = Came()
    rows = fitting(table, read(table, file), came)
    try:
        async with database.transaction() as inside:
            for where, row in rows:
                await _put(inside, table, where, row, now, came)
            if came.unfit or dry_run:
                raise _KeptNothingError
    except _KeptNothingError:
        pass
    except asyncpg.IntegrityConstraintViolationError as error:  # of a constraint that is looked at in the end
        came.unfit.append(Unfit("the file", refused(error)))
    return came


def read(table: Table, file: Path) -> Sequence[Raw]:
    """The rows of a file by the ending of its name. ``StartError`` for one that is no such file."""
    parsers: Mapping[str, Parse] = {".csv": from_csv, ".json": from_json, **table.parse}
    parse = parsers.get(file.suffix.lower())
    if parse is None:
        raise StartError(f"{file}: a file to import ends with one of {', '.join(parsers)}.")
    try:
        if file.stat().st_size > LARGEST_FILE:
            raise StartError(f"{file} is larger than {LARGEST_FILE} bytes; import it in parts.")
        return parse(file.read_bytes())
    except OSError as error:
        raise StartError(f"{file} cannot be read: {error.strerror}.") from error
    except (UnicodeDecodeError, csv.Error, ValueError) as error:
        raise StartError(f"{file} is no {file.suffix[1:].upper()} in UTF-8: {error}") from error


def from_csv(content: bytes) -> Sequence[Raw]:
    """The first line names the columns (RFC 4180; UTF-8, with or without a mark at its beginning)."""
    lines = csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), strict=True)
    header = next(lines, [])
    if not header:
        raise ValueError("it has no header line with the names of the columns")
    found = []
    for values in lines:
        if values:
            # A value without a name is told as an unknown field; what is missing at the end is empty.
            names = [*header, *(f"value {place + 1}" for place in range(len(header), len(values)))]
            given = {name: value for name, value in zip(names, values, strict=False) if value != ""}
            found.append(Raw(f"line {lines.line_num}", {**dict.fromkeys(header), **given}))
    return found


def from_json(content: bytes) -> Sequence[Raw]:
    """A list of objects."""
    items = orjson.loads(content)
    if not isinstance(items, list):
        raise ValueError("it is no list of objects")
    return [
        Raw(f"item {place}", item if isinstance(item, dict) else {"": item})
        for place, item in enumerate(items, start=1)
    ]


def fitting(table: Table, raws: Sequence[Raw], came: Came) -> list[tuple[str, Record]]:
    """The rows whose values fit; what does not is noted."""
    known = {name for column in table.columns for name in column.fields}
    seen: dict[str, str] = {}
    rows: list[tuple[str, Record]] = []
    for raw in raws:
        unfit = [f"{name or 'it'} is no column of this table" for name in raw.given if name not in known]
        row, more = values_of(table, raw.given)
        unfit += more
        key = str(row.get(table.key))
        if not unfit and key in seen:
            unfit.append(f"{table.key} {key} stands in {seen[key]}, too")
        seen.setdefault(key, raw.where)
        came.unfit += [Unfit(raw.where, why) for why in unfit]
        if not unfit:
            rows.append((raw.where, row))
    return rows


def values_of(table: Table, given: Record) -> tuple[dict[str, Any], list[str]]:
    """A row's values by the names of the columns, and why some do not fit."""
    row: dict[str, Any] = {}
    unfit: list[str] = []
    for column in table.columns:
        try:
            row[column.name] = _value(column, given)
        except UnfitError as error:
            unfit.append(str(error))
    if not unfit:
        unfit += [why for column in table.columns if (why := _lacking(column, row))]
    if not unfit and table.prepare is not None:
        try:
            row |= table.prepare(row)
        except UnfitError as error:
            unfit.append(str(error))
    return row, unfit


def _value(column: Column, given: Record) -> Any:
    """The value of a column; ``UnfitError`` with its name."""
    if column.is_text:
        texts = {language: given.get(f"{column.name}_{ending}") for language, ending in LANGUAGES.items()}
        found = {
            language: _read(column, f"{column.name}_{LANGUAGES[language]}", said) for language, said in texts.items()
        }
        kept = {language: said for language, said in found.items() if said}
        if kept and "de" not in kept:
            raise UnfitError(f"{column.name}_de is missing: German is always there")
        return kept or column.default
    value = given.get(column.name)
    return column.default if value is None else _read(column, column.name, value)


def _read(column: Column, name: str, value: Any) -> Any:
    if value is None:
        return None
    try:
        return column.read(value)
    except UnfitError as error:
        raise UnfitError(f"{name} {error}") from None


def _lacking(column: Column, row: Record) -> str | None:
    """Why the column is missing, or has a value that rows of this type have not."""
    is_there = row[column.name] is not None and row[column.name] != ""
    is_of_it = not column.types or row.get("type") in column.types
    if column.is_required and is_of_it and not is_there:
        return f"{column.fields[0]} is missing"
    if is_there and not is_of_it and row[column.name] != column.default:
        return f"{column.name} is for {', '.join(sorted(column.types))} only"
    return None


async def _put(inside: Database, table: Table, where: str, row: Record, now: datetime, came: Came) -> None:
    """A row in a savepoint of its own, so that each that the database refuses is told."""
    try:
        if table.check is not None:
            unfit = await table.check(inside, row, now)
            came.unfit += [Unfit(where, why) for why in unfit]
            if unfit:
                return
        async with inside.transaction() as part:
            is_new = await part.value(table.first.statement, *_arguments(table.first, row, now))
            for step in _steps(table, row):
                await part.do(step.statement, *_arguments(step, row, now))
    except asyncpg.IntegrityConstraintViolationError as error:
        came.unfit.append(Unfit(where, refused(error)))
    except ServiceError as error:
        came.unfit.append(Unfit(where, error.message))
    else:
        came.new, came.changed = came.new + bool(is_new), came.changed + (not is_new)


def _steps(table: Table, row: Record) -> Iterator[Step]:
    return (step for step in table.steps if not step.types or row.get("type") in step.types)


def _arguments(step: Step, row: Record, now: datetime) -> list[Any]:
    return [now if name == NOW else row[name] for name in step.arguments]


def refused(error: asyncpg.PostgresError) -> str:
    """What the database says, with the detail that names the value."""
    detail = getattr(error, "detail", None)
    # The detail of a broken check is the whole row.
    more = f" ({detail})" if detail and not isinstance(error, asyncpg.CheckViolationError) else ""
    return f"the database refuses it: {error.args[0]}{more}"
