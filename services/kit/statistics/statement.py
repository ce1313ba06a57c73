"""One statement a question, put together from named pieces: the house's facts, the filters that are set, dimensions.

Facts are a named statement of the house with the columns of ``FactRow``; its parameters are ``FACT_PARAMETERS``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from pathlib import Path

from services.kit.regions import NUTS_OF_LANDS
from services.kit.sql import Statement, load_queries
from services.kit.statistics.question import STATE, Question
from services.kit.statistics.vocabulary import NONE, StatisticsDimension, StatisticsMetric

PIECES = load_queries(Path(__file__).parent / "pieces").statements
FACT_PARAMETERS = 5
"""Viewer (actor, whether staff), moment, first and last day of the period (null: without end)."""
COLUMNS = {
    StatisticsDimension.YEAR: "day",
    StatisticsDimension.QUARTER: "day",
    StatisticsDimension.TOPIC: "topics",
    StatisticsDimension.REGION: "regions",
    StatisticsDimension.SECTOR: "sectors",
    StatisticsDimension.STATUS: "status",
    StatisticsDimension.OFFER_KIND: "kind",
    StatisticsDimension.MATURITY: "maturity",
    StatisticsDimension.PROGRAMME: "programmes",
}
"""Of a fact, what a dimension's values are made of."""
EMPTY = re.compile(r"(?:NULL::\w+|'\{\}'::text\[\]) AS (?P<column>\w+)")
TOTAL, FIRST, SECOND, CELL, PART = "TOTAL", "FIRST", "SECOND", "CELL", "PART"
"""Levels of the rows: the total, the sums by one of two dimensions, the buckets; PART names a topic below another."""


@dataclass(frozen=True, slots=True)
class FactRow:
    """A thing that is counted once: ``counted`` is its id, or the person's. ``regions`` are ARS; ``amount`` is EUR."""

    counted: str
    programmes: list[str]
    day: date | None
    topics: list[str]
    regions: list[str]
    sectors: list[str]
    status: str | None
    kind: str | None
    maturity: str | None
    amount: Decimal | None


@dataclass(frozen=True, slots=True)
class TreeRow:
    """A topic below another, or (parent: None) a main topic."""

    slug: str
    parent: str | None


@dataclass(frozen=True, slots=True)
class CellRow:
    level: str
    first: str | None
    second: str | None
    count: int
    amount: Decimal | None


@dataclass(frozen=True, eq=False)
class Book:
    """What a house keeps: the facts of each metric and its tree of topics.

    ``has_budgets``: whether its money is for few; ``knows_nuts``: its facts name places by NUTS code, not by ARS.
    """

    facts: Mapping[StatisticsMetric, Statement]
    tree: Statement
    has_budgets: bool = False
    knows_nuts: bool = False

    @property
    def given(self) -> tuple[object, ...]:
        """Its arguments behind those of the facts."""
        return (list(NUTS_OF_LANDS.values()), list(NUTS_OF_LANDS)) if self.knows_nuts else ()


@lru_cache(maxsize=256)
def untold(facts: Statement) -> frozenset[StatisticsDimension]:
    """The dimensions of which a house's facts say nothing: their column is empty in so many words.

    >>> facts = Statement("facts", "FactRow", "SELECT NULL::text AS kind, '{}'::text[] AS regions")
    >>> sorted(each.value for each in untold(facts))
    ['OFFER_KIND', 'REGION']
    """
    empty = {found["column"] for found in EMPTY.finditer(facts.text)}
    return frozenset(each for each, column in COLUMNS.items() if column in empty)


@dataclass(frozen=True, slots=True)
class Asked:
    """A statement with its arguments behind those of the facts."""

    statement: Statement
    further: tuple[object, ...]


def asked(book: Book, question: Question, programme: str | None) -> Asked:
    """The statement of a question. One about persons is counted without its filter: what is told is cut out later.

    ``programme``: the one whose numbers are asked for; None where the house tells of all.
    """
    facts = book.facts[question.metric]
    whose = None if programme is None else (programme,)
    if question.is_personal:
        given: dict[str, object] = {"programmes": whose}
        text = counting(book, facts, named(given), question.used, STATE, True, question.topics is not None)
        return Asked(text, (*book.given, *further({**given, "topics": question.topics})))
    given = {
        "programmes": whose or question.programmes,
        "first": question.first,
        "last": question.last,
        "topics": question.topics,
        "areas": question.areas,
        "sectors": question.sectors,
    }
    statement = counting(book, facts, named(given), question.dimensions, question.level)
    return Asked(statement, (*book.given, *further(given)))


def named(given: Mapping[str, object]) -> tuple[str, ...]:
    """The filters that are set."""
    return tuple(name for name, value in given.items() if value is not None)


def further(given: Mapping[str, object]) -> tuple[object, ...]:
    """The arguments of those that have a parameter of their own."""
    return tuple(given[name] for name in named(given) if "{}" in PIECES[name].text)


@lru_cache(maxsize=4096)
def counting(
    book: Book,
    facts: Statement,
    filters: tuple[str, ...],
    dimensions: tuple[StatisticsDimension, ...],
    level: str = STATE,
    with_lines: bool = False,
    with_parts: bool = False,
) -> Statement:
    """The statement. ``with_lines``: with the sums by each dimension; ``with_parts``: with those of the topics of its
    last parameter that are no main ones.
    """
    conditions, place = list[str](), FACT_PARAMETERS + len(book.given)
    for name in filters:
        piece = PIECES[name].text
        place += "{}" in piece
        conditions.append(piece.replace("{}", f"${place}"))
    where = f" WHERE {' AND '.join(conditions)}" if conditions else ""
    levels = [rows_of(TOTAL, (), level)]
    if with_lines and len(dimensions) > 1:
        levels += [rows_of(FIRST, dimensions[:1], level), rows_of(SECOND, dimensions[1:], level)]
    if dimensions:
        levels.append(rows_of(CELL, dimensions, level))
    if with_parts:
        levels.append(PIECES["parts"].text.replace("{}", f"${place + 1}"))
    # What is not counted by is not read: topics and sectors are looked up for each fact.
    columns = ["counted", "amount", *sorted({COLUMNS[each] for each in dimensions})]
    parts = {  # each is a named piece, or a word of ours
        "raw": facts.text,
        "tree (slug, parent)": book.tree.text,
        "fact": PIECES["by_nuts" if book.knows_nuts else "by_ars"].text,
        "wanted": f"SELECT {', '.join(columns)} FROM fact{where}",  # noqa: S608 - our words and named pieces
    }
    # Only what was counted is kept for all levels; the tree is looked up by its index.
    tables = ",\n".join(
        f"{name} AS {'' if name == 'wanted' else 'NOT '}MATERIALIZED ({text})" for name, text in parts.items()
    )
    text = f"WITH {tables}\n" + "\nUNION ALL\n".join(levels)
    by = "_".join(one.value.lower() for one in dimensions)
    return Statement(f"{facts.name}_by_{by}" if by else facts.name, "CellRow", text)


def rows_of(name: str, dimensions: Sequence[StatisticsDimension], level: str) -> str:
    """The rows of one level of the answer; a single key is always the first."""
    joins = "".join(
        f" LEFT JOIN LATERAL ({values_of(each, level)}) AS by_{at} (value) ON true"
        for at, each in enumerate(dimensions)
    )
    keys = [f"coalesce(by_{at}.value, '{NONE}')" for at in range(len(dimensions))]
    first, second = [*keys, "NULL::text", "NULL::text"][:2]
    group = f" GROUP BY {', '.join(str(at + 2) for at in range(len(keys)))}" if keys else ""
    return (
        f"SELECT '{name}' AS level, {first} AS first, {second} AS second, count(DISTINCT counted)::int AS count,"  # noqa: S608 - named pieces and words of ours
        f" round(sum(amount), 2) AS amount FROM wanted{joins}{group}"
    )


def values_of(dimension: StatisticsDimension, level: str) -> str:
    """The piece that gives the values of a dimension."""
    if dimension is StatisticsDimension.REGION and level != STATE:
        return PIECES[f"region_{level.lower()}"].text
    return PIECES[dimension.value.lower()].text
