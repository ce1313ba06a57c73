"""From a request to what only needs to be run: read, variables, specialise, guard, plan, programs.

Preparing is a generator without I/O: it says what has to be worked out (`Work`) and is handed what was found. So one
order of steps serves a request beside the event loop, the plan panel, and the commands, which work everything out at
once; and all of them guard, limit and count alike.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Mapping
from dataclasses import dataclass
from functools import partial
from time import monotonic
from types import MappingProxyType
from typing import Any, Generic, TypeAlias, TypeVar, cast

from msgspec import Struct
from msgspec.structs import replace

from gateway.answering.client_mark import HEADER as MARK
from gateway.answering.graph import Graph, Guard
from gateway.answering.memory import Compiled, Key, Labels, PlanKey, Question, program_size
from gateway.execution import compile_plan, compile_typed
from gateway.ground.codes import PublicCode
from gateway.ground.errors import RequestError
from gateway.ground.json_codec import write_json
from gateway.ground.recent import Recent
from gateway.model.budget import UNLIMITED, Budget, TooExpensiveError
from gateway.model.exchange import GraphQLRequest
from gateway.model.operation import Operation, OperationKind
from gateway.model.plan import Plan
from gateway.model.result import FieldError, Guarded
from gateway.observe.events import KNOWN, Planned
from gateway.operations import (
    ClientOperation,
    Specialised,
    answer_introspection,
    condition_values,
    pick_operation,
    read_document,
    read_variables,
    renormalise,
    specialise,
)
from gateway.projection import build_shape, compile_answer
from gateway.subgraphs.signed import CALLER

V = TypeVar("V")
NOTHING: Mapping[str, Any] = MappingProxyType({})
LARGE = 200
"""Selections from which on an operation is not guarded on the event loop: two milliseconds."""

ReadVariables: TypeAlias = Callable[[ClientOperation, Mapping[str, Any]], dict[str, Any]]
"""The values that count, of those that were given. Raises RequestError for wrong ones."""


@dataclass(frozen=True, slots=True)
class Work(Generic[V]):
    """Something that is not known yet. ``memory``: where it belongs under ``key``; None if it is not to be kept.

    ``do`` gives errors of the request as its result where they may be remembered, and may raise TooExpensiveError.
    """

    memory: Recent[Any, V | RequestError] | None
    key: Any
    do: Callable[[Budget], V | RequestError]
    is_last: bool = False
    """Nothing else of the request is to be worked out after it."""


Steps: TypeAlias = Generator[Work[Any], Any, V]
"""Asks for work, is sent what was found, and returns its result. Raises RequestError."""


class Narrowed(Struct, frozen=True):
    """An operation before it is planned. ``allowed``: what the guard left, None if it left everything; ``denied``: the
    errors of what it took out; ``for_all``: it leaves the same to everybody.
    """

    specialised: Specialised
    key: Key
    variables: Mapping[str, Any]
    allowed: Operation | None
    denied: tuple[FieldError, ...]
    for_all: bool = False

    @property
    def planned(self) -> Operation | None:
        """The operation as it is planned; None if no subgraph is asked."""
        operation = self.specialised.planned if self.allowed is None else self.allowed
        return operation if operation is not None and operation.selections else None


class Prepared(Struct, frozen=True):
    """A request that only needs to be run, on the graph for which it was prepared.

    ``alike``: the headers as part of a key, made once for all calls. ``local``: what introspection answered.
    ``question``: None where nobody else's work may be used: for mutations, and where there is introspection.
    ``is_known``: whoever asks has said who he is. ``estimated``: points that it will cost. ``is_again``: its plan was
    there before.
    """

    graph: Graph
    narrowed: Narrowed
    compiled: Compiled
    headers: Mapping[str, str]
    alike: frozenset[tuple[str, str]]
    question: Question | None
    local: Mapping[str, Any]
    kind: OperationKind
    is_known: bool = False
    estimated: int = 0
    is_again: bool = True

    @property
    def plan(self) -> Plan:
        """Without fetches if no subgraph is asked."""
        return self.compiled.plan or Plan(self.kind, ())


def narrowing(graph: Graph, request: GraphQLRequest, read: ReadVariables = read_variables) -> Steps[Narrowed]:
    """All that comes before planning. ``read``: another one where an operation is only looked at."""
    memory = graph.memory
    text, name = request.query, request.operation_name or None
    operation: ClientOperation = known(memory.operations, (text, name)) or found(
        (yield Work(memory.operations, (text, name), partial(read_operation, graph, text, name)))
    )
    if request.queries_only and operation.kind is OperationKind.MUTATION:
        raise RequestError("Send mutations by POST.", code=PublicCode.METHOD_NOT_ALLOWED)
    variables = read(operation, request.variables)
    key = (text, name, condition_values(operation, variables))
    specialised: Specialised = known(memory.specialised, key) or found(
        (yield Work(memory.specialised, key, partial(specialise_operation, graph, operation, key[2])))
    )
    if graph.guard is None or specialised.planned is None:
        return Narrowed(specialised, key, variables, None, (), for_all=True)
    guard = partial(_guarded, graph.guard, specialised, request)
    guarded: Guarded = guard(UNLIMITED) if specialised.size < LARGE else (yield Work(None, None, guard))
    allowed = None if guarded.operation is specialised.planned else guarded.operation
    return Narrowed(specialised, key, variables, allowed, guarded.errors, guarded.for_all)


def preparing(graph: Graph, request: GraphQLRequest, read: ReadVariables = read_variables) -> Steps[Prepared]:
    """All that comes before the run, but for introspection."""
    narrowed = yield from narrowing(graph, request, read)
    specialised = narrowed.specialised
    key: PlanKey = (narrowed.key, narrowed.allowed, graph.roll(request))
    before = known(graph.memory.compiled, key)
    if before:
        graph.observe(KNOWN)
        compiled: Compiled = before
    else:
        began = monotonic()
        do = partial(compile_operation, graph, specialised, *key[1:])
        made = yield Work(graph.memory.compiled, key, do, is_last=specialised.introspection is None)
        graph.observe(Planned(is_known=False, seconds=monotonic() - began))
        compiled = found(made)
    return prepared_for(graph, request, narrowed, compiled, is_again=before is not None)


def prepared_for(
    graph: Graph, request: GraphQLRequest, narrowed: Narrowed, compiled: Compiled, *, is_again: bool = True
) -> Prepared:
    """All that is known of it, with what goes along to subgraphs."""
    specialised, variables, kind = narrowed.specialised, narrowed.variables, narrowed.specialised.client.kind
    usual = specialised.introspection is None and kind is OperationKind.QUERY
    question = (compiled.serial, write_json(variables) if variables else b"", narrowed.denied) if usual else None
    headers = request.headers
    if kind is OperationKind.MUTATION or MARK in headers:
        headers = graph.marks.marked(kind, headers, request.address)
    if graph.vouch is not None and graph.vouches(kind):
        headers = {**headers, CALLER: graph.vouch(request.caller)}
    is_known, alike = request.caller.subject is not None, frozenset(headers.items())
    return Prepared(graph, narrowed, compiled, headers, alike, question, NOTHING, kind, is_known, is_again=is_again)


def preparing_to_run(graph: Graph, request: GraphQLRequest) -> Steps[Prepared]:
    """The same with what the gateway answers itself."""
    prepared = with_estimate((yield from preparing(graph, request)), request)
    specialised, key = prepared.narrowed.specialised, prepared.narrowed.key
    if specialised.introspection is None:
        return prepared
    do = partial(answer_introspection, specialised.client, specialised.introspection, request.variables)
    if specialised.asked.variables:
        return replace(prepared, local=(yield Work(None, None, do, is_last=True)))
    local = known(graph.memory.introspections, key)
    return replace(
        prepared,
        local=local if local is not None else found((yield Work(graph.memory.introspections, key, do, is_last=True))),
    )


def with_estimate(prepared: Prepared, request: GraphQLRequest) -> Prepared:
    """The same, knowing its cost. Raises RequestError when it is too dear, or a page of it too large."""
    costing, price = prepared.graph.costing, prepared.compiled.price
    if costing is None or price is None or not (price.slices or prepared.graph.counts_cost):
        return prepared
    return replace(prepared, estimated=costing.estimated(price, prepared.narrowed.variables, request.caller))


def prepare(
    graph: Graph, request: GraphQLRequest, budget: Budget = UNLIMITED, read: ReadVariables = read_variables
) -> Prepared:
    """A request worked out here and now, within one budget. Raises RequestError, of which TooExpensiveError is one."""
    return at_once(preparing(graph, request, read), budget)


def at_once(steps: Steps[V], budget: Budget) -> V:
    """What the steps come to, each worked out as it is asked for."""
    try:
        work = next(steps)
        while True:
            result = work.do(budget)
            if work.memory is not None:
                work.memory.put(work.key, result)
            work = steps.send(result)
    except StopIteration as ended:
        return cast(V, ended.value)


def known(memory: Recent[Any, V | RequestError], key: Any) -> V | None:
    """What was found before."""
    result = memory.get(key)
    if isinstance(result, RequestError):
        raise result.anew()
    return result


def found(result: V | RequestError) -> V:
    """The result, if it is no error; errors are raised."""
    if isinstance(result, RequestError):
        raise result.anew()
    return result


def read_operation(
    graph: Graph, text: str, name: str | None, budget: Budget = UNLIMITED
) -> ClientOperation | RequestError:
    """Parse, validate and pick. Raises TooExpensiveError only; all other errors of the text are its result."""
    try:
        return pick_operation(read_document(text, graph.supergraph.api, graph.limits, budget), name)
    except TooExpensiveError:
        raise
    except RequestError as error:
        return error.anew()


def specialise_operation(
    graph: Graph, operation: ClientOperation, conditions: tuple[bool, ...], budget: Budget = UNLIMITED
) -> Specialised | RequestError:
    """Decide @skip and @include, normalise, and see whether it is within bounds. Raises TooExpensiveError only."""
    try:
        made = specialise(operation, graph.supergraph, conditions, budget)
        if graph.check is not None:
            graph.check(made.whole)
        return made
    except TooExpensiveError:
        raise
    except RequestError as error:
        return error.anew()


def compile_operation(
    graph: Graph,
    specialised: Specialised,
    allowed: Operation | None,
    labels: Labels,
    budget: Budget = UNLIMITED,
) -> Compiled | RequestError:
    """Plan, and write the programs. ``allowed``: what the guard left, None if it left everything.

    Raises TooExpensiveError only.
    """
    planned = specialised.planned if allowed is None else renormalise(allowed, graph.supergraph, budget)
    try:
        plan = graph.plan(planned, labels=labels, budget=budget) if planned and planned.selections else None
    except TooExpensiveError:
        raise
    except RequestError as error:
        return error.anew()
    fetches = len(plan.fetches) if plan else 0
    try:
        price = graph.costing.price(planned if plan else None, fetches, budget) if graph.costing else None
    except TooExpensiveError:
        raise
    except RequestError as error:
        return error.anew()
    shape = build_shape(specialised.asked, graph.supergraph, allowed, budget)
    program = compile_plan(plan, graph.supergraph.schema, budget) if plan else None
    fits = graph.structs and not specialised.introspection
    typed = compile_typed(plan, shape, program, budget) if plan and program and fits else None
    size = program_size(plan, typed=typed is not None, asked=specialised.asked)
    return Compiled(plan, program, typed, compile_answer(shape, budget), size, price)


def _guarded(guard: Guard, specialised: Specialised, request: GraphQLRequest, budget: Budget) -> Guarded:
    budget.spend(specialised.size)
    return guard(cast(Operation, specialised.planned), request)
