"""What is asked again and again, ready in one look-up: nothing about it depends on who asks.

Most requests are of a few texts whose plan is the same for everybody: without @skip or @include by a variable, without
a field that needs a right, without labels of overrides. They need not be narrowed step by step each time.
"""

from __future__ import annotations

from gateway.answering.graph import Graph
from gateway.answering.memory import PlanKey, Usual
from gateway.answering.prepare import Narrowed, Prepared, prepared_for, with_estimate
from gateway.model.exchange import GraphQLRequest
from gateway.model.operation import OperationKind
from gateway.observe.events import KNOWN
from gateway.operations import read_variables


def at_hand(graph: Graph, request: GraphQLRequest) -> Prepared | None:
    """What would come of preparing this request step by step; None if that has to be seen.

    Raises RequestError for wrong variables, and for what would cost too much.
    """
    usual = graph.memory.usual.get((request.query, request.operation_name or None))
    if usual is None or usual.guard is not graph.guard:
        return None
    if request.queries_only and usual.client.kind is not OperationKind.QUERY:
        return None
    variables = read_variables(usual.client, request.variables) if usual.client.variables else {}
    graph.observe(KNOWN)
    narrowed = Narrowed(usual.specialised, usual.key[0], variables, None, (), for_all=True)
    return with_estimate(prepared_for(graph, request, narrowed, usual.compiled), request)


def note(prepared: Prepared) -> None:
    """Remember what was asked for the second time, if it is the same for everybody."""
    narrowed, graph = prepared.narrowed, prepared.graph
    (text, name, conditions), specialised = narrowed.key, narrowed.specialised
    if (
        not prepared.is_again
        or not narrowed.for_all
        or conditions
        or specialised.introspection is not None
        or graph.supergraph.labels
    ):
        return
    key: PlanKey = (narrowed.key, None, frozenset())
    graph.memory.usual.put((text, name), Usual(graph.guard, specialised.client, specialised, key, prepared.compiled))
