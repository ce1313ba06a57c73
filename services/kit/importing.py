"""A house's real data come in: ``python -m services.<name> import TABLE FILE [--dry-run]``, from CSV or JSON.

Every line that does not fit is told with the reason; nothing is half imported: one transaction, which is kept only when
all lines fit. A row whose key is there is changed, another one is new. ``--dry-run`` does all of it and keeps nothing.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, TypeAlias

import asyncpg

from services.kit.columns import Column
from services.kit.database import Database
from services.kit.errors import ServiceError, StartError, UnavailableError
from services.kit.fitting import Prepare, Unfit, fitting, with_given
from services.kit.reading import Parse, Raw, Record, from_csv, from_json, read
from services.kit.sql import Statement

Check: TypeAlias = Callable[[Database, Record, datetime], Awaitable[Sequence[str]]]
"""(inside the transaction, a row, now) -> why it does not fit beyond its columns."""
Then: TypeAlias = Callable[[Database, Record, datetime], Awaitable[None]]
"""(inside the transaction, a row that was put, now): what follows from it."""
NOW = "@now"
"""Among the arguments of a step: the moment."""
NOTHING: Mapping[str, str] = {}


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
    prepare: Prepare | None = None
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
    raws = with_given(table.columns, read_rows(table, file), given)
    rows, unfit = fitting(table.columns, table.key, table.prepare, raws)
    came = Came(unfit=unfit)
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
