"""Questions to a graphql-core schema that several rooms ask."""

from __future__ import annotations

from typing import cast

from graphql import (
    GraphQLInterfaceType,
    GraphQLNamedType,
    GraphQLNonNull,
    GraphQLObjectType,
    GraphQLOutputType,
    GraphQLSchema,
    GraphQLString,
    is_abstract_type,
)

TYPENAME_TYPE: GraphQLOutputType = GraphQLNonNull(GraphQLString)


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
