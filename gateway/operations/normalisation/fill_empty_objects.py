"""Ask something of every object that the client asks for, so that it is fetched."""

from __future__ import annotations

from dataclasses import replace

from graphql import GraphQLNamedType, GraphQLSchema, get_named_type, is_composite_type

from gateway.model.budget import Budget
from gateway.model.operation import Field, Fragment, Selection, Selections
from gateway.model.types import field_type

TYPENAME = Field("__typename")


def fill_empty_objects(
    selections: Selections, parent: GraphQLNamedType, schema: GraphQLSchema, budget: Budget
) -> Selections:
    """An object that lost all its selections (to @skip, or to fragments that never apply) is asked for __typename.

    The projection works on what the client asked, so that the extra field is not shown.

    >>> from gateway.operations.normalisation.examples import PETS, rewritten
    >>> print(rewritten(fill_empty_objects, PETS, "{ pet { name @skip(if: true) } }"))
    { pet { __typename } }
    """
    budget.spend(len(selections))
    return tuple(_fill(selection, parent, schema, budget) for selection in selections)


def _fill(selection: Selection, parent: GraphQLNamedType, schema: GraphQLSchema, budget: Budget) -> Selection:
    if isinstance(selection, Fragment):
        condition = schema.type_map[selection.type_condition]
        return Fragment(selection.type_condition, fill_empty_objects(selection.selections, condition, schema, budget))
    named = get_named_type(field_type(parent, selection.name))
    if not is_composite_type(named):
        return selection
    inner = fill_empty_objects(selection.selections, named, schema, budget) or (TYPENAME,)
    return replace(selection, selections=inner)
