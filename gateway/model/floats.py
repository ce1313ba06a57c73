"""Which constants may stand for a Float (GraphQL 3.5.2: a finite double; a number is text until somebody reads it)."""

from __future__ import annotations

from collections.abc import Iterator
from math import isfinite

from graphql import (
    FloatValueNode,
    GraphQLFloat,
    GraphQLInputObjectType,
    GraphQLInputType,
    IntValueNode,
    ListValueNode,
    ObjectValueNode,
    ValueNode,
    is_list_type,
    is_non_null_type,
)

NumberNode = FloatValueNode | IntValueNode


def is_double(node: NumberNode) -> bool:
    """Whether a double holds the number, rounded or not.

    >>> is_double(FloatValueNode(value="1e308")), is_double(IntValueNode(value="-1" + 400 * "0"))
    (True, False)
    """
    return isfinite(float(node.value))


def too_large(node: ValueNode, expected: GraphQLInputType) -> Iterator[NumberNode]:
    """The numbers in a constant of this type that stand for a Float and are no doubles."""
    if is_non_null_type(expected):
        yield from too_large(node, expected.of_type)
    elif is_list_type(expected):
        for item in node.values if isinstance(node, ListValueNode) else (node,):
            yield from too_large(item, expected.of_type)
    elif isinstance(expected, GraphQLInputObjectType) and isinstance(node, ObjectValueNode):
        for field in node.fields:
            declared = expected.fields.get(field.name.value)
            if declared is not None:
                yield from too_large(field.value, declared.type)
    elif isinstance(node, NumberNode) and getattr(expected, "name", None) == GraphQLFloat.name and not is_double(node):
        yield node
