"""An operation as the gateway works on it: our own small tree, independent of graphql-core's.

Selections keep the client's order. After normalisation (see gateway.operations) nothing in it is conditional any more:
@skip and @include are decided by the values of their variables before planning, so an Operation holds for one set of
those values (one specialisation). Fragment spreads are inlined; a Fragment always has a type condition.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum
from typing import TypeAlias


class OperationKind(Enum):
    """The word as it stands in GraphQL text."""

    QUERY = "query"
    MUTATION = "mutation"
    SUBSCRIPTION = "subscription"


@dataclass(frozen=True, slots=True)
class Variable:
    """``$name`` in a value position."""

    name: str


@dataclass(frozen=True, slots=True)
class EnumValue:
    """A bare name in a value position (not a string, not true/false/null)."""

    name: str


@dataclass(frozen=True, slots=True)
class ListValue:
    items: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class ObjectValue:
    fields: tuple[tuple[str, Value], ...]


Value: TypeAlias = bool | int | float | Decimal | str | Variable | EnumValue | ListValue | ObjectValue | None


ALIASED_TYPENAME = "_aliased__typename"
"""Stands for the alias ``__typename`` of another field: GraphQL allows it, but below the client's eyes the response key
``__typename`` always holds the runtime type."""


@dataclass(frozen=True, slots=True)
class Argument:
    name: str
    value: Value


@dataclass(frozen=True, slots=True)
class Field:
    """One selected field. ``selections`` is empty for leaves only."""

    name: str
    alias: str | None = None
    arguments: tuple[Argument, ...] = ()
    selections: tuple[Selection, ...] = ()

    @property
    def key(self) -> str:
        """The response key: the alias if there is one, else the name (GraphQL 2.7)."""
        return self.alias or self.name


@dataclass(frozen=True, slots=True)
class Fragment:
    """``... on type_condition { selections }``."""

    type_condition: str
    selections: tuple[Selection, ...]


Selection: TypeAlias = Field | Fragment
Selections: TypeAlias = tuple[Selection, ...]


@dataclass(frozen=True, slots=True)
class VariableDefinition:
    """``$name: type = default``; ``type`` is GraphQL text, ``default`` only counts where ``has_default``."""

    name: str
    type: str
    default: Value = None
    has_default: bool = False


@dataclass(frozen=True, slots=True)
class Operation:
    """A normalised, validated operation, ready to be planned.

    ``selections`` are what the client asked of ``root_type`` (introspection split off by gateway.operations);
    ``variables`` are the definitions of the client's variables that are still used.
    """

    kind: OperationKind
    root_type: str
    selections: Selections
    variables: tuple[VariableDefinition, ...] = ()
    name: str | None = None


def count_selections(selections: Selections) -> int:
    """Fields and fragments, those inside counted.

    >>> count_selections((Field("idea", selections=(Fragment("Idea", (Field("title"),)),)),))
    3
    """
    return sum(1 + count_selections(each.selections) for each in selections)


def print_value(value: Value) -> str:
    """GraphQL text of a value.

    >>> print_value(ObjectValue((("tags", ListValue(("a", Variable("b"), EnumValue("C")))), ("at", None))))
    '{tags: ["a", $b, C], at: null}'
    """
    match value:
        case Variable(name):
            return f"${name}"
        case EnumValue(name):
            return name
        case Decimal():
            return str(value)
        case ListValue(items):
            return "[" + ", ".join(print_value(item) for item in items) + "]"
        case ObjectValue(fields):
            return "{" + ", ".join(f"{name}: {print_value(item)}" for name, item in fields) + "}"
    # GraphQL's literals for null, booleans, numbers and strings are JSON's (GraphQL 2.9).
    return json.dumps(value)


def print_selections(selections: Selections) -> str:
    """GraphQL text of a selection set, in one line.

    >>> print_selections((Field("idea", "i", (Argument("id", 1),), (Fragment("Idea", (Field("title"),)),)),))
    '{ i: idea(id: 1) { ... on Idea { title } } }'
    """
    return "{ " + " ".join(_print_selection(selection) for selection in selections) + " }"


def _print_selection(selection: Selection) -> str:
    inner = f" {print_selections(selection.selections)}" if selection.selections else ""
    if isinstance(selection, Fragment):
        return f"... on {selection.type_condition}{inner}"
    alias = f"{selection.alias}: " if selection.alias else ""
    arguments = ", ".join(f"{argument.name}: {print_value(argument.value)}" for argument in selection.arguments)
    return f"{alias}{selection.name}{f'({arguments})' if arguments else ''}{inner}"
