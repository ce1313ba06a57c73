"""Rows of a file by the columns of their table: which values fit, and why the others do not. Pure."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Any, TypeAlias

from services.kit.columns import LANGUAGES, Column, UnfitError
from services.kit.errors import StartError
from services.kit.reading import Raw, Record

Columns: TypeAlias = Sequence[Column]
Prepare: TypeAlias = Callable[[Record], Record]
"""Makes of a row's values the arguments that are no columns; ``UnfitError`` where it cannot."""
MANY = 2
"""So many rows have a header in common; what one row alone lacks is told as its own."""


@dataclass(frozen=True, slots=True)
class Unfit:
    """Something that does not fit, and why. ``place``: of the row in the file, from 1; 0 for the whole file."""

    where: str
    why: str
    place: int = 0


@dataclass(frozen=True, slots=True)
class Header:
    """What all rows of a file have in common. ``strange``: fields of each row that no column has; ``lacking``: columns
    that none has; ``named``: which columns there are, in words.
    """

    rows: int
    known: frozenset[str]
    strange: tuple[str, ...]
    lacking: tuple[str, ...]
    named: str

    @property
    def unfit(self) -> list[Unfit]:
        """Told once, and not with each line."""
        unknown = [Unfit("all lines", unknown_field(name, self.known, self.named)) for name in self.strange]
        return unknown + [Unfit("all lines", f"the column {name} is missing") for name in self.lacking]


@dataclass(frozen=True, slots=True)
class Fitting:
    """How rows of a table are read. ``seen``: where each key stands, for those that come twice."""

    columns: Columns
    key: str
    prepare: Prepare | None
    header: Header
    seen: dict[str, str] = field(default_factory=dict)

    def row(self, raw: Raw) -> tuple[Record, list[str]]:
        """The row's values, and why some do not fit."""
        known, strange, named = self.header.known, self.header.strange, self.header.named
        unfit = [unknown_field(name, known, named) for name in raw.given if name not in known and name not in strange]
        row, more = values_of(self.columns, self.prepare, raw.given)
        unfit += more
        key = str(row.get(self.key))
        if not unfit and key in self.seen:
            unfit.append(f"{self.key} {key} stands in {self.seen[key]}, too")
        self.seen.setdefault(key, raw.where)
        return row, unfit


def with_given(columns: Columns, raws: Iterable[Raw], given: Mapping[str, str]) -> Iterable[Raw]:
    """The rows with what they have not themselves. ``StartError`` for a column that there is not."""
    strange = given.keys() - known_fields(columns)
    if strange:
        raise StartError(f"{', '.join(sorted(strange))} is no column of this table; it has {_named(columns)}.")
    return _filled(raws, given) if given else raws


def _filled(raws: Iterable[Raw], given: Mapping[str, str]) -> Iterator[Raw]:
    for raw in raws:
        yield Raw(raw.where, {**raw.given, **{n: v for n, v in given.items() if not raw.given.get(n)}})


def known_fields(columns: Columns) -> frozenset[str]:
    return frozenset(name for column in columns for name in column.fields)


def _named(columns: Columns) -> str:
    return ", ".join(column.fields[0] for column in columns)


def header_of(columns: Columns, raws: Iterable[Raw]) -> Header:
    """Of all rows of a file. A single row has no header: what it lacks is told as its own."""
    known = known_fields(columns)
    count, somewhere, everywhere = 0, set[str](), set[str]()
    for count, raw in enumerate(raws, start=1):
        there = raw.given.keys()
        everywhere = everywhere.intersection(there) if count > 1 else set(there)
        somewhere.update(there & known)
    if count < MANY:
        return Header(count, known, (), (), _named(columns))
    lacking = [
        each.fields[0] for each in columns if each.is_required and not each.types and not somewhere & {*each.fields}
    ]
    return Header(count, known, tuple(sorted(everywhere - known)), tuple(lacking), _named(columns))


def unknown_field(name: str, known: Collection[str], named: str) -> str:
    """Why the field does not fit, and which was perhaps meant; where none is near, which there are."""
    german = f"{name}_{LANGUAGES['de']}"  # a text has one for each language, and always that
    near = [german] if german in known else get_close_matches(name, known, 1, 0.7)
    if not name:
        return "it is no column of this table"
    # A name may hold what a terminal obeys, or what nobody sees.
    said = name if name.isprintable() else repr(name)
    return f"{said} is no column of this table; " + (f"perhaps {near[0]} is meant" if near else f"it has {named}")


def values_of(columns: Columns, prepare: Prepare | None, given: Record) -> tuple[dict[str, Any], list[str]]:
    """A row's values by the names of the columns, and why some do not fit."""
    row: dict[str, Any] = {}
    unfit: list[str] = []
    for column in columns:
        try:
            row[column.name] = _value(column, given)
        except UnfitError as error:
            unfit.append(str(error))
    # Of a row whose type does not fit nobody knows what it must have.
    if "type" in row or all(column.name != "type" for column in columns):
        unfit += [why for column in columns if column.name in row and (why := _lacking(column, row))]
    if not unfit and prepare is not None:
        try:
            row |= prepare(row)
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
