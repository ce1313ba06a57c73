"""Rows as PostgreSQL's COPY reads them: WITH (FORMAT csv, HEADER)."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from demo.nouns.words import Text

Cell = None | bool | int | float | str | date | datetime | Text | Mapping[str, object] | Sequence[str] | Sequence[Text]
Row = tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """``columns`` in the words of the migration, blank-separated."""

    name: str
    columns: str
    rows: tuple[Row, ...]


def table(name: str, columns: str, rows: Iterable[Row]) -> Table:
    """A table whose rows all have as many cells as there are columns; ValueError otherwise."""
    made = Table(name, columns, tuple(rows))
    width = len(columns.split())
    for row in made.rows:
        if len(row) != width:
            raise ValueError(f"{name} has {width} columns, but a row has {len(row)} cells: {row!r}")
    return made


def localized(text: Text) -> dict[str, str]:
    """
    >>> localized(Text("Wald", "Forest"))
    {'de': 'Wald', 'en': 'Forest'}
    """
    keyed = {"de": text.de, "en": text.en, "deSimple": text.simple}
    return {language: words for language, words in keyed.items() if words is not None}


def written(cell: Cell) -> str | None:
    """The text of a cell before it is quoted; null for NULL. Texts in a row become JSON, words an array."""
    match cell:
        case None | str():
            return cell
        case bool():
            return "t" if cell else "f"
        case int() | float():
            return str(cell)
        case datetime():
            return cell.astimezone(UTC).isoformat()
        case date():
            return cell.isoformat()
        case Text():
            return as_json(localized(cell))
        case Mapping():
            return as_json(cell)
        case _:
            return array(cell)


def array(items: Sequence[str] | Sequence[Text]) -> str:
    """
    >>> array(("A", "zwei, drei")), array(())
    ('{"A","zwei, drei"}', '{}')
    """
    if items and isinstance(items[0], Text):
        return as_json([localized(one) for one in items if isinstance(one, Text)])
    quoted = (str(one).replace("\\", "\\\\").replace('"', '\\"') for one in items)
    return "{" + ",".join(f'"{one}"' for one in quoted) + "}"


def as_json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def quoted(text: str | None) -> str:
    """NULL is an empty field without quotes, an empty text is one with quotes.

    >>> quoted(None), quoted(""), quoted('ein "Wort"'), quoted("Wort")
    ('', '""', '"ein ""Wort\"""', 'Wort')
    """
    if text is None:
        return ""
    if text == "" or any(sign in text for sign in ',"\n\r') or text == "\\.":
        return '"' + text.replace('"', '""') + '"'
    return text


def as_csv(made: Table) -> str:
    """Header and rows, each ended by a line feed."""
    lines = [",".join(made.columns.split())]
    lines += [",".join(quoted(written(cell)) for cell in row) for row in made.rows]
    return "\n".join(lines) + "\n"


def write_tables(folder: Path, tables: Sequence[Table]) -> None:
    """One file for each table, and ``order.txt``; files of tables that are no more are removed."""
    folder.mkdir(parents=True, exist_ok=True)
    for stale in {file.name for file in folder.glob("*.csv")} - {f"{made.name}.csv" for made in tables}:
        (folder / stale).unlink()
    for made in tables:
        (folder / f"{made.name}.csv").write_text(as_csv(made), encoding="utf-8", newline="\n")
    order = "# The tables in the order of loading; written by `make demo-data`.\n"
    names = "".join(f"{made.name}\n" for made in tables)
    (folder / "order.txt").write_text(order + names, encoding="utf-8", newline="\n")
