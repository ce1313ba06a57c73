"""Write fragments so that each stands on an abstract parent and names a concrete type."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from graphql import (
    GraphQLNamedType,
    GraphQLSchema,
    get_named_type,
    is_abstract_type,
)

from gateway.model.budget import Budget
from gateway.model.operation import Field, Fragment, Selection, Selections
from gateway.model.types import field_type, possible_types


def flatten_fragments(
    selections: Selections, parent: GraphQLNamedType, schema: GraphQLSchema, budget: Budget
) -> Selections:
    """A fragment that always applies dissolves, one on an abstract type becomes one per possible type, and one that
    never applies vanishes.

    >>> from gateway.operations.normalisation.examples import PETS, rewritten
    >>> print(rewritten(flatten_fragments, PETS, "{ pet { ... on Pet { name } ... on Swimmer { depth } } }"))
    { pet { name ... on Fish { depth } ... on Seal { depth } } }
    >>> print(rewritten(flatten_fragments, PETS, "{ pet { ... on Dog { ... on Fish { depth } born } } }"))
    { pet { ... on Dog { born } } }
    """
    return tuple(_flatten(selections, parent, schema, budget))


def _flatten(
    selections: Selections, parent: GraphQLNamedType, schema: GraphQLSchema, budget: Budget
) -> Iterator[Selection]:
    for selection in selections:
        budget.spend()
        if isinstance(selection, Field):
            yield _field(selection, parent, schema, budget)
        else:
            yield from _fragment(selection, parent, schema, budget)


def _field(field: Field, parent: GraphQLNamedType, schema: GraphQLSchema, budget: Budget) -> Field:
    if not field.selections:
        return field
    inner = flatten_fragments(field.selections, get_named_type(field_type(parent, field.name)), schema, budget)
    return replace(field, selections=inner)


def _fragment(
    fragment: Fragment, parent: GraphQLNamedType, schema: GraphQLSchema, budget: Budget
) -> Iterator[Selection]:
    condition = schema.type_map[fragment.type_condition]
    if condition is parent or _implements(parent, condition, schema):
        yield from _flatten(fragment.selections, parent, schema, budget)
        return
    possible = possible_types(parent, schema)
    for concrete in possible_types(condition, schema):
        budget.spend()
        if concrete in possible:
            inner = flatten_fragments(fragment.selections, schema.type_map[concrete], schema, budget)
            if inner:
                yield Fragment(concrete, inner)


def _implements(parent: GraphQLNamedType, condition: GraphQLNamedType, schema: GraphQLSchema) -> bool:
    return is_abstract_type(condition) and schema.is_sub_type(condition, parent)
