"""The schema and the printing that the passes' doctests use."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

from graphql import GraphQLNamedType, GraphQLSchema, OperationDefinitionNode, build_schema, parse

from gateway.model.budget import UNLIMITED, Budget
from gateway.model.operation import Selections, print_selections
from gateway.operations.conversion import Conversion

PETS = build_schema(
    """
    type Query { pet: Pet }
    interface Pet { name: String born: Int }
    interface Swimmer { depth: Int }
    type Dog implements Pet { name: String born: Int }
    type Fish implements Pet & Swimmer { name: String born: Int depth: Int }
    type Seal implements Pet & Swimmer { name: String born: Int depth: Int }
    """
)


def rewritten(
    one_pass: Callable[[Selections, GraphQLNamedType, GraphQLSchema, Budget], Selections],
    schema: GraphQLSchema,
    text: str,
) -> str:
    """The selections of the query ``text`` after one pass, in one line."""
    operation = cast(OperationDefinitionNode, parse(text).definitions[0])
    selections = Conversion({}, {}, limit=1000).selections(operation.selection_set)
    return print_selections(one_pass(selections, schema.type_map["Query"], schema, UNLIMITED))
