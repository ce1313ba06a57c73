"""Result coercion of the built-in scalars (GraphQL 3.5): what a JSON value of another kind becomes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from math import isfinite
from typing import Any

from gateway.model.shape import LeafKind

LARGEST_INT = 2**31


def coerced(kind: LeafKind, value: Any) -> Any:
    """The value as a built-in scalar of this kind, without loss; None where it cannot be one.

    >>> coerced(LeafKind.INT, 3.0), coerced(LeafKind.INT, 2**31), coerced(LeafKind.ID, 7), coerced(LeafKind.BOOLEAN, 0)
    (3, None, '7', False)
    """
    if isinstance(value, dict | list):
        return None
    try:
        return COERCIONS[kind](value)
    except (ValueError, OverflowError):
        return None


def _int(value: Any) -> int | None:
    """GraphQL 3.5.1: whole numbers of 32 bits."""
    number = int(value)
    if not isinstance(value, str) and number != value:
        return None
    return number if -LARGEST_INT <= number < LARGEST_INT else None


def _float(value: Any) -> float | None:
    """GraphQL 3.5.2: finite numbers. A whole number is handed on as it was written."""
    number = float(value)
    if not isfinite(number):
        return None
    return value if type(value) is int else number


def _string(value: Any) -> str | None:
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)


def _boolean(value: Any) -> bool | None:
    return None if isinstance(value, str) else value != 0


def _id(value: Any) -> str | None:
    """GraphQL 3.5.5: whole numbers, written as strings."""
    if isinstance(value, str):
        return value
    return None if isinstance(value, bool) or int(value) != value else str(int(value))


COERCIONS: Mapping[LeafKind, Callable[[Any], Any]] = {
    LeafKind.INT: _int,
    LeafKind.FLOAT: _float,
    LeafKind.STRING: _string,
    LeafKind.BOOLEAN: _boolean,
    LeafKind.ID: _id,
}
