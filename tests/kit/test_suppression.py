"""Nothing about fewer than five persons can be worked out of all that is told, whatever was asked and in which order.

The attacker asks every question there is; what is told are linear equations over the persons' cells. A number is known
when it is a sum of multiples of these equations (the row space).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from itertools import combinations, product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.kit.civic import Sector
from services.kit.errors import BadInputError, ForbiddenError, UnauthenticatedError
from services.kit.identity import Caller
from services.kit.statistics.answer import Counts, counts_of
from services.kit.statistics.question import Question, check_right, question
from services.kit.statistics.statement import CELL, FIRST, SECOND, TOTAL, CellRow
from services.kit.statistics.suppression import LEAST, bridges, hidden_cells, hidden_values
from services.kit.statistics.vocabulary import StatisticsDimension, StatisticsFilter, StatisticsMetric

YEAR, SECTOR, TOPIC, REGION = (
    StatisticsDimension.YEAR,
    StatisticsDimension.SECTOR,
    StatisticsDimension.TOPIC,
    StatisticsDimension.REGION,
)
PARTICIPANTS = StatisticsMetric.PARTICIPANTS
AXES = {YEAR: ("2023", "2024", "2025"), SECTOR: ("BUSINESS", "SCIENCE", "WELFARE")}
Persons = Mapping[tuple[str, str], int]
Fixed = Mapping[StatisticsDimension, str]
COUNTS = st.one_of(st.integers(0, 7), st.integers(0, 40))
TABLES = st.lists(COUNTS, min_size=9, max_size=9).map(
    lambda counts: dict(zip(product(*AXES.values()), counts, strict=True))
)


def rows_of(persons: Persons, used: tuple[StatisticsDimension, ...]) -> list[CellRow]:
    """What the database says: the total, the sums by each dimension, the cells; what is empty is not there."""
    places = [list(AXES).index(each) for each in used]

    def counted(level: str, at: list[int]) -> Iterator[CellRow]:
        sums: dict[tuple[str, ...], int] = {}
        for cell, count in persons.items():
            key = tuple(cell[place] for place in at)
            sums[key] = sums.get(key, 0) + count
        for key, count in sums.items():
            if count or level == TOTAL:
                first, second = [*key, None, None][:2]
                yield CellRow(level, first, second, count, None)

    levels = [counted(TOTAL, [])]
    if len(places) == 2:
        levels += [counted(FIRST, places[:1]), counted(SECOND, places[1:])]
    if places:
        levels.append(counted(CELL, places))
    return [row for level in levels for row in level]


def asked(group: tuple[StatisticsDimension, ...], fixed: Fixed) -> Question:
    year = fixed.get(YEAR)
    return question(
        PARTICIPANTS,
        group,
        StatisticsFilter(
            from_=date(int(year), 1, 1) if year else None,
            until=date(int(year), 12, 31) if year else None,
            sectors=[Sector(fixed[SECTOR])] if SECTOR in fixed else None,
        ),
    )


def questions() -> Iterator[tuple[tuple[StatisticsDimension, ...], dict[StatisticsDimension, str]]]:
    """All groupings with all filters."""
    for size in range(3):
        for group in combinations(AXES, size):
            for fixed_size in range(3):
                for axes in combinations(AXES, fixed_size):
                    for values in product(*(AXES[each] for each in axes)):
                        yield group, dict(zip(axes, values, strict=True))


QUESTIONS = list(questions())


def answer(persons: Persons, group: tuple[StatisticsDimension, ...], fixed: Fixed) -> Counts:
    one = asked(group, fixed)
    return counts_of(one, rows_of(persons, one.used))


def told(persons: Persons) -> Iterator[tuple[dict[StatisticsDimension, str], int]]:
    """Every number of every answer, with what it is the number of."""
    for group, fixed in QUESTIONS:
        one = answer(persons, group, fixed)
        if one.total is not None:
            yield fixed, one.total
        for bucket in one.buckets:
            yield {**fixed, **dict(bucket.keys)}, bucket.count


def equation(of: Fixed) -> list[float]:
    return [
        float(all(of.get(axis, value) == value for axis, value in zip(AXES, cell, strict=True)))
        for cell in product(*AXES.values())
    ]


def count_of(persons: Persons, of: Fixed) -> int:
    return int(np.dot(equation(of), list(persons.values())))


@settings(max_examples=100)
@given(TABLES)
def test_no_small_number_is_told_or_can_be_worked_out(persons: Persons) -> None:
    numbers = list(told(persons))
    for of, number in numbers:
        assert number == count_of(persons, of), "what is told is exact"
        assert number == 0 or number >= LEAST, (of, number)
    known = np.array([equation(of) for of, _ in numbers] or [[0.0] * 9])
    rank = np.linalg.matrix_rank(known)
    for axes in (1, 2):
        for chosen in combinations(AXES, axes):
            for values in product(*(AXES[each] for each in chosen)):
                of = dict(zip(chosen, values, strict=True))
                if 0 < count_of(persons, of) < LEAST:
                    assert np.linalg.matrix_rank(np.vstack([known, equation(of)])) > rank, of


@settings(max_examples=100)
@given(TABLES)
def test_the_order_of_the_dimensions_and_the_way_of_asking_change_nothing(persons: Persons) -> None:
    """Else one question would tell what another hides."""
    seen: dict[frozenset[tuple[StatisticsDimension, str]], int] = {}
    for of, number in told(persons):
        assert seen.setdefault(frozenset(of.items()), number) == number
    both = answer(persons, (YEAR, SECTOR), {})
    turned = answer(persons, (SECTOR, YEAR), {})
    assert {frozenset(one.keys) for one in both.buckets} == {frozenset(one.keys) for one in turned.buckets}
    assert both.suppressed == turned.suppressed


@given(st.dictionaries(st.sampled_from("abcdefgh"), st.integers(1, 30)))
def test_what_is_hidden_by_one_dimension_is_no_single_number(counts: dict[str, int]) -> None:
    hidden = hidden_values(counts)
    assert {value for value, count in counts.items() if count < LEAST} <= hidden
    if hidden and hidden < counts.keys():
        assert len(hidden) > 1
        assert sum(counts[value] for value in hidden) >= LEAST


def test_a_large_table_without_small_cells_is_told_whole() -> None:
    cells = {(row, column): 9 for row in "abc" for column in "xyz"}
    hidden = hidden_cells(cells, dict.fromkeys("abc", 27), dict.fromkeys("xyz", 27))
    assert not (hidden.rows or hidden.columns or hidden.cells)


def test_one_small_cell_hides_a_square() -> None:
    cells = {(row, column): 9 for row in "abc" for column in "xyz"} | {("b", "y"): 2}
    hidden = hidden_cells(cells, {"a": 27, "b": 20, "c": 27}, {"x": 27, "y": 20, "z": 27})
    assert len(hidden.cells) == 4
    assert ("b", "y") in hidden.cells


def test_bridges() -> None:
    edges = [
        (1, 2, ("a", "")),
        (2, 3, ("b", "")),
        (3, 1, ("c", "")),
        (3, 4, ("d", "")),
        (4, 5, ("e", "")),
        (4, 5, ("f", "")),
    ]
    assert bridges(edges) == {("d", "")}


BAD = {
    "three dimensions": ((YEAR, SECTOR, TOPIC), None),
    "a dimension twice": ((YEAR, YEAR), None),
    "quarters": ((StatisticsDimension.QUARTER,), None),
    "half a year": ((), StatisticsFilter(from_=date(2024, 1, 1), until=date(2024, 6, 30))),
    "an open end": ((), StatisticsFilter(from_=date(2024, 1, 1))),
    "two years": ((), StatisticsFilter(from_=date(2024, 1, 1), until=date(2025, 12, 31))),
    "two topics": ((), StatisticsFilter(topic_slugs=["a", "b"])),  # type: ignore[list-item]  # NewType
    "a Kreis": ((), StatisticsFilter(region_ars=["150020000000"])),  # type: ignore[list-item]
    "no value": ((), StatisticsFilter(sectors=[])),
    "a third dimension in the filter": ((YEAR, SECTOR), StatisticsFilter(topic_slugs=["a"])),  # type: ignore[list-item]
    "backwards": ((), StatisticsFilter(from_=date(2025, 1, 1), until=date(2024, 12, 31))),
}


@pytest.mark.parametrize(("group", "given_filter"), BAD.values(), ids=BAD)
def test_a_finer_cut_is_refused(group: tuple[StatisticsDimension, ...], given_filter: StatisticsFilter | None) -> None:
    with pytest.raises(BadInputError):
        question(PARTICIPANTS, group, given_filter)


def test_who_may_ask() -> None:
    def caller(*scopes: str) -> Caller:
        return Caller("s", None, frozenset(scopes), None)

    staff = frozenset({"cip:manage"})
    for metric in (StatisticsMetric.APPLICATIONS, PARTICIPANTS):
        with pytest.raises(UnauthenticatedError):
            check_right(None, metric, False, staff)
        with pytest.raises(ForbiddenError):
            check_right(caller("cdl:manage"), metric, False, staff)
        check_right(caller("stats:read"), metric, False, staff)
        check_right(caller("cip:manage"), metric, False, staff)
    check_right(None, StatisticsMetric.FUNDING, False, staff)
    with pytest.raises(UnauthenticatedError):
        check_right(None, StatisticsMetric.FUNDING, True, staff)
