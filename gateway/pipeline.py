"""One request from text to bytes: prepare, plan, run, project. The only place that awaits between the steps."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from gateway.errors import CollectedRequestError, RequestError
from gateway.json_codec import write_json
from gateway.model.exchange import GraphQLAnswer, GraphQLRequest, Outcome
from gateway.model.operation import Operation, OperationKind
from gateway.model.plan import Plan
from gateway.model.result import Guarded, error_entry
from gateway.model.supergraph import Supergraph
from gateway.operations import (
    ClientOperation,
    DocumentLimits,
    Specialised,
    answer_introspection,
    condition_values,
    pick_operation,
    read_document,
    read_variables,
    specialise,
)
from gateway.recent import Recent
from gateway.subgraphs.send import Send

PlanOperation: TypeAlias = Callable[[Operation], Plan]
"""The planner, already holding its query graph. Raises RequestError if some field cannot be reached."""

HandOn: TypeAlias = Callable[[str, Mapping[str, str]], Mapping[str, str]]
"""(subgraph, the client's headers) -> the headers that go to that subgraph."""


Guard: TypeAlias = Callable[[Operation, GraphQLRequest], Guarded]
"""Takes out what this client may not see; gives back the same object if that is nothing. May raise RequestError."""


@dataclass(frozen=True, slots=True)
class Engine:
    """Everything that answering needs, built once per supergraph (by gateway.app) and swapped whole.

    ``masked``: the subgraphs whose error messages clients do not see.
    """

    supergraph: Supergraph
    plan: PlanOperation
    send: Send
    guard: Guard | None = None
    hand_on: HandOn = lambda _, headers: headers
    masked: frozenset[str] = frozenset()
    limits: DocumentLimits = field(default_factory=DocumentLimits)
    operations: Recent[tuple[str, str | None], ClientOperation | RequestError] = field(
        default_factory=lambda: Recent(2000)
    )


async def answer(engine: Engine, request: GraphQLRequest) -> GraphQLAnswer:
    """The finished answer to one query or mutation. Raises nothing that is the client's or a subgraph's fault."""
    try:
        operation = _client_operation(engine, request)
        if request.queries_only and operation.kind is not OperationKind.QUERY:
            return refusal(
                RequestError("Mutations come by POST.", code="METHOD_NOT_ALLOWED"), Outcome.METHOD_NOT_ALLOWED
            )
        variables = read_variables(operation, request.variables)
        specialised = specialise(operation, engine.supergraph, condition_values(operation, variables))
        return _local_answer(specialised, request)
    except RequestError as error:
        return refusal(error)


def refusal(error: RequestError, outcome: Outcome = Outcome.REQUEST_ERROR) -> GraphQLAnswer:
    """The answer to a request that was not executed: errors and no data (GraphQL 7.1)."""
    errors = error.errors if isinstance(error, CollectedRequestError) else (error,)
    return GraphQLAnswer(outcome, write_json({"errors": [error_entry(each) for each in errors]}))


def _client_operation(engine: Engine, request: GraphQLRequest) -> ClientOperation:
    document = read_document(request.query, engine.supergraph.api, engine.limits)
    return pick_operation(document, request.operation_name)


def _local_answer(specialised: Specialised, request: GraphQLRequest) -> GraphQLAnswer:
    data = {}
    if specialised.introspection:
        data = answer_introspection(specialised.client, specialised.introspection, request.variables)
    return GraphQLAnswer(Outcome.EXECUTED, write_json({"data": data}))
