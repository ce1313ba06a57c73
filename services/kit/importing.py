"""A house's real data come in: ``python -m services.<name> import TABLE FILE [--dry-run]``, from CSV or JSON.

Every line that does not fit is told with the reason; nothing is half imported: one transaction, which is kept only when
all lines fit. A row whose key is there is changed, another one is new. ``--dry-run`` does all of it and keeps nothing.

Rows come in by batches, each step of one being one statement, so that the work grows with the rows and not with the
trips; of the file no more than a batch is in memory (and the keys, for those that come twice).
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, TypeAlias

import asyncpg

from services.kit.columns import Column
from services.kit.database import Database
from services.kit.errors import ServiceError, StartError, UnavailableError
from services.kit.fitting import Fitting, Header, Prepare, Unfit, header_of, with_given
from services.kit.ground import QUERIES
from services.kit.reading import Parse, Raw, Record, from_csv, from_json, read
from services.kit.sql import Statement

Rows: TypeAlias = Sequence[Record]
Check: TypeAlias = Callable[[Database, Rows, datetime], Awaitable[Mapping[str, Sequence[str]]]]
"""(inside the transaction, rows, now) -> by key why some do not fit beyond their columns."""
Then: TypeAlias = Callable[[Database, Rows, datetime], Awaitable[None]]
"""(inside the transaction, rows that were put, now): what follows from them."""
Progress: TypeAlias = Callable[[int, int], None]
"""(rows done, rows of the file); when all are done the database has yet to keep them."""
NOW = "now"
"""Among the columns of a step: the moment."""
BATCH = 500
MOST_UNFIT = 100_000
"""So much that does not fit is told; what a stranger's file holds behind it is not looked at."""
NOTHING: Mapping[str, str] = {}


def untold(done: int, rows: int) -> None:
    """Nobody waits."""


@dataclass(frozen=True, slots=True)
class Step:
    """A statement of many rows: ``$1`` is a list of objects (jsonb) with these columns.

    ``types``: the kinds of rows that have it; empty: all.
    """

    statement: Statement
    columns: tuple[str, ...]
    types: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class ImportedRow:
    """What is there under a key, as a sum over all that an import can change."""

    key: str
    sum: str


@dataclass(frozen=True, slots=True)
class KnownRow:
    """What a check asks of what is there: a word by its key."""

    key: str
    word: str


@dataclass(frozen=True, slots=True)
class Table:
    """What can be imported. ``steps``: they make or change the rows, the first one the row itself.

    ``standing``: what is there under keys (``ImportedRow``): a key without is new, and what is the same is not written.
    ``parse``: further kinds of files, by the ending of their names. ``prepare``: makes of a row's values the arguments
    that are no columns; ``UnfitError`` where it cannot. ``last``: a statement for what was really changed.
    """

    columns: tuple[Column, ...]
    steps: tuple[Step, ...]
    standing: Statement
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


@dataclass(frozen=True, slots=True)
class _Line:
    """A row of the file whose values fit. ``place``: among all rows of the file, from 1."""

    place: int
    where: str
    row: Record

    def unfit(self, why: str) -> Unfit:
        return Unfit(self.where, why, self.place)


@dataclass(frozen=True, slots=True)
class _Batch:
    """What the rows of a batch are written with. ``before``: by key what is there."""

    inside: Database
    table: Table
    now: datetime
    came: Came
    before: Mapping[str, str]


class _KeptNothingError(Exception):
    """Rolls back what was tried."""


@dataclass
class _IsSameError(Exception):
    """Rolls back what would change nothing, so that nobody is told of a change."""

    keys: frozenset[str]


async def run_import(
    database: Database,
    table: Table,
    file: Path,
    now: datetime,
    *,
    dry_run: bool,
    given: Mapping[str, str] = NOTHING,
    progress: Progress = untold,
) -> Came:
    """All rows of the file, or none. ``given``: values of columns that a row does not have itself.

    ``StartError`` for a file that cannot be read at all, and when the database goes away: then nothing came in.
    """
    rows = _source(table, file, given)
    header = header_of(table.columns, rows())
    came = Came(unfit=header.unfit)
    if header.lacking:
        return came
    try:
        async with database.transaction() as inside:
            # The tables grow under the statements: by a plan for empty ones each batch would read all that came before.
            await inside.value(QUERIES.plan_statements, "force_custom_plan")
            for done, lines in _batches(table, header, rows(), came):
                await _take(inside, table, lines, now, came)
                progress(done, header.rows)
            if came.unfit or dry_run:
                raise _KeptNothingError
            # What is told of each row at the end (the feed of documents) is always the same small question.
            await inside.value(QUERIES.plan_statements, "auto")
    except _KeptNothingError:
        pass
    except UnavailableError as error:
        raise StartError(f"{error.message} Nothing was imported.") from error
    except asyncpg.IntegrityConstraintViolationError as error:  # of a constraint that is looked at in the end
        came.unfit.append(Unfit("the file", refused(error)))
    came.unfit.sort(key=lambda each: each.place)
    return came


def _source(table: Table, file: Path, given: Mapping[str, str]) -> Callable[[], Iterable[Raw]]:
    """The rows of a file, as often as they are asked for, by the ending of its name."""
    parsers = {".csv": from_csv, ".json": from_json, **table.parse}
    if file.suffix.lower() in table.parse:  # of a graph all is in memory before there is a row
        kept = list(read(parsers, file))
        return lambda: with_given(table.columns, kept, given)
    return lambda: with_given(table.columns, read(parsers, file), given)


def _batches(table: Table, header: Header, raws: Iterable[Raw], came: Came) -> Iterator[tuple[int, list[_Line]]]:
    """The rows whose values fit, with how many of the file have been looked at; the others are told."""
    fitting = Fitting(table.columns, table.key, table.prepare, header)
    lines: list[_Line] = []
    for place, raw in enumerate(raws, start=1):
        row, whys = fitting.row(raw)
        line = _Line(place, raw.where, row)
        came.unfit += [line.unfit(why) for why in whys]
        if not whys:
            lines.append(line)
        if len(came.unfit) >= MOST_UNFIT:
            came.unfit.append(Unfit("the file", f"so much does not fit ({MOST_UNFIT}) that it was not read on", place))
            return
        if place % BATCH == 0:
            yield place, lines
            lines = []
    if header.rows % BATCH:
        yield header.rows, lines


async def _take(inside: Database, table: Table, lines: Sequence[_Line], now: datetime, came: Came) -> None:
    """The rows of a batch that fit in the house, too."""
    if not lines:
        return
    if table.check is not None:
        whys = await table.check(inside, [line.row for line in lines], now)
        came.unfit += [line.unfit(why) for line in lines for why in whys.get(line.row[table.key], ())]
        lines = [line for line in lines if not whys.get(line.row[table.key])]
    before = await _sums(inside, table, lines)
    await _put(_Batch(inside, table, now, came, before), lines)


async def _put(batch: _Batch, lines: Sequence[_Line], *, are_other: bool = False) -> None:
    """Rows in a savepoint. Where the database refuses one, each half has its own, so that each refused one is told.

    ``are_other``: that they differ from what is there is known.
    """
    try:
        async with batch.inside.transaction() as part:
            await _write(batch, part, lines, are_other=are_other)
    except _IsSameError as same:
        batch.came.same += len(same.keys)
        rest = [line for line in lines if line.row[batch.table.key] not in same.keys]
        if rest:
            await _put(batch, rest, are_other=True)
    except UnavailableError:
        raise
    except (asyncpg.IntegrityConstraintViolationError, ServiceError) as error:
        if len(lines) == 1:
            why = error.message if isinstance(error, ServiceError) else refused(error)
            batch.came.unfit.append(lines[0].unfit(why))
            return
        half = len(lines) // 2
        await _put(batch, lines[:half], are_other=are_other)
        await _put(batch, lines[half:], are_other=are_other)
    else:
        changed = sum(line.row[batch.table.key] in batch.before for line in lines)
        batch.came.changed += changed
        batch.came.new += len(lines) - changed


async def _write(batch: _Batch, part: Database, lines: Sequence[_Line], *, are_other: bool) -> None:
    """``_IsSameError`` with the rows of which nothing would change."""
    table, before, rows = batch.table, batch.before, [line.row for line in lines]
    for step in table.steps:
        await _do(part, step, [row for row in rows if not step.types or row["type"] in step.types], batch.now)
    known = [] if are_other else [line for line in lines if line.row[table.key] in before]
    after = await _sums(part, table, known)
    if same := frozenset(key for key in after if after[key] == before[key]):
        raise _IsSameError(same)
    if table.last is not None:
        await _do(part, table.last, rows, batch.now)
    if table.then is not None:
        await table.then(part, rows, batch.now)


async def _sums(part: Database, table: Table, lines: Sequence[_Line]) -> Mapping[str, str]:
    if not lines:
        return {}
    keys = [line.row[table.key] for line in lines]
    return {each.key: each.sum for each in await part.rows(ImportedRow, table.standing, keys)}


async def _do(part: Database, step: Step, rows: Rows, now: datetime) -> None:
    if rows:
        values = [{name: now if name == NOW else _as_json(row[name]) for name in step.columns} for row in rows]
        await part.do(step.statement, values)


def _as_json(value: Any) -> Any:
    """An amount as a text: a number of JSON may lose cents on its way."""
    if isinstance(value, Decimal):
        return str(value)
    return [_as_json(each) for each in value] if isinstance(value, list) else value


async def words_of(inside: Database, statement: Statement, keys: Sequence[str]) -> Mapping[str, str]:
    """What a check asks of what is there, by its keys."""
    return {each.key: each.word for each in await inside.rows(KnownRow, statement, list(keys))}


def refused(error: asyncpg.PostgresError) -> str:
    """What the database says, with the detail that names the value."""
    detail = getattr(error, "detail", None)
    # The detail of a broken check is the whole row.
    more = f" ({detail})" if detail and not isinstance(error, asyncpg.CheckViolationError) else ""
    return f"the database refuses it: {error.args[0]}{more}"
