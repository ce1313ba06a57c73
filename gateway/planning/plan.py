"""Operation + QueryGraph -> Plan."""

from __future__ import annotations

from gateway.codes import PublicCode
from gateway.errors import RequestError
from gateway.model.operation import Operation
from gateway.model.plan import Plan
from gateway.planning.answer_shapes import with_equal_shapes
from gateway.planning.document import write_fetch
from gateway.planning.passes import PASSES
from gateway.planning.steps import in_order
from gateway.planning.tree import build_steps
from gateway.planning.walking import walk
from gateway.query_graph import PathSearch, QueryGraph, SearchBudgetExceeded

BUDGET = 40_000
TOO_COMPLEX = PublicCode.QUERY_PLAN_COMPLEXITY_EXCEEDED


def plan_operation(
    graph: QueryGraph, operation: Operation, *, labels: frozenset[str] = frozenset(), budget: int = BUDGET
) -> Plan:
    """The plan of a normalised operation.

    ``labels``: those of the progressive overrides that are active for this request. ``budget``: how many paths may be
    looked at (a realistic operation takes some hundreds to some thousands).

    Raises RequestError: QUERY_PLANNING_FAILED where no subgraph can give a field from where it is asked,
    QUERY_PLAN_COMPLEXITY_EXCEEDED where the budget does not suffice.
    """
    try:
        return _plan(PathSearch(graph, labels, budget), operation)
    except (SearchBudgetExceeded, RecursionError) as error:
        raise RequestError(
            "The operation is too complex to be planned; split it into smaller ones.", code=TOO_COMPLEX
        ) from error


def _plan(search: PathSearch, operation: Operation) -> Plan:
    steps = build_steps(search.graph, operation, walk(search, operation))
    for each in PASSES:
        steps = each(steps)
    finished = (with_equal_shapes(step, search.graph.supergraph) for step in in_order(steps))
    subgraphs = search.graph.supergraph.subgraphs
    fetches = (write_fetch(step, operation, renames, subgraphs[step.subgraph].root_names) for step, renames in finished)
    return Plan(operation.kind, tuple(fetches))
