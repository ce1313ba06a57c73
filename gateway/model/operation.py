"""An operation as the gateway works on it: our own small tree, independent of graphql-core's.

Selections keep the client's order. After normalisation (see gateway.operations) nothing in it is conditional any more:
@skip and @include are decided by the values of their variables before planning, so an Operation holds for one set of
those values (one specialisation). Fragment spreads are inlined; a Fragment always has a type condition.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
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
class Directive:
    """A directive of the client's that the subgraphs understand, too; @skip and @include are decided before."""

    name: str
    arguments: tuple[Argument, ...] = ()


Directives: TypeAlias = tuple[Directive, ...]


@dataclass(frozen=True, slots=True)
class Field:
    """One selected field. ``selections`` is empty for leaves only.

    ``directives``: those of each place where the client wrote the field, if any of them has some. They stay apart, for
    a directive may stand at each place once (GraphQL 5.7.3).
    """

    name: str
    alias: str | None = None
    arguments: tuple[Argument, ...] = ()
    selections: tuple[Selection, ...] = ()
    directives: tuple[Directives, ...] = ()

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
    directives: Directives = ()


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
    directives: Directives = ()


def with_variables(selections: Selections, names: Mapping[str, str]) -> Selections:
    """The same with other names of variables, where they are the whole value of a field's argument."""
    return tuple(_with_variables(each, names) for each in selections)


def _with_variables(selection: Selection, names: Mapping[str, str]) -> Selection:
    inner = with_variables(selection.selections, names)
    if not isinstance(selection, Field):
        return replace(selection, selections=inner)
    arguments = tuple(
        Argument(each.name, Variable(names[each.value.name]))
        if isinstance(each.value, Variable) and each.value.name in names
        else each
        for each in selection.arguments
    )
    return replace(selection, arguments=arguments, selections=inner)


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
    head = f"{alias}{selection.name}{_print_arguments(selection.arguments)}"
    return " ".join(f"{head}{print_directives(each)}{inner}" for each in selection.directives or ((),))


def print_directives(directives: Directives) -> str:
    """GraphQL text of directives, each with a space before it.

    >>> print_directives((Directive("lang", (Argument("to", Variable("l")),)), Directive("slow")))
    ' @lang(to: $l) @slow'
    """
    return "".join(f" @{each.name}{_print_arguments(each.arguments)}" for each in directives)


def _print_arguments(arguments: tuple[Argument, ...]) -> str:
    return f"({', '.join(f'{each.name}: {print_value(each.value)}' for each in arguments)})" if arguments else ""
