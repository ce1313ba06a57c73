"""A house's real data come in: ``python -m services.<name> import TABLE FILE [--dry-run]``, from CSV or JSON.

Every line that does not fit is told with the reason; nothing is half imported: one transaction, which is kept only when
all lines fit. A row whose key is there is changed, another one is new. ``--dry-run`` does all of it and keeps nothing.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from difflib import get_close_matches
from pathlib import Path
from typing import Any, TypeAlias

import asyncpg

from services.kit.columns import LANGUAGES, Column, UnfitError
from services.kit.database import Database
from services.kit.errors import ServiceError, StartError, UnavailableError
from services.kit.reading import Parse, Raw, Record, from_csv, from_json, read
from services.kit.sql import Statement

Check: TypeAlias = Callable[[Database, Record, datetime], Awaitable[Sequence[str]]]
"""(inside the transaction, a row, now) -> why it does not fit beyond its columns."""
Then: TypeAlias = Callable[[Database, Record, datetime], Awaitable[None]]
"""(inside the transaction, a row that was put, now): what follows from it."""
NOW = "@now"
"""Among the arguments of a step: the moment."""
NOTHING: Mapping[str, str] = {}
MANY = 2
"""So many rows have a header in common; what one row alone lacks is told as its own."""


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
class ImportedRow:
    """What is there under a key, as a sum over all that an import can change."""

    key: str
    sum: str


@dataclass(frozen=True, slots=True)
class Table:
    """What can be imported. ``first``: makes or changes the row itself, and gives whether it is new.

    ``standing``: what is there under keys (``ImportedRow``), so that what is the same is not written again.
    ``parse``: further kinds of files, by the ending of their names. ``prepare``: makes of a row's values the arguments
    that are no columns; ``UnfitError`` where it cannot. ``last``: a statement for what was really changed.
    """

    columns: tuple[Column, ...]
    first: Step
    standing: Statement
    steps: tuple[Step, ...] = ()
    key: str = "id"
    check: Check | None = None
    parse: Mapping[str, Parse] = field(default_factory=dict)
    prepare: Callable[[Record], Record] | None = None
    then: Then | None = None
    last: Step | None = None


@dataclass(slots=True)
class Came:
    """What came of an import."""

    new: int = 0
    changed: int = 0
    same: int = 0
    unfit: list[Unfit] = field(default_factory=list)


class _KeptNothingError(Exception):
    """Rolls back what was tried."""


class _IsSameError(Exception):
    """Rolls back what would change nothing, so that nobody is told of a change."""


async def run_import(
    database: Database, table: Table, file: Path, now: datetime, *, dry_run: bool, given: Mapping[str, str] = NOTHING
) -> Came:
    """All rows of the file, or none. ``given``: values of columns that a row does not have itself.

    ``StartError`` for a file that cannot be read at all, and when the database goes away: then nothing came in.
    """
    came = Came()
    rows = fitting(table, with_given(table, read_rows(table, file), given), came)
    try:
        async with database.transaction() as inside:
            keys = [row[table.key] for _, row in rows]
            before = {each.key: each.sum for each in await inside.rows(ImportedRow, table.standing, keys)}
            for where, row in rows:
                await _put(inside, table, where, row, now, came, before.get(row[table.key]))
            if came.unfit or dry_run:
                raise _KeptNothingError
    except _KeptNothingError:
        pass
    except UnavailableError as error:
        raise StartError(f"{error.message} Nothing was imported.") from error
    except asyncpg.IntegrityConstraintViolationError as error:  # of a constraint that is looked at in the end
        came.unfit.append(Unfit("the file", refused(error)))
    return came


def read_rows(table: Table, file: Path) -> Sequence[Raw]:
    """The rows of a file, by the ending of its name."""
    return read({".csv": from_csv, ".json": from_json, **table.parse}, file)


def with_given(table: Table, raws: Sequence[Raw], given: Mapping[str, str]) -> Sequence[Raw]:
    """The rows with what they have not themselves. ``StartError`` for a column that there is not."""
    strange = given.keys() - known_fields(table)
    if strange:
        raise StartError(f"{', '.join(sorted(strange))} is no column of this table; it has {_named(table)}.")
    if not given:
        return raws
    return [Raw(raw.where, {**raw.given, **{n: v for n, v in given.items() if not raw.given.get(n)}}) for raw in raws]


def known_fields(table: Table) -> set[str]:
    return {name for column in table.columns for name in column.fields}


def _named(table: Table) -> str:
    return ", ".join(column.fields[0] for column in table.columns)


def unknown_of_all(raws: Sequence[Raw], known: set[str]) -> list[str]:
    """Fields of every row that no column has: the header names them, and one word is enough."""
    if len(raws) < MANY:
        return []
    there = set(raws[0].given).intersection(*(raw.given for raw in raws)) - known
    return sorted(there)


def unknown_field(name: str, known: set[str]) -> str:
    """Why the field does not fit, and which was perhaps meant."""
    near = get_close_matches(name, known, 1, 0.7)
    return f"{name or 'it'} is no column of this table" + (f"; is {near[0]} meant?" if near else "")


def fitting(table: Table, raws: Sequence[Raw], came: Came) -> list[tuple[str, Record]]:
    """The rows whose values fit; what does not is noted. What no row has is told once."""
    known = known_fields(table)
    everywhere = unknown_of_all(raws, known)
    lacking = lacking_everywhere(table, raws)
    came.unfit += [Unfit("all lines", unknown_field(name, known)) for name in everywhere]
    came.unfit += [Unfit("all lines", f"the column {name} is missing") for name in lacking]
    if lacking:
        return []
    seen: dict[str, str] = {}
    rows: list[tuple[str, Record]] = []
    for raw in raws:
        unfit = [unknown_field(name, known) for name in raw.given if name not in known and name not in everywhere]
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


def lacking_everywhere(table: Table, raws: Sequence[Raw]) -> list[str]:
    """Columns that every row must have and none names."""
    if len(raws) < MANY:
        return []
    there = {name for raw in raws for name in raw.given}
    return [
        each.fields[0] for each in table.columns if each.is_required and not each.types and not there & {*each.fields}
    ]


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


async def _put(
    inside: Database, table: Table, where: str, row: Record, now: datetime, came: Came, before: str | None
) -> None:
    """A row in a savepoint of its own, so that each that the database refuses is told. ``before``: what is there."""
    try:
        unfit = [] if table.check is None else await table.check(inside, row, now)
        if not unfit:
            async with inside.transaction() as part:
                is_new = await _written(part, table, row, now, before)
            came.new, came.changed = came.new + is_new, came.changed + (not is_new)
    except _IsSameError:
        came.same += 1
    except asyncpg.IntegrityConstraintViolationError as error:
        unfit = [refused(error)]
    except UnavailableError:
        raise
    except ServiceError as error:
        unfit = [error.message]
    came.unfit += [Unfit(where, why) for why in unfit]


async def _written(part: Database, table: Table, row: Record, now: datetime, before: str | None) -> bool:
    """Whether the row is new; ``_IsSameError`` when nothing of it would change."""
    is_new = await part.value(table.first.statement, *_arguments(table.first, row, now))
    for step in _steps(table, row):
        await part.do(step.statement, *_arguments(step, row, now))
    if before is not None and await _sum(part, table, row) == before:
        raise _IsSameError
    if table.last is not None:
        await part.do(table.last.statement, *_arguments(table.last, row, now))
    if table.then is not None:
        await table.then(part, row, now)
    return bool(is_new)


async def _sum(part: Database, table: Table, row: Record) -> str | None:
    found = await part.row(ImportedRow, table.standing, [row[table.key]])
    return None if found is None else found.sum


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
