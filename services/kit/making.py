"""A GraphQL type made of a row, by annotation.

``made(PrizeTranche, row)`` takes each field of the type from the row's column of the same name and turns the column
into what the field is: a mapping into a ``LocalizedText``, a ``Decimal`` into ``Money``, a text into its enum,
``runs_from`` and ``runs_until`` into the ``DateRange`` of a field ``runs``. A private field ``row`` keeps the row
itself, for the type's resolvers. What differs is given by keyword.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import MISSING, fields
from datetime import date
from decimal import Decimal
from enum import Enum
from functools import lru_cache
from typing import Any, TypeVar

from strawberry.types.base import StrawberryList, StrawberryOptional
from strawberry.types.enum import StrawberryEnumDefinition

from services.kit.civic import DateRange, LocalizedText, Money, euros, localized

Made = TypeVar("Made")
Convert = Callable[[Any], Any]
ROW = "row"


def made(kind: type[Made], row: object, /, **given: Any) -> Made:
    """An object of the type. ``TypeError`` for a field that neither the row nor a keyword fills."""
    values = dict(given)
    for name, convert in _plan(kind, type(row), frozenset(given)):  # type: ignore[arg-type]  # classes are hashable
        values[name] = convert(row)
    return kind(**values)


def all_made(kind: type[Made], rows: list[Any]) -> list[Made]:
    """The same for each row of a list."""
    return [made(kind, row) for row in rows]


@lru_cache(maxsize=1024)
def _plan(kind: type, row: type, given: frozenset[str]) -> tuple[tuple[str, Convert], ...]:
    """For each field that is to be filled how it is read from a row; worked out once."""
    columns = {column.name for column in fields(row)}
    declared = {each.python_name: each.type for each in kind.__strawberry_definition__.fields}  # type: ignore[attr-defined]
    found: list[tuple[str, Convert]] = []
    for each in fields(kind):
        if not each.init or each.name in given:
            continue
        read = _reader(each.name, declared.get(each.name), columns)
        if read is not None:
            found.append((each.name, read))
        elif each.default is MISSING and each.default_factory is MISSING:
            raise TypeError(f"{kind.__name__}.{each.name}: {row.__name__} has no such column, and no keyword gives it.")
    return tuple(found)


def _reader(name: str, kind: Any, columns: set[str]) -> Convert | None:
    if name in columns:
        convert = _conversion(kind)
        if convert is None:
            return lambda row: getattr(row, name)
        return lambda row: convert(getattr(row, name))
    if name == ROW:
        return lambda row: row
    start, end = f"{name}_from", f"{name}_until"
    if _bare(kind) is DateRange and {start, end} <= columns:
        is_optional = isinstance(kind, StrawberryOptional)
        return lambda row: _range(getattr(row, start), getattr(row, end), is_optional=is_optional)
    return None


def _range(start: date | None, end: date | None, *, is_optional: bool) -> DateRange | None:
    """The days; none where neither end is known and the field may be null."""
    return None if is_optional and start is None and end is None else DateRange(from_=start, until=end)


def _conversion(kind: Any) -> Convert | None:
    """From a column to what the field is; None where a column is that already."""
    if isinstance(kind, StrawberryOptional):
        return _optional(_conversion(kind.of_type))
    if isinstance(kind, StrawberryList):
        return _each(_conversion(kind.of_type))
    if isinstance(kind, StrawberryEnumDefinition):
        return _enum(kind.wrapped_cls)  # type: ignore[arg-type]  # Strawberry says EnumMeta
    return CONVERSIONS.get(kind) if isinstance(kind, type) else None


def _optional(inner: Convert | None) -> Convert | None:
    return None if inner is None else lambda value: None if value is None else inner(value)


def _each(inner: Convert | None) -> Convert | None:
    return None if inner is None else lambda values: [inner(value) for value in values]


def _enum(kind: type[Enum]) -> Convert:
    # A column holds the name of the value in the schema, which in this house is its value, too.
    return lambda word: word if isinstance(word, kind) else kind(word)


def _bare(kind: Any) -> Any:
    return kind.of_type if isinstance(kind, StrawberryOptional) else kind


def _money(value: Decimal | Money) -> Money:
    return value if isinstance(value, Money) else euros(value)


CONVERSIONS: dict[type, Convert] = {LocalizedText: localized, Money: _money}
"""The one table: a type of the schema, and how a column becomes one."""
