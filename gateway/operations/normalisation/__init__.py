"""Passes that bring selections into the one form that the planner reads."""

from __future__ import annotations

from collections.abc import Callable

from graphql import GraphQLNamedType, GraphQLSchema

from gateway.model.budget import UNLIMITED, Budget
from gateway.model.operation import Selections
from gateway.operations.normalisation.fill_empty_objects import fill_empty_objects
from gateway.operations.normalisation.flatten_fragments import flatten_fragments
from gateway.operations.normalisation.merge_equal_selections import merge_equal_selections

Pass = Callable[[Selections, GraphQLNamedType, GraphQLSchema, Budget], Selections]

PASSES: tuple[Pass, ...] = (flatten_fragments, merge_equal_selections, fill_empty_objects)


def normalise(
    selections: Selections, parent: GraphQLNamedType, schema: GraphQLSchema, budget: Budget = UNLIMITED
) -> Selections:
    """All passes in order; ``parent`` is the type that the selections are made on."""
    for one_pass in PASSES:
        selections = one_pass(selections, parent, schema, budget)
    return selections
