"""Fields as they stand in a document, with what GraphQL 5.3.2 compares of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeAlias

from graphql import (
    ArgumentNode,
    FieldNode,
    GraphQLNamedType,
    GraphQLObjectType,
    GraphQLOutputType,
    ListValueNode,
    NullValueNode,
    ObjectValueNode,
    SelectionSetNode,
    StringValueNode,
    ValueNode,
    VariableNode,
    get_named_type,
    is_interface_type,
    is_leaf_type,
    is_list_type,
    is_non_null_type,
    is_object_type,
)

Literal: TypeAlias = tuple[object, ...]
Call: TypeAlias = tuple[str, Literal]
"""A field's name and its arguments: what two fields that stand for one response value must agree on."""


@dataclass(frozen=True, slots=True, eq=False)
class Occurrence:
    """A field in its place.

    ``key``: its response name. ``parent``: the object type whose values alone have it here, None where that is an
    abstract or an unknown type. ``type``: what it returns, None where unknown. ``shape``: the same with "*" for every
    composite type (SameResponseShape looks into those only through their fields).
    """

    node: FieldNode
    key: str
    parent: str | None
    call: Call
    type: GraphQLOutputType | None
    shape: str | None
    is_streamed: bool

    @property
    def selections(self) -> SelectionSetNode | None:
        """What is asked of its value."""
        return self.node.selection_set

    @property
    def named_type(self) -> GraphQLNamedType | None:
        """The type that its selections are asked of."""
        return None if self.type is None else get_named_type(self.type)


def occurrence(node: FieldNode, parent: GraphQLNamedType | None) -> Occurrence:
    """The field ``node`` where the values have the type ``parent``."""
    name = node.name.value
    fields = parent.fields if is_object_type(parent) or is_interface_type(parent) else {}
    type_ = fields[name].type if name in fields else None
    return Occurrence(
        node,
        node.alias.value if node.alias else name,
        parent.name if isinstance(parent, GraphQLObjectType) else None,
        (name, _arguments(node.arguments)),
        type_,
        None if type_ is None else _shape(type_),
        any(directive.name.value == "stream" for directive in node.directives or ()),
    )


def _shape(type_: GraphQLOutputType) -> str:
    if is_non_null_type(type_):
        return f"{_shape(type_.of_type)}!"
    if is_list_type(type_):
        return f"[{_shape(type_.of_type)}]"
    return type_.name if is_leaf_type(type_) else "*"


def _arguments(nodes: Iterable[ArgumentNode] | None) -> Literal:
    """The order of arguments means nothing (GraphQL 2.6)."""
    return tuple(sorted(((node.name.value, _literal(node.value)) for node in nodes or ()), key=_first))


def _literal(node: ValueNode) -> Literal:
    """A value as something that can be compared: its kind, so that 1 and "1" differ, and its content.

    The order of an object's fields means nothing (GraphQL 2.9.8).
    """
    match node:
        case VariableNode():
            return ("$", node.name.value)
        case ObjectValueNode():
            fields = ((field.name.value, _literal(field.value)) for field in node.fields)
            return ("{", *sorted(fields, key=_first))
        case ListValueNode():
            return ("[", *map(_literal, node.values))
        case NullValueNode():
            return ("null",)
        case StringValueNode():
            return ("block" if node.block else "text", node.value)
    return (node.kind, getattr(node, "value", None))


def _first(entry: tuple[str, object]) -> str:
    return entry[0]
