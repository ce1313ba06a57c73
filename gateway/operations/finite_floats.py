"""GraphQL 3.5.2, 5.6.1: a literal for a Float is a number that a double holds. graphql-core reads 1e400 as infinity."""

from __future__ import annotations

from typing import Any

from graphql import FloatValueNode, GraphQLError, GraphQLFloat, IntValueNode, ValidationRule, get_named_type

from gateway.model.floats import is_double


class FiniteFloatsRule(ValidationRule):
    """An error for each literal too large for the Float that it stands for, at any depth of lists and input objects.

    Custom scalars read their literals themselves.
    """

    def enter_float_value(self, node: FloatValueNode, *_: Any) -> None:
        self._check(node)

    def enter_int_value(self, node: IntValueNode, *_: Any) -> None:
        self._check(node)

    def _check(self, node: FloatValueNode | IntValueNode) -> None:
        expected = self.context.get_input_type()
        if expected is not None and get_named_type(expected).name == GraphQLFloat.name and not is_double(node):
            self.report_error(GraphQLError(f"Float cannot represent non-finite value: {node.value}.", node))
