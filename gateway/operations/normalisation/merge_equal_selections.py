"""Ask for everything once."""

from __future__ import annotations

from dataclasses import replace

from graphql import GraphQLNamedType, GraphQLSchema

from gateway.model.budget import Budget
from gateway.model.operation import Field, Fragment, Selection, Selections


def merge_equal_selections(
    selections: Selections, parent: GraphQLNamedType, schema: GraphQLSchema, budget: Budget
) -> Selections:
    """Fields with one response key become one, at the place of the first; so do fragments on one type.

    Validation made sure that such fields have the same name and arguments (GraphQL 5.3.2).

    >>> from gateway.operations.normalisation.examples import PETS, rewritten
    >>> print(rewritten(merge_equal_selections, PETS, "{ pet { name } pet { born name ... on Dog { a: name } } }"))
    { pet { name born ... on Dog { a: name } } }
    """
    budget.spend(len(selections))
    together: dict[tuple[type, str], list[Selection]] = {}
    for selection in selections:
        name = selection.key if isinstance(selection, Field) else selection.type_condition
        together.setdefault((type(selection), name), []).append(selection)
    return tuple(_merged(same, parent, schema, budget) for same in together.values())


def _merged(same: list[Selection], parent: GraphQLNamedType, schema: GraphQLSchema, budget: Budget) -> Selection:
    first = same[0]
    inner = first.selections if len(same) == 1 else tuple(s for selection in same for s in selection.selections)
    inner = merge_equal_selections(inner, parent, schema, budget)
    if isinstance(first, Fragment):
        return Fragment(first.type_condition, inner)
    places = dict.fromkeys(place for each in same if isinstance(each, Field) for place in each.directives or ((),))
    return replace(first, selections=inner, directives=tuple(places) if any(places) else ())
