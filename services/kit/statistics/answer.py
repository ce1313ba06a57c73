"""The numbers of an answer, made of what was counted; of persons only what may be told. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from services.kit.errors import BadInputError
from services.kit.statistics.question import Question
from services.kit.statistics.statement import CELL, FIRST, PART, SECOND, TOTAL, CellRow
from services.kit.statistics.suppression import LEAST, Cell, Hidden, Value, hidden_cells, hidden_values
from services.kit.statistics.vocabulary import StatisticsDimension

Key = tuple[StatisticsDimension, str]


@dataclass(frozen=True, slots=True)
class Bucket:
    """The keys stand in the order of the question's dimensions."""

    keys: tuple[Key, ...]
    count: int
    amount: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Counts:
    """What a question is answered; ``total`` is None where it is not told. ``as_of``: the moment that it tells of."""

    total: int | None
    amount: Decimal | None
    buckets: tuple[Bucket, ...]
    suppressed: int = 0
    as_of: datetime | None = None


NOTHING = Counts(None, None, ())
"""The answer of a house that keeps nothing of the metric: that it does not know is not that there is none."""


def counts_of(question: Question, rows: Sequence[CellRow]) -> Counts:
    """``BadInputError`` for a question about persons under a topic that is no main topic."""
    return personal(question, rows) if question.is_personal else plain(question, rows)


def plain(question: Question, rows: Sequence[CellRow]) -> Counts:
    """All that was counted, in the order of the keys."""
    (total,) = (row for row in rows if row.level == TOTAL)
    buckets = [Bucket(keys_of(question.dimensions, row), row.count, row.amount) for row in rows if row.level == CELL]
    return Counts(total.count, total.amount, in_order(buckets))


def personal(question: Question, rows: Sequence[CellRow]) -> Counts:
    """What may be told, cut out of the table by the dimensions of grouping and filter."""
    for row in rows:
        if row.level == PART:
            raise BadInputError(
                f"filter.topicSlugs: {question.metric.value} is told by main topics, and {row.first!r} is in one."
            )
    (total,) = (row.count for row in rows if row.level == TOTAL)
    cells = {keys_of(question.used, row): row.count for row in rows if row.level == CELL}
    hidden, untold = hidden_of(question, rows, total)
    fixed = set(question.fixed.items())
    inside = {keys: count for keys, count in cells.items() if fixed <= set(keys)}
    told = None if untold else total_of(question, rows, total)
    shown = {} if told is None else {keys: count for keys, count in inside.items() if keys not in hidden}
    if not question.dimensions:
        return Counts(told, None, ())
    buckets = [Bucket(keys[: len(question.dimensions)], count) for keys, count in shown.items()]
    return Counts(told, None, in_order(buckets), len(inside) - len(buckets))


def hidden_of(question: Question, rows: Sequence[CellRow], total: int) -> tuple[set[tuple[Key, ...]], bool]:
    """The cells that are not told, and whether the total of the answer is one of them."""
    used, fixed = question.used, question.fixed
    if 0 < total < LEAST:
        return {keys_of(used, row) for row in rows if row.level == CELL}, True
    if not used:
        return set(), False
    if len(used) < 2:
        line = line_of(rows, CELL)
        values = hidden_values(line)
        return {((used[0], value),) for value in values}, is_untold(fixed.get(used[0]), line, values)
    cells = {(row.first or "", row.second or ""): row.count for row in rows if row.level == CELL}
    lines, columns = line_of(rows, FIRST), line_of(rows, SECOND)
    hidden = hidden_either_way(used, cells, lines, columns)
    keys: set[tuple[Key, ...]] = {((used[0], first), (used[1], second)) for first, second in hidden.cells}
    first, second = fixed.get(used[0]), fixed.get(used[1])
    untold = is_untold(first, lines, hidden.rows) or is_untold(second, columns, hidden.columns)
    if first is not None and second is not None:
        untold = untold or is_untold((first, second), cells, hidden.cells)
    return keys, untold


def is_untold(value: Value | None, counts: Mapping[Value, int], hidden: frozenset[Value]) -> bool:
    """Whether the count of a filter's value is not told. That there is nobody is no secret, unless others are hidden:
    who knew which cells are empty could work out some of these.
    """
    return value is not None and (value in hidden or (value not in counts and bool(hidden)))


def hidden_either_way(
    used: Sequence[StatisticsDimension], cells: Mapping[Cell, int], rows: Mapping[str, int], columns: Mapping[str, int]
) -> Hidden:
    """The same cells whichever dimension was named first: two answers that hide others would tell all."""
    first, second = (list(StatisticsDimension).index(each) for each in used)
    if first < second:
        return hidden_cells(cells, rows, columns)
    turned = hidden_cells({(column, row): count for (row, column), count in cells.items()}, columns, rows)
    return Hidden(turned.columns, turned.rows, frozenset((row, column) for column, row in turned.cells))


def total_of(question: Question, rows: Sequence[CellRow], total: int) -> int:
    """How many the filter lets through: the cell or the line of its values."""
    used, fixed = question.used, question.fixed
    match [fixed.get(each) for each in used]:
        case [str(only)]:
            return line_of(rows, CELL).get(only, 0)
        case [str(first), None]:
            return line_of(rows, FIRST).get(first, 0)
        case [None, str(second)]:
            return line_of(rows, SECOND).get(second, 0)
        case [str(first), str(second)]:
            cell = (CELL, first, second)
            return next((row.count for row in rows if (row.level, row.first, row.second) == cell), 0)
        case _:
            return total


def line_of(rows: Iterable[CellRow], level: str) -> Mapping[str, int]:
    """The sums by one dimension."""
    return {row.first or "": row.count for row in rows if row.level == level}


def keys_of(dimensions: Sequence[StatisticsDimension], row: CellRow) -> tuple[Key, ...]:
    return tuple(zip(dimensions, (row.first or "", row.second or ""), strict=False))


def in_order(buckets: Iterable[Bucket]) -> tuple[Bucket, ...]:
    """By the values of the keys: years and words in their order, the same in every answer."""
    return tuple(sorted(buckets, key=lambda bucket: [value for _, value in bucket.keys]))
