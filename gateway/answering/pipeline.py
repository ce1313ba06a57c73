"""One request from text to bytes: prepare, plan, run, project. The only place that awaits between the steps."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, TypeAlias, TypeVar, cast

from gateway.answering.deadline import Allotted, LateError, cut
from gateway.answering.disclosure import disclosed, log_error
from gateway.answering.engine import Engine, Guard, compile_operation, read_operation, specialise_operation
from gateway.answering.lanes import Account, BusyError, caller_name
from gateway.answering.memory import Asking, Compiled, Key, PlanKey, Question, new_memory
from gateway.execution import Call, Program, RepeatableRun, Run, TypedRun
from gateway.ground.codes import PublicCode
from gateway.ground.errors import CollectedRequestError, RequestError, SubgraphError
from gateway.ground.flights import staying
from gateway.ground.json_codec import write_json
from gateway.ground.recent import Recent
from gateway.model.budget import UNLIMITED, Budget, TooExpensiveError
from gateway.model.exchange import GraphQLAnswer, GraphQLRequest, Outcome, SubgraphAnswer, SubgraphRequest
from gateway.model.operation import Operation, OperationKind
from gateway.model.result import FieldError, Guarded, Result, error_entry
from gateway.operations import ClientOperation, Specialised, answer_introspection, condition_values, read_variables
from gateway.projection import project, written

__all__ = ["Engine", "answer", "new_memory", "refusal"]

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")
LARGE = 1000
"""Selections from which on an operation is not guarded on the event loop."""
TOO_LATE = "The time of this request was over before it was prepared; try again in a second, or give it more."
SOON: Mapping[str, str] = {"retry-after": "1"}
AnyRun: TypeAlias = RepeatableRun[Run | TypedRun]


@dataclass(frozen=True, slots=True)
class Prepared:
    """A request that only needs to be executed. ``local``: what introspection answered.

    ``question``: None where nobody else's work may be used: for mutations, and where there is introspection.
    """

    compiled: Compiled
    variables: Mapping[str, Any]
    headers: Mapping[str, str]
    denied: tuple[FieldError, ...]
    local: Mapping[str, Any]
    question: Question | None


async def answer(engine: Engine, request: GraphQLRequest) -> GraphQLAnswer:
    """The finished answer to one query or mutation. Raises nothing that is the client's or a subgraph's fault."""
    return await engine.deadline.allot(request.wait, partial(_answer, engine, request))


async def _answer(engine: Engine, request: GraphQLRequest, allotted: Allotted) -> GraphQLAnswer:
    account = Account(engine.lanes, caller_name(request.caller.subject, request.address))
    try:
        with allotted:
            text = (request.query, request.operation_name or None)
            operation = _known(engine.memory.operations, text) or await _read(engine, account, *text)
            if request.queries_only and operation.kind is not OperationKind.QUERY:
                error = RequestError("Send mutations by POST.", code=PublicCode.METHOD_NOT_ALLOWED)
                return refusal(error, Outcome.METHOD_NOT_ALLOWED)
            if operation.kind is OperationKind.SUBSCRIPTION:
                raise RequestError(
                    "Subscriptions need a connection that stays open.", code=PublicCode.SUBSCRIPTION_NOT_SUPPORTED
                )
            prepared = await _prepare(engine, account, operation, request)
    except LateError:
        return replace(refusal(BusyError(TOO_LATE), Outcome.BUSY), headers=SOON)
    except BusyError as error:
        return replace(refusal(error, Outcome.BUSY), headers=SOON)
    except RequestError as error:
        return refusal(error)
    if operation.kind is OperationKind.MUTATION:
        try:
            # What has begun must end, even if nobody is there any more to be told.
            with staying():
                return await _execute(engine, prepared, allotted)
        finally:
            # Who asks after a mutation must see it, so nobody joins a query that was begun before its end.
            engine.memory.answers.forget()
    if prepared.question is None or not engine.dedupe:
        return await _execute(engine, prepared, allotted)
    asking = (prepared.question, frozenset(prepared.headers.items()), allotted.seconds)
    return await _share(engine, prepared, asking, allotted)


async def _share(engine: Engine, prepared: Prepared, asking: Asking, allotted: Allotted) -> GraphQLAnswer:
    """The answer, perhaps somebody else's; what was cut for one who came before is not enough while there is time."""
    work = partial(_execute, engine, prepared, allotted)
    try:
        while True:
            with allotted:
                shared = await engine.memory.answers.share(asking, work)
            if not shared.is_cut or allotted.is_over:
                return shared
    except LateError:
        return await work()


async def _prepare(engine: Engine, account: Account, operation: ClientOperation, request: GraphQLRequest) -> Prepared:
    variables = read_variables(operation, request.variables)
    key = (request.query, request.operation_name, condition_values(operation, variables))
    specialised = _known(engine.memory.specialised, key) or await _specialise(engine, account, operation, key)
    allowed, denied = await _guard(engine, account, specialised, request)
    plan_key = (key, allowed, engine.roll(request))
    compiled = _known(engine.memory.compiled, plan_key) or await _compile(engine, account, specialised, plan_key)
    local = await _introspect(engine, account, specialised, key, request.variables)
    usual = operation.kind is OperationKind.QUERY and not local
    question = (compiled.serial, write_json(variables) if variables else b"", denied) if usual else None
    return Prepared(compiled, variables, request.headers, denied, local, question)


def refusal(error: RequestError, outcome: Outcome = Outcome.REQUEST_ERROR) -> GraphQLAnswer:
    """The answer to a request that was not executed: errors and no data (GraphQL 7.1)."""
    errors = error.errors if isinstance(error, CollectedRequestError) else (error,)
    return GraphQLAnswer(outcome, write_json({"errors": [error_entry(each) for each in errors]}))


async def _read(engine: Engine, account: Account, text: str, name: str | None) -> ClientOperation:
    work = partial(read_operation, engine, text, name)
    return await _found(engine, account, engine.memory.operations, (text, name), work)


async def _specialise(engine: Engine, account: Account, operation: ClientOperation, key: Key) -> Specialised:
    work = partial(specialise_operation, engine, operation, key[2])
    return await _found(engine, account, engine.memory.specialised, key, work)


async def _guard(
    engine: Engine, account: Account, specialised: Specialised, request: GraphQLRequest
) -> tuple[Operation | None, tuple[FieldError, ...]]:
    """What the guard left of the operation, None if it left everything; and the errors of what it took out."""
    if engine.guard is None or specialised.planned is None:
        return None, ()
    work = partial(_guarded, engine.guard, specialised, request)
    guarded = work(UNLIMITED) if specialised.size < LARGE else await account.run(work)
    return (None if guarded.operation is specialised.planned else guarded.operation), guarded.errors


def _guarded(guard: Guard, specialised: Specialised, request: GraphQLRequest, budget: Budget) -> Guarded:
    budget.spend(specialised.size)
    return guard(cast(Operation, specialised.planned), request)


async def _compile(engine: Engine, account: Account, specialised: Specialised, key: PlanKey) -> Compiled:
    work = partial(compile_operation, engine, specialised, *key[1:])
    return await _found(engine, account, engine.memory.compiled, key, work)


async def _introspect(
    engine: Engine, account: Account, specialised: Specialised, key: Key, variables: Mapping[str, Any]
) -> dict[str, Any]:
    if specialised.introspection is None:
        return {}
    work = partial(answer_introspection, specialised.client, specialised.introspection, variables)
    if specialised.asked.variables:
        return await account.run(work)
    known = _known(engine.memory.introspections, key)
    return known if known is not None else await _found(engine, account, engine.memory.introspections, key, work)


def _known(memory: Recent[K, V | RequestError], key: K) -> V | None:
    """What was found before."""
    found = memory.get(key)
    if isinstance(found, RequestError):
        raise found.with_traceback(None)
    return found


async def _found(
    engine: Engine,
    account: Account,
    memory: Recent[K, V | RequestError],
    key: K,
    work: Callable[[Budget], V | RequestError],
) -> V:
    """What ``work`` finds, remembered."""
    found = await _once(engine, account, memory, key, work)
    if isinstance(found, RequestError):
        raise found.with_traceback(None)
    return found


async def _once(
    engine: Engine,
    account: Account,
    memory: Recent[K, V | RequestError],
    key: K,
    work: Callable[[Budget], V | RequestError],
) -> V | RequestError:
    """Work beside the event loop, once for all who ask meanwhile."""
    work_once = partial(_counted, account, work)
    found: V | RequestError = await engine.memory.flights.share((id(memory), key), work_once)
    memory.put(key, found)
    return found


async def _counted(account: Account, work: Callable[[Budget], V | RequestError]) -> V | RequestError:
    """What can be remembered: that the steps do not suffice is so each time, that the time did not is not."""
    try:
        return await account.run(work)
    except TooExpensiveError as error:
        if error.end is not None:
            raise
        return error


async def _execute(engine: Engine, prepared: Prepared, allotted: Allotted) -> GraphQLAnswer:
    program, question = prepared.compiled.program, prepared.question
    if program is None:
        return GraphQLAnswer(Outcome.EXECUTED, _body(engine, prepared, None)[0])
    recording = engine.memory.recordings.get(question) if question else None
    run = RepeatableRun(program, partial(_new_run, engine, program, prepared), recording)
    try:
        with allotted:
            await _drive(engine, run, prepared.headers)
    except LateError:
        cut(run, engine.supergraph.subgraphs, allotted)
        return GraphQLAnswer(Outcome.EXECUTED, _body(engine, prepared, run.run)[0], is_cut=True)
    if recording is not None and run.run is None:
        return GraphQLAnswer(Outcome.EXECUTED, recording.body)
    body, is_repeatable = _body(engine, prepared, run.run)
    made = run.record(body) if question and is_repeatable else None
    if question and made:
        engine.memory.recordings.put(question, made)
    return GraphQLAnswer(Outcome.EXECUTED, body)


def _new_run(engine: Engine, program: Program, prepared: Prepared) -> Run | TypedRun:
    typed = prepared.compiled.typed
    if typed is not None:
        return TypedRun(typed, prepared.variables)
    return Run(program, prepared.variables)


def _body(engine: Engine, prepared: Prepared, run: Run | TypedRun | None) -> tuple[bytes, bool]:
    """The answer, and whether it may be given again: a reference is one request's."""
    compiled, denied = prepared.compiled, prepared.denied
    encoded = run.encoded() if isinstance(run, TypedRun) else None
    if encoded is not None:
        return written(compiled.projection, encoded, denied), True
    result = run.result if run else Result({})
    shown = disclosed(result, engine.disclosure, log_error)
    data = {**prepared.local, **(result.data or {})}
    body = project(compiled.projection, Result(data, (*denied, *shown.errors), shown.lost))
    return body, shown is result


async def _drive(engine: Engine, run: AnyRun, headers: Mapping[str, str]) -> None:
    """Send what is ready as soon as it is ready, until nothing is left."""
    calls = run.ready()
    while len(calls) == 1:
        run.receive(calls[0].fetch, await _send(engine, calls[0], headers))
        calls = run.ready()
    if calls:
        async with asyncio.TaskGroup() as group:
            _start(group, engine, run, calls, headers)


def _start(
    group: asyncio.TaskGroup, engine: Engine, run: AnyRun, calls: list[Call], headers: Mapping[str, str]
) -> None:
    for call in calls:
        group.create_task(_fetch(group, engine, run, call, headers))


async def _fetch(group: asyncio.TaskGroup, engine: Engine, run: AnyRun, call: Call, headers: Mapping[str, str]) -> None:
    """One call, then those that its answer makes ready: the first of them in this task, each other in one of its own.

    A function of the module, not a closure: closures that call each other are a cycle, and would keep every answer of
    the run until the garbage collector comes.
    """
    calls = [call]
    while calls:
        _start(group, engine, run, calls[1:], headers)
        run.receive(calls[0].fetch, await _send(engine, calls[0], headers))
        calls = run.ready()


async def _send(engine: Engine, call: Call, headers: Mapping[str, str]) -> SubgraphAnswer | SubgraphError:
    subgraph = engine.supergraph.subgraphs[call.subgraph]
    handed_on = engine.hand_on(subgraph.name, headers)
    request = SubgraphRequest(subgraph.name, subgraph.url, call.kind, call.body, handed_on)
    try:
        if call.kind is OperationKind.MUTATION:
            # What has begun must end there, even if the time of the request is over.
            return await engine.deadline.to_its_end(_sent(engine, request), engine.memory.answers.forget)
        return await engine.send(request)
    except SubgraphError as error:
        return error


async def _sent(engine: Engine, request: SubgraphRequest) -> SubgraphAnswer:
    return await engine.send(request)
