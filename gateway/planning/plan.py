"""Operation + QueryGraph -> Plan."""

from __future__ import annotations

from collections.abc import Iterator

from gateway.model.budget import UNLIMITED, Budget, TooExpensiveError
from gateway.model.operation import Operation
from gateway.model.plan import Fetch, Plan
from gateway.planning.answer_shapes import with_equal_shapes
from gateway.planning.document import write_fetch
from gateway.planning.passes import PASSES
from gateway.planning.steps import Steps, in_order
from gateway.planning.tree import build_steps
from gateway.planning.walking import walk
from gateway.query_graph import PathSearch, QueryGraph

CHARACTERS = 32
"""Of a request's text for each step of writing it."""


def plan_operation(
    graph: QueryGraph, operation: Operation, *, labels: frozenset[str] = frozenset(), budget: Budget = UNLIMITED
) -> Plan:
    """The plan of a normalised operation.

    ``labels``: those of the progressive overrides that are active for this request. ``budget``: a realistic operation
    takes some hundreds to some thousands of steps.

    Raises RequestError: QUERY_PLANNING_FAILED where no subgraph can give a field from where it is asked,
    PLANNING_TOO_EXPENSIVE where the budget does not suffice.
    """
    try:
        return _plan(PathSearch(graph, labels, budget), operation)
    except RecursionError:
        raise TooExpensiveError from None


def _plan(search: PathSearch, operation: Operation) -> Plan:
    budget = search.budget
    paths = walk(search, operation)
    budget.spend(len(search.known))
    steps = build_steps(search.graph, operation, paths)
    for each in PASSES:
        budget.spend(sum(1 + len(step.calls) + len(step.after) for step in steps))
        steps = each(steps, budget)
    return Plan(operation.kind, tuple(_fetches(search, operation, steps)))


def _fetches(search: PathSearch, operation: Operation, steps: Steps) -> Iterator[Fetch]:
    subgraphs = search.graph.supergraph.subgraphs
    for step in in_order(steps):
        shaped, renames = with_equal_shapes(step, search.graph.supergraph)
        fetch = write_fetch(shaped, operation, renames, subgraphs[step.subgraph].root_names)
        search.budget.spend(len(fetch.document) // CHARACTERS)
        yield fetch
