"""Questions to a graphql-core schema that several rooms ask."""

from __future__ import annotations

from typing import cast

from graphql import (
    GraphQLError,
    GraphQLInterfaceType,
    GraphQLNamedType,
    GraphQLNonNull,
    GraphQLObjectType,
    GraphQLOutputType,
    GraphQLSchema,
    GraphQLString,
    is_abstract_type,
    validate_schema,
)

TYPENAME_TYPE: GraphQLOutputType = GraphQLNonNull(GraphQLString)
DEPRECATED_ALONE = "must not be deprecated."
"""How graphql-core ends what it says of a field that is deprecated while the interface's is not."""


def schema_errors(schema: GraphQLSchema) -> list[GraphQLError]:
    """What GraphQL 3 forbids of a schema, but for deprecating a field in one type of an interface only: later drafts
    refuse that, what is deployed has it, and it changes no answer. Every use of the schema is told the same.
    """
    found = [error for error in validate_schema(schema) if not error.message.endswith(DEPRECATED_ALONE)]
    schema._validation_errors = found  # graphql-core looks there before it reads or runs a document
    return found


def field_type(parent: GraphQLNamedType, field: str) -> GraphQLOutputType:
    """The type of a field that is known to exist on ``parent``; also of __typename (GraphQL 4.4)."""
    if field == "__typename":
        return TYPENAME_TYPE
    return cast(GraphQLOutputType, cast(GraphQLObjectType | GraphQLInterfaceType, parent).fields[field].type)


def possible_types(named: GraphQLNamedType, schema: GraphQLSchema) -> list[str]:
    """The names of the object types that a value of ``named`` may have, in alphabetical order."""
    if is_abstract_type(named):
        return sorted(possible.name for possible in schema.get_possible_types(named))
    return [named.name]
