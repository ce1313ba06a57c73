"""Which answers must be read digit by digit: those that may hold decimal numbers of custom scalars."""

from __future__ import annotations

from functools import lru_cache

from graphql import (
    GraphQLInterfaceType,
    GraphQLObjectType,
    GraphQLScalarType,
    GraphQLSchema,
    get_named_type,
    is_specified_scalar_type,
)

from gateway.model.operation import Field, Selections


@lru_cache(maxsize=4)
def custom_fields(schema: GraphQLSchema) -> frozenset[str]:
    """The names of all fields that are custom scalars, of whatever type."""
    found: set[str] = set()
    for named in schema.type_map.values():
        if isinstance(named, GraphQLObjectType | GraphQLInterfaceType):
            found |= {name for name, field in named.fields.items() if _is_custom(get_named_type(field.type))}
    return frozenset(found)


def _is_custom(named: object) -> bool:
    return isinstance(named, GraphQLScalarType) and not is_specified_scalar_type(named)


def asks_for(selections: Selections, names: frozenset[str]) -> bool:
    """True where a field of one of these names is selected at any depth."""
    return bool(names) and any(
        (isinstance(each, Field) and each.name in names) or asks_for(each.selections, names) for each in selections
    )
