"""The rule that literals fit their types (GraphQL 5.6.1), but for what a scalar of ours says of its own.

A gateway cannot know what text is a DateTime: it hands the literal on, in one document with fields of other clients'
parts. So a literal that only the scalar refuses is refused where it is used: that field is null, with the error at its
place, and the others are answered. Where something is changed nothing is done by halves: the document is refused.
"""

from __future__ import annotations

from collections.abc import Iterable

from graphql import (
    GraphQLError,
    GraphQLInputType,
    GraphQLNamedType,
    NullValueNode,
    OperationDefinitionNode,
    OperationType,
    ValidationContext,
    ValueNode,
    ValuesOfCorrectTypeRule,
    VisitorAction,
    get_named_type,
    is_scalar_type,
    is_specified_scalar_type,
)
from graphql.language import SKIP
from graphql.utilities import validate_input_literal


class LiteralsWhereUsed(ValuesOfCorrectTypeRule):
    """Leaves the literals of custom scalars in queries to the execution, which looks at every argument again."""

    def __init__(self, context: ValidationContext) -> None:
        super().__init__(context)
        parts = context.document.definitions
        operations = [part.operation for part in parts if isinstance(part, OperationDefinitionNode)]
        self.only_reads = all(operation is OperationType.QUERY for operation in operations)

    def is_valid_value_node(self, node: ValueNode, input_type: GraphQLInputType | None) -> VisitorAction:
        if input_type is None or not self.only_reads:
            return super().is_valid_value_node(node, input_type)

        def report(error: GraphQLError, path: list[str | int]) -> None:
            is_null = isinstance(error.nodes and error.nodes[0], NullValueNode)
            if is_null or not is_custom(leaf_at(input_type, path)):
                self.report_error(error)

        validate_input_literal(node, input_type, report, None, None, self.context.hide_suggestions)
        return SKIP


def leaf_at(kind: GraphQLInputType, path: Iterable[str | int]) -> GraphQLNamedType:
    """The type of a value inside of a value; a list may be left out around a single value (GraphQL 3.11)."""
    named: GraphQLNamedType = get_named_type(kind)
    for step in path:
        if isinstance(step, str):
            named = get_named_type(named.fields[step].type)  # type: ignore[attr-defined, assignment]  # only input objects have keys
    return named


def is_custom(kind: GraphQLNamedType) -> bool:
    return is_scalar_type(kind) and not is_specified_scalar_type(kind)
