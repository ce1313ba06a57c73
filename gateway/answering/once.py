"""What is prepared, answered with one body: handed through wrappers of one signature around the run."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Awaitable, Callable, Iterable
from functools import partial
from typing import TypeAlias

from msgspec.structs import replace

from gateway.answering.caching import Named, caching, says_who
from gateway.answering.deadline import Allotted, LateError
from gateway.answering.disclosure import disclosed, log_error
from gateway.answering.drive import drive
from gateway.answering.graph import Graph
from gateway.answering.headers import Received, answered_to_client, returned
from gateway.answering.prepare import Prepared
from gateway.answering.staleness import CACHE_STATUS, cache_status, with_stale
from gateway.execution import Call, Program, RepeatableRun, Run, TypedRun
from gateway.ground.codes import PublicCode
from gateway.ground.errors import NO_EXTENSIONS as NO_HEADERS
from gateway.ground.errors import RequestError, SubgraphError
from gateway.ground.flights import staying
from gateway.model.exchange import Caching, GraphQLAnswer, Outcome, SubgraphAnswer
from gateway.model.operation import OperationKind
from gateway.model.refusal import body_of
from gateway.model.result import Result
from gateway.observe.events import ABANDONED, Answered, Refused
from gateway.observe.trail import TRAIL
from gateway.projection import is_whole, project, written

Once: TypeAlias = Callable[[Prepared, Allotted], Awaitable[GraphQLAnswer]]
"""Answers what is prepared, in its time. Raises nothing that is the client's or a subgraph's fault."""

CODE = re.compile(rb'"code":"([A-Z0-9_]{1,64})"')
CODES = frozenset(code.value for code in PublicCode)


async def run(prepared: Prepared, allotted: Allotted) -> GraphQLAnswer:
    """The run itself, if any subgraph is asked."""
    program = prepared.compiled.program
    if program is None:
        return GraphQLAnswer(Outcome.EXECUTED, _body(prepared, None)[0])
    made = RepeatableRun(program, partial(_new_run, prepared, program))
    is_in_time = await drive(prepared, made, allotted)
    body, _ = _body(prepared, made.run)
    return _executed(prepared, made, body, cost=_cost(prepared, made, body), is_cut=not is_in_time)


def repeated(inner: Once) -> Once:
    """An execution follows an earlier one for as long as the subgraphs answer the same."""

    async def answer_repeatedly(prepared: Prepared, allotted: Allotted) -> GraphQLAnswer:
        program, question = prepared.compiled.program, prepared.question
        if program is None or question is None:
            return await inner(prepared, allotted)
        recordings = prepared.graph.memory.recordings
        recording = recordings.get(question)
        following = RepeatableRun(program, partial(_new_run, prepared, program), recording)
        if not await drive(prepared, following, allotted):
            body, _ = _body(prepared, following.run)
            return _executed(prepared, following, body, cost=_cost(prepared, following, body), is_cut=True)
        if recording is not None and following.run is None:
            return _executed(prepared, following, recording.body, cost=recording.cost)
        body, is_repeatable = _body(prepared, following.run)
        cost = _cost(prepared, following, body)
        made = following.record(body, cost) if is_repeatable else None
        if made:
            recordings.put(question, made)
        return _executed(prepared, following, body, cost=cost)

    return answer_repeatedly


def shared(inner: Once) -> Once:
    """Identical queries that are under way together are answered once."""

    async def answer_shared(prepared: Prepared, allotted: Allotted) -> GraphQLAnswer:
        graph = prepared.graph
        if prepared.question is None or not graph.dedupe or (graph.unshared and _is_private(prepared)):
            return await inner(prepared, allotted)
        asking = (prepared.question, prepared.alike, allotted.seconds)
        work = partial(inner, prepared, allotted)
        try:
            while True:
                found = await graph.memory.answers.share(asking, work, allotted)
                # What was cut for one who came before is not enough while there is time.
                if not found.is_cut or allotted.is_over:
                    return found
        except LateError:
            return await work()

    return answer_shared


def ended(inner: Once) -> Once:
    """A mutation is done to its end, and who asks after it sees it."""

    async def answer_to_the_end(prepared: Prepared, allotted: Allotted) -> GraphQLAnswer:
        try:
            # What has begun must end, even if nobody is there any more to be told.
            with staying():
                return await inner(prepared, allotted)
        finally:
            # Nobody joins a query that was begun before its end.
            prepared.graph.memory.answers.forget()

    return answer_to_the_end


def observed(inner: Once) -> Once:
    """How it ended is told."""

    async def answer_observed(prepared: Prepared, allotted: Allotted) -> GraphQLAnswer:
        observe, narrowed = prepared.graph.observe, prepared.narrowed
        trail = TRAIL.get()
        if trail is not None:
            name = narrowed.specialised.client.node.name
            trail.operation, trail.plan = name.value if name else None, prepared.plan
        try:
            answered = await inner(prepared, allotted)
        except asyncio.CancelledError:
            observe(ABANDONED)
            raise
        except Exception:
            observe(Refused(PublicCode.INTERNAL_SERVER_ERROR))
            raise
        if len(answered.body) > prepared.graph.largest:
            answered = _too_large(answered, prepared.graph)
        document = prepared.graph.documents.get(narrowed.key[0])
        code = None if is_whole(answered.body) else first_code(answered.body)
        observe(Answered(prepared.kind, allotted.spent(), document, code))
        return answered

    return answer_observed


def _too_large(answered: GraphQLAnswer, graph: Graph) -> GraphQLAnswer:
    """It is not given: less of it would be another answer."""
    message = f"The answer is larger than {graph.largest} bytes. Ask for less at a time."
    graph.observe(Refused(PublicCode.ANSWER_TOO_LARGE))
    error = RequestError(message, code=PublicCode.ANSWER_TOO_LARGE)
    body = body_of(error)[:-1] + b',"data":null}'  # GraphQL 7.1.1: it was executed
    return replace(answered, body=body, caching=None)


asked: Once = observed(shared(repeated(run)))
changed: Once = observed(ended(run))


def once(prepared: Prepared, allotted: Allotted) -> Awaitable[GraphQLAnswer]:
    """The answer to a query or a mutation, through what is wrapped around the run of each."""
    return (changed if prepared.kind is OperationKind.MUTATION else asked)(prepared, allotted)


def received(fetch: int, answer: SubgraphAnswer | SubgraphError) -> Once:
    """Answers with a fresh run, for one of whose fetches the answer is there already: an event of a subscription."""

    async def answer_received(prepared: Prepared, allotted: Allotted) -> GraphQLAnswer:
        program = prepared.compiled.program
        if program is None:
            raise TypeError("Nothing was asked, so nothing can have come.")
        made = RepeatableRun(program, partial(_new_run, prepared, program))
        made.ready()
        made.receive(fetch, answer)
        is_in_time = await drive(prepared, made, allotted)
        body, _ = _body(prepared, made.run)
        return _executed(prepared, made, body, cost=_cost(prepared, made, body), is_cut=not is_in_time)

    return observed(answer_received)


def first_code(body: bytes) -> str | None:
    """The code of the first error of an answer, if it is one of ours: what services invent is without number.

    >>> first_code(b'{"errors":[{"message":"late","extensions":{"code":"SUBREQUEST_TIMEOUT"}}],"data":null}')
    'SUBREQUEST_TIMEOUT'
    >>> first_code(b'{"data":{"code":"X"}}'), first_code(b'{"errors":[{"message":"?"}],"data":null}')
    (None, '_other')
    """
    if is_whole(body):
        return None
    found = CODE.search(body, 0, body.find(b"}}"))
    code = found[1].decode() if found else ""
    return code if code in CODES else "_other"


def _is_private(prepared: Prepared) -> bool:
    """Whether an answer may hold something for one client alone, such as a cookie."""
    return any(fetch.subgraph in prepared.graph.unshared for fetch in prepared.plan.fetches)


def _executed(
    prepared: Prepared,
    run: RepeatableRun[Run | TypedRun],
    body: bytes,
    *,
    cost: int | None,
    is_cut: bool = False,
) -> GraphQLAnswer:
    """The answer with what of the subgraphs' headers comes back."""
    graph = prepared.graph
    if not graph.gives_back and not _is_told_of(run.came.values()):
        return GraphQLAnswer(Outcome.EXECUTED, body, NO_HEADERS, (), is_cut, None, cost)
    exchanged = run.exchanged()
    stood_in = tuple((call, got.as_of) for call, got in exchanged if isinstance(got, SubgraphAnswer) and got.as_of)
    if stood_in:
        body = with_stale(body, prepared.plan, stood_in)
    is_kept = graph.named is not None and is_whole(body) and not stood_in
    kept = _caching(prepared, graph.named, exchanged) if graph.named is not None and is_kept else None
    back = returned(graph.returns, answered_to_client(prepared.kind, exchanged))
    kept = None if back.cookies else kept
    headers = {**back.headers, CACHE_STATUS: cache_status(stood_in)} if stood_in else back.headers
    return GraphQLAnswer(Outcome.EXECUTED, body, headers, back.cookies, is_cut, kept, cost)


def _is_told_of(came: Iterable[Received]) -> bool:
    """Whether any answer says how long it may be kept, or stands in for another."""
    for got in came:
        if isinstance(got, SubgraphAnswer) and ("cache-control" in got.headers or got.as_of is not None):
            return True
    return False


def _cost(prepared: Prepared, run: RepeatableRun[Run | TypedRun], body: bytes) -> int | None:
    """Points of an answer; None where nobody counts."""
    costing, price = prepared.graph.costing, prepared.compiled.price
    if costing is None or price is None or not prepared.graph.counts_cost:
        return None
    return costing.spent(price, body, len(run.came), len(prepared.plan.fetches))


def _caching(prepared: Prepared, named: Named, exchanged: list[tuple[Call, Received]]) -> Caching | None:
    is_personal = prepared.is_known or says_who(prepared.headers)
    return caching(prepared.kind, exchanged, named, is_personal=is_personal)


def _new_run(prepared: Prepared, program: Program) -> Run | TypedRun:
    typed, variables = prepared.compiled.typed, prepared.narrowed.variables
    return Run(program, variables) if typed is None else TypedRun(typed, variables)


def _body(prepared: Prepared, made: Run | TypedRun | None) -> tuple[bytes, bool]:
    """The answer, and whether it may be given again: a reference is one request's."""
    compiled, denied = prepared.compiled, prepared.narrowed.denied
    encoded = made.encoded() if isinstance(made, TypedRun) else None
    if encoded is not None:
        return written(compiled.projection, encoded, denied), True
    result = made.result if made else Result({})
    shown = disclosed(result, prepared.graph.disclosure, log_error)
    data = {**prepared.local, **(result.data or {})}
    body = project(compiled.projection, Result(data, (*denied, *shown.errors), shown.lost))
    return body, shown is result
