"""Rows of a file by the columns of their table: which values fit, and why the others do not. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
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
    """Something that does not fit, and why. ``where`` is empty for the whole file."""

    where: str
    why: str


def with_given(columns: Columns, raws: Sequence[Raw], given: Mapping[str, str]) -> Sequence[Raw]:
    """The rows with what they have not themselves. ``StartError`` for a column that there is not."""
    strange = given.keys() - known_fields(columns)
    if strange:
        raise StartError(f"{', '.join(sorted(strange))} is no column of this table; it has {_named(columns)}.")
    if not given:
        return raws
    return [Raw(raw.where, {**raw.given, **{n: v for n, v in given.items() if not raw.given.get(n)}}) for raw in raws]


def known_fields(columns: Columns) -> set[str]:
    return {name for column in columns for name in column.fields}


def _named(columns: Columns) -> str:
    return ", ".join(column.fields[0] for column in columns)


def unknown_of_all(raws: Sequence[Raw], known: set[str]) -> list[str]:
    """Fields of every row that no column has: the header names them, and one word is enough."""
    if len(raws) < MANY:
        return []
    there = set(raws[0].given).intersection(*(raw.given for raw in raws)) - known
    return sorted(there)


def unknown_field(name: str, known: set[str]) -> str:
    """Why the field does not fit, and which was perhaps meant."""
    german = f"{name}_{LANGUAGES['de']}"  # a text has one for each language, and always that
    near = [german] if german in known else get_close_matches(name, known, 1, 0.7)
    return f"{name or 'it'} is no column of this table" + (f"; perhaps {near[0]} is meant" if near else "")


def fitting(
    columns: Columns, key_name: str, prepare: Prepare | None, raws: Sequence[Raw]
) -> tuple[list[tuple[str, Record]], list[Unfit]]:
    """The rows whose values fit, and what does not. What no row has is told once."""
    told: list[Unfit] = []
    known = known_fields(columns)
    everywhere = unknown_of_all(raws, known)
    lacking = lacking_everywhere(columns, raws)
    told += [Unfit("all lines", unknown_field(name, known)) for name in everywhere]
    told += [Unfit("all lines", f"the column {name} is missing") for name in lacking]
    if lacking:
        return [], told
    seen: dict[str, str] = {}
    rows: list[tuple[str, Record]] = []
    for raw in raws:
        unfit = [unknown_field(name, known) for name in raw.given if name not in known and name not in everywhere]
        row, more = values_of(columns, prepare, raw.given)
        unfit += more
        key = str(row.get(key_name))
        if not unfit and key in seen:
            unfit.append(f"{key_name} {key} stands in {seen[key]}, too")
        seen.setdefault(key, raw.where)
        told += [Unfit(raw.where, why) for why in unfit]
        if not unfit:
            rows.append((raw.where, row))
    return rows, told


def lacking_everywhere(columns: Columns, raws: Sequence[Raw]) -> list[str]:
    """Columns that every row must have and none names."""
    if len(raws) < MANY:
        return []
    there = {name for raw in raws for name in raw.given}
    return [each.fields[0] for each in columns if each.is_required and not each.types and not there & {*each.fields}]


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
