"""Named SQL: ``sql/*.sql`` are read once into frozen statements.

A file holds one theme. A statement begins with its name, and says which row it gives back:

    -- name: ideas_by_ids
    -- row: IdeaRow
    SELECT id, title FROM idea WHERE id = ANY($1);

``row`` names a dataclass of the store, or ``none`` (nothing), or a single column's type such as ``int``. A test
prepares every statement on the migrated database and compares the columns with that class (``services.kit.prepared``).

A list that clients sort says how; it becomes one statement for each order and direction (``services.kit.ordering``);
periods and lacks have words of their own (``services.kit.cutting``):

    -- name: awards
    -- row: AwardRow
    -- order: NEWEST date awarded_on
    -- order: PRIZE numeric prize
    SELECT id, prize FROM award WHERE {after id $1 $2} ORDER BY {order id} LIMIT $3;
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

from services.kit.cutting import cut
from services.kit.ordering import Order, ordered, orders_of

HEADER = re.compile(r"^-- name: (?P<name>[a-z][a-z0-9_]*)\n-- row: (?P<row>\w+)\n", re.MULTILINE)

Composite: TypeAlias = tuple[Any, ...]
"""A column that is a row itself, of a table or a view: its columns in their order."""


@dataclass(frozen=True, slots=True)
class Statement:
    """One SQL statement. ``row`` is the word after ``-- row:``."""

    name: str
    row: str
    text: str


@dataclass(frozen=True, slots=True)
class Queries:
    """The statements of one service; ``queries.ideas_by_ids`` is an error at import time when there is none."""

    statements: Mapping[str, Statement]

    def __getattr__(self, name: str) -> Statement:
        try:
            return self.statements[name]
        except KeyError:
            raise AttributeError(f"No SQL statement is called {name}.") from None

    def sorted_by(self, name: str, order: Order) -> Statement:
        """The statement of a list in an order. ``AttributeError`` when the list has no such order."""
        return getattr(self, f"{name}_{order.mark}")  # type: ignore[no-any-return]  # as every attribute

    def __iter__(self) -> Iterator[Statement]:
        return iter(self.statements.values())


def load_queries(folder: Path) -> Queries:
    """All statements of ``folder/*.sql``. ``ValueError`` for a name that is taken or a file without a header."""
    statements: dict[str, Statement] = {}
    for file in sorted(folder.glob("*.sql")):
        for statement in parse_statements(file.read_text(encoding="utf-8"), file.name):
            if statement.name in statements:
                raise ValueError(f"{file.name}: {statement.name} is defined twice.")
            statements[statement.name] = statement
    return Queries(statements)


def parse_statements(text: str, source: str) -> list[Statement]:
    r"""The statements of one file.

    >>> parse_statements("-- name: now\n-- row: datetime\nSELECT now();\n", "example.sql")
    [Statement(name='now', row='datetime', text='SELECT now()')]
    """
    headers = list(HEADER.finditer(text))
    if not headers:
        raise ValueError(f"{source}: no statement begins with '-- name: ...' and '-- row: ...'.")
    ends = [header.start() for header in headers[1:]] + [len(text)]
    return [
        statement
        for header, end in zip(headers, ends, strict=True)
        for statement in statements_of(header["name"], header["row"], text[header.end() : end])
    ]


def statements_of(name: str, row: str, text: str) -> list[Statement]:
    """The statement under a header; those of each order and direction, where it has some."""
    places, rest = orders_of(cut(text))
    body = rest.strip().removesuffix(";")
    if not places:
        return [Statement(name, row, body)]
    return [
        Statement(f"{name}_{order.mark}", place.kind.row if row == "place" else row, ordered(body, place, order))
        for place in places
        for order in place.both
    ]
