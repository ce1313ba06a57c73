"""Named SQL: ``sql/*.sql`` are read once into frozen statements.

A file holds one theme. A statement begins with its name, and says which row it gives back:

    -- name: ideas_by_ids
    -- row: IdeaRow
    SELECT id, title FROM idea WHERE id = ANY($1);

``row`` names a dataclass of the store, or ``none`` (nothing), or a single column's type such as ``int``. A test
prepares every statement on the migrated database and compares the columns with that class (``services.kit.prepared``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

HEADER = re.compile(r"^-- name: (?P<name>[a-z][a-z0-9_]*)\n-- row: (?P<row>\w+)\n", re.MULTILINE)


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
        Statement(header["name"], header["row"], text[header.end() : end].strip().removesuffix(";"))
        for header, end in zip(headers, ends, strict=True)
    ]
