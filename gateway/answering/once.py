"""A request answered with one body: prepared, then handed through wrappers of one signature around the run."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from functools import partial
from typing import TypeAlias

from gateway.answering.beside import prepare_to_run
from gateway.answering.drive import drive
from gateway.answering.graph import Graph
from gateway.answering.prepare import Prepared
from gateway.execution import Program, RepeatableRun, Run, TypedRun
from gateway.ground.cell import Cell
from gateway.ground.codes import PublicCode
from gateway.ground.errors import CollectedRequestError, RequestError
from gateway.ground.flights import staying
from gateway.ground.json_codec import write_json
from gateway.model.exchange import GraphQLAnswer, GraphQLRequest, Outcome
from gateway.model.operation import OperationKind
from gateway.model.result import Result, error_entry
from gateway.projection import project, written

Once: TypeAlias = Callable[[Prepared], Awaitable[GraphQLAnswer]]
"""Answers what is prepared. Raises nothing that is the client's or a subgraph's fault."""


async def answer(graph: Graph, request: GraphQLRequest) -> GraphQLAnswer:
    """The finished answer to one query or mutation. Raises nothing that is the client's or a subgraph's fault."""
    try:
        prepared = await prepare_to_run(graph, request)
        if prepared.narrowed.kind is OperationKind.SUBSCRIPTION:
            raise RequestError(
                "Subscriptions need a connection that stays open.", code=PublicCode.SUBSCRIPTION_NOT_SUPPORTED
            )
    except RequestError as error:
        return refusal(error)
    return await once(prepared)


def answering(cell: Cell[Graph]) -> Callable[[GraphQLRequest], Awaitable[GraphQLAnswer]]:
    """Answers each request by the graph that is in the cell when it comes; it ends on that one."""

    def answer_now(request: GraphQLRequest) -> Awaitable[GraphQLAnswer]:
        return answer(cell.value, request)

    return answer_now


OUTCOMES = {PublicCode.METHOD_NOT_ALLOWED: Outcome.METHOD_NOT_ALLOWED, PublicCode.PLANNING_BUSY: Outcome.BUSY}
SOON = {"retry-after": "1"}


def refusal(error: RequestError) -> GraphQLAnswer:
    """The answer to a request that was not executed: errors and no data (GraphQL 7.1)."""
    errors = error.errors if isinstance(error, CollectedRequestError) else (error,)
    outcome = OUTCOMES.get(error.code, Outcome.REQUEST_ERROR)
    body = write_json({"errors": [error_entry(each) for each in errors]})
    return GraphQLAnswer(outcome, body, SOON if outcome is Outcome.BUSY else {})


async def run(prepared: Prepared) -> GraphQLAnswer:
    """The run itself, if any subgraph is asked."""
    program = prepared.compiled.program
    if program is None:
        return GraphQLAnswer(Outcome.EXECUTED, _body(prepared, None))
    made = _new_run(prepared, program)
    await drive(prepared.graph, made, prepared.headers)
    return GraphQLAnswer(Outcome.EXECUTED, _body(prepared, made))


def repeated(inner: Once) -> Once:
    """An execution follows an earlier one for as long as the subgraphs answer the same."""

    async def answer_repeatedly(prepared: Prepared) -> GraphQLAnswer:
        program, question = prepared.compiled.program, prepared.question
        if program is None or question is None:
            return await inner(prepared)
        recordings = prepared.graph.memory.recordings
        recording = recordings.get(question)
        following = RepeatableRun(program, partial(_new_run, prepared, program), recording)
        await drive(prepared.graph, following, prepared.headers)
        if recording is not None and following.run is None:
            return GraphQLAnswer(Outcome.EXECUTED, recording.body)
        body = _body(prepared, following.run)
        made = following.record(body)
        if made:
            recordings.put(question, made)
        return GraphQLAnswer(Outcome.EXECUTED, body)

    return answer_repeatedly


def shared(inner: Once) -> Once:
    """Identical queries that are under way together are answered once; a mutation is done to its end."""

    async def answer_shared(prepared: Prepared) -> GraphQLAnswer:
        graph = prepared.graph
        if prepared.narrowed.kind is OperationKind.MUTATION:
            try:
                # What has begun must end, even if nobody is there any more to be told.
                with staying():
                    return await inner(prepared)
            finally:
                # Who asks after a mutation must see it, so nobody joins a query that was begun before its end.
                graph.memory.answers.forget()
        if prepared.question is None or not graph.dedupe:
            return await inner(prepared)
        asking = (prepared.question, frozenset(prepared.headers.items()))
        return await graph.memory.answers.share(asking, partial(inner, prepared))

    return answer_shared


once: Once = shared(repeated(run))


def _new_run(prepared: Prepared, program: Program) -> Run | TypedRun:
    typed, variables = prepared.compiled.typed, prepared.narrowed.variables
    return Run(program, variables) if typed is None else TypedRun(typed, variables)


def _body(prepared: Prepared, made: Run | TypedRun | None) -> bytes:
    compiled, denied = prepared.compiled, prepared.narrowed.denied
    encoded = made.encoded() if isinstance(made, TypedRun) else None
    if encoded is not None:
        return written(compiled.projection, encoded, denied)
    result = made.result if made else Result({})
    data = {**prepared.local, **(result.data or {})}
    return project(compiled.projection, Result(data, (*denied, *result.errors), result.lost))
