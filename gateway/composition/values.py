"""Constant values of SDL as Python values, and back to text.

Lists are lists, input objects are dicts, enum values are `EnumWord` (a word without quotation marks).
"""

from __future__ import annotations

import json
from decimal import Decimal

from graphql import (
    BooleanValueNode,
    EnumValueNode,
    FloatValueNode,
    IntValueNode,
    ListValueNode,
    NullValueNode,
    ObjectValueNode,
    StringValueNode,
    ValueNode,
)

from gateway.ground.json_codec import exact_number


class EnumWord(str):
    """An enum value: compares like its word and prints without quotation marks."""

    __slots__ = ()


Value = bool | int | float | Decimal | str | list["Value"] | dict[str, "Value"] | None


def value_of(node: ValueNode) -> Value:
    """The Python value of a constant. Variables cannot occur in SDL; their name would be taken as a word."""
    match node:
        case IntValueNode():
            return int(node.value)
        case FloatValueNode():
            return exact_number(node.value)
        case StringValueNode() | BooleanValueNode():
            return node.value
        case EnumValueNode():
            return EnumWord(node.value)
        case ListValueNode():
            return [value_of(item) for item in node.values]
        case ObjectValueNode():
            return {field.name.value: value_of(field.value) for field in node.fields}
        case NullValueNode():
            return None
    return EnumWord(getattr(getattr(node, "name", node), "value", ""))


def print_value(value: Value) -> str:
    """The value as SDL.

    >>> print_value({"name": "a", "kinds": [EnumWord("NEW"), None, True, 1.5]})
    '{name: "a", kinds: [NEW, null, true, 1.5]}'
    """
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, EnumWord):
        return str(value)
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, list):
        return "[" + ", ".join(map(print_value, value)) + "]"
    if isinstance(value, dict):
        return "{" + ", ".join(f"{name}: {print_value(item)}" for name, item in value.items()) + "}"
    return str(value) if isinstance(value, Decimal) else repr(value)


def same_value(one: Value, other: Value) -> bool:
    """Equality that does not take true for 1 and does not care for the order of an object's fields.

    >>> same_value(True, 1), same_value({"a": 1, "b": 2}, {"b": 2, "a": 1})
    (False, True)
    """
    if isinstance(one, bool) is not isinstance(other, bool):
        return False
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(same_value, one, other))
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(same_value(one[name], other[name]) for name in one)
    return one == other
