"""Field sets (``@key(fields:)``, ``@requires``, ``@provides``) and literal values as our own nouns."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any

from graphql import (
    BooleanValueNode,
    EnumValueNode,
    FieldNode,
    FloatValueNode,
    GraphQLError,
    InlineFragmentNode,
    IntValueNode,
    ListValueNode,
    NullValueNode,
    ObjectValueNode,
    OperationDefinitionNode,
    SelectionSetNode,
    StringValueNode,
    ValueNode,
    VariableNode,
)

from gateway.ground.json_codec import exact_number
from gateway.model.operation import (
    Argument,
    EnumValue,
    Field,
    Fragment,
    ListValue,
    ObjectValue,
    Selection,
    Selections,
    Value,
    Variable,
)
from gateway.model.syntax import parse_leanly

SCALARS: Mapping[type[ValueNode], Any] = MappingProxyType(
    {IntValueNode: int, FloatValueNode: exact_number, StringValueNode: str, BooleanValueNode: bool}
)


def parse_field_set(text: str) -> Selections:
    """The selections of a field set; ``text`` may or may not stand in braces.

    Raises ValueError with the reason when the text is no selection set (directive definition of ``FieldSet``).
    """
    source = text if text.strip().startswith("{") else "{" + text + "}"
    try:
        definition = parse_leanly(source, no_location=True, allow_empty_selection_sets=False).definitions[0]
    except GraphQLError as error:
        raise ValueError(f'"{text}" is not a field set: {error.message}') from error
    if not isinstance(definition, OperationDefinitionNode):
        raise ValueError(f'"{text}" is not a field set')
    return tuple(_selections(definition.selection_set))


def _selections(node: SelectionSetNode) -> Iterator[Selection]:
    for selection in node.selections:
        if isinstance(selection, FieldNode):
            yield Field(
                selection.name.value,
                selection.alias.value if selection.alias else None,
                tuple(Argument(each.name.value, value_of(each.value)) for each in selection.arguments or ()),
                tuple(_selections(selection.selection_set)) if selection.selection_set else (),
            )
        elif isinstance(selection, InlineFragmentNode):
            inner = tuple(_selections(selection.selection_set))
            if selection.type_condition is None:
                yield from inner
            else:
                yield Fragment(selection.type_condition.name.value, inner)


def value_of(node: ValueNode) -> Value:
    """A literal of GraphQL text as our own noun."""
    match node:
        case NullValueNode():
            return None
        case VariableNode():
            return Variable(node.name.value)
        case EnumValueNode():
            return EnumValue(node.value)
        case ListValueNode():
            return ListValue(tuple(value_of(item) for item in node.values or ()))
        case ObjectValueNode():
            return ObjectValue(tuple((entry.name.value, value_of(entry.value)) for entry in node.fields or ()))
        case _:
            scalar: Value = SCALARS[type(node)](node.value)  # type: ignore[attr-defined]  # the four literal nodes
            return scalar
