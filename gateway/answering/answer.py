"""A request answered with one body: prepared in its time and answered by ``once``, or refused."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from functools import partial

from gateway.answering.beside import prepare_to_run
from gateway.answering.deadline import Allotted, LateError
from gateway.answering.graph import Graph
from gateway.answering.metering import meter_of, metered, told
from gateway.answering.once import once
from gateway.answering.prepare import Prepared
from gateway.answering.usual import at_hand, note
from gateway.ground.cell import Cell
from gateway.ground.codes import PublicCode
from gateway.ground.errors import NO_EXTENSIONS as NO_HEADERS
from gateway.ground.errors import RequestError
from gateway.guard.rate import RateLimitedError
from gateway.model.exchange import GraphQLAnswer, GraphQLRequest, Outcome
from gateway.model.operation import OperationKind
from gateway.model.refusal import body_of
from gateway.observe.events import ABANDONED, Refused

TOO_LATE = "The time of this request was over before it was prepared, and no service was asked: give it more."
OUTCOMES = {
    PublicCode.METHOD_NOT_ALLOWED: Outcome.METHOD_NOT_ALLOWED,
    PublicCode.SUBSCRIPTION_TRANSPORT_NEEDED: Outcome.TRANSPORT_NEEDED,
    PublicCode.PLANNING_BUSY: Outcome.BUSY,
    PublicCode.DEADLINE_EXCEEDED: Outcome.LATE,
    PublicCode.RATE_LIMITED: Outcome.LIMITED,
    PublicCode.UNAUTHENTICATED: Outcome.UNAUTHENTICATED,
    PublicCode.FORBIDDEN: Outcome.FORBIDDEN,
    PublicCode.COST_ESTIMATED_TOO_EXPENSIVE: Outcome.TOO_DEAR,
}
MORE = {
    Outcome.BUSY: {"retry-after": "1"},
    Outcome.UNAUTHENTICATED: {"www-authenticate": 'Bearer realm="civic"'},  # RFC 9110 15.5.2
}


async def answer(graph: Graph, request: GraphQLRequest) -> GraphQLAnswer:
    """The finished answer to one query or mutation. Raises nothing that is the client's or a subgraph's fault."""
    meter = None if graph.rate is None else meter_of(graph, request)
    allotted = graph.deadline.begin(request.wait)
    try:
        with graph.held:
            if meter is not None:
                prepare = partial(_for_one_body, graph, request, allotted)
                return await metered(meter, request, prepare, lambda prepared: once(prepared, allotted))
            # Nearly always it is at hand, and nothing has to be waited for.
            prepared = at_hand(graph, request) or await prepared_in_time(graph, request, allotted)
            if prepared.kind is OperationKind.SUBSCRIPTION:
                raise _of_many_answers()
            answered = await once(prepared, allotted)
            return told(prepared, request, answered) if graph.counts_cost else answered
    except RequestError as error:
        graph.observe(Refused(error.code))
        return refusal(error, error.headers if isinstance(error, RateLimitedError) else meter.headers if meter else {})
    finally:
        graph.deadline.end(allotted)


async def prepared_in_time(graph: Graph, request: GraphQLRequest, allotted: Allotted) -> Prepared:
    """An operation, ready to run. Raises RequestError, also when there is no time left."""
    try:
        prepared = None if allotted.is_over else at_hand(graph, request)
        if prepared is None:
            with allotted:
                prepared = await prepare_to_run(graph, request)
            note(prepared)
    except LateError:
        raise RequestError(TOO_LATE, code=PublicCode.DEADLINE_EXCEEDED) from None
    except asyncio.CancelledError:
        graph.observe(ABANDONED)
        raise
    return prepared


async def _for_one_body(graph: Graph, request: GraphQLRequest, allotted: Allotted) -> Prepared:
    prepared = await prepared_in_time(graph, request, allotted)
    if prepared.kind is OperationKind.SUBSCRIPTION:
        raise _of_many_answers()
    return prepared


def _of_many_answers() -> RequestError:
    message = "A subscription has many answers: ask for them with Accept: text/event-stream."
    return RequestError(message, code=PublicCode.SUBSCRIPTION_TRANSPORT_NEEDED)


def answering(cell: Cell[Graph]) -> Callable[[GraphQLRequest], Awaitable[GraphQLAnswer]]:
    """Answers each request by the graph that is in the cell when it comes; it ends on that one."""

    def answer_now(request: GraphQLRequest) -> Awaitable[GraphQLAnswer]:
        return answer(cell.value, request)

    return answer_now


def refusal(error: RequestError, headers: Mapping[str, str] = NO_HEADERS) -> GraphQLAnswer:
    """The answer to a request that was not executed: errors and no data (GraphQL 7.1)."""
    outcome = OUTCOMES.get(error.code, Outcome.REQUEST_ERROR)
    return GraphQLAnswer(outcome, body_of(error), {**MORE.get(outcome, NO_HEADERS), **headers})
