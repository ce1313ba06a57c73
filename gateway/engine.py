"""What answering needs, and what of a request is worked out only once: document, specialisation, plan and programs."""

from __future__ import annotations

from asyncio import Future
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from operator import attrgetter
from typing import Any, Protocol, TypeAlias

from gateway.errors import RequestError
from gateway.execution import Program, Recording, TypedProgram, compile_plan, compile_typed
from gateway.flights import Flights
from gateway.model.exchange import GraphQLAnswer, GraphQLRequest
from gateway.model.operation import Operation
from gateway.model.plan import Plan
from gateway.model.result import FieldError, Guarded
from gateway.model.supergraph import Supergraph
from gateway.operations import (
    ClientOperation,
    DocumentLimits,
    Specialised,
    pick_operation,
    read_document,
    renormalise,
    specialise,
)
from gateway.projection import Projection, build_shape, compile_answer
from gateway.recent import Recent
from gateway.subgraphs.send import Send

Labels: TypeAlias = frozenset[str]
"""The labels of progressive overrides that are active for a request."""


class PlanOperation(Protocol):
    """The planner, already holding its query graph. Raises RequestError if some field cannot be reached."""

    def __call__(self, operation: Operation, /, *, labels: Labels) -> Plan: ...


HandOn: TypeAlias = Callable[[str, Mapping[str, str]], Mapping[str, str]]
"""(subgraph, the client's headers) -> the headers that go to that subgraph."""

Roll: TypeAlias = Callable[[GraphQLRequest], Labels]
"""Which labels are active for this request."""

Guard: TypeAlias = Callable[[Operation, GraphQLRequest], Guarded]
"""Takes out what this client may not see; gives back the same object if that is nothing. May raise RequestError."""

Key: TypeAlias = tuple[str, str | None, tuple[bool, ...]]
"""A document's text, the operation's name, the values of its conditions: what a specialisation depends on."""

PlanKey: TypeAlias = tuple[Key, Operation | None, Labels]
"""The same, what the guard left (None: everything), the labels: what a plan depends on."""


@dataclass(frozen=True, slots=True, eq=False)
class Compiled:
    """``program``: None if no subgraph is asked. ``typed``: the same on structs, None where they do not fit.

    Compared by identity: there is one for each plan that is remembered.
    """

    plan: Plan | None
    program: Program | None
    typed: TypedProgram | None
    projection: Projection


Question: TypeAlias = tuple[Compiled, bytes, tuple[FieldError, ...]]
"""A plan, the JSON of its variables, what the guard refused: what an answer depends on besides the subgraphs."""

Asking: TypeAlias = tuple[Question, frozenset[tuple[str, str]]]
"""The same with every header that is handed on: what the subgraphs' answers may depend on."""


@dataclass(frozen=True, slots=True)
class Memory:
    """What was worked out before. A RequestError is remembered like a success: the same text fails the same way."""

    operations: Recent[tuple[str, str | None], ClientOperation | RequestError]
    specialised: Recent[Key, Specialised | RequestError]
    compiled: Recent[PlanKey, Compiled | RequestError]
    introspections: Recent[Key, dict[str, Any] | RequestError]
    flights: dict[object, Future[Any]] = field(default_factory=dict)
    """What is being worked out at this moment, so that it is done once."""
    answers: Flights[Asking, GraphQLAnswer] = field(default_factory=Flights)
    """The queries that are being answered at this moment."""
    recordings: Recent[Question, Recording] = field(default_factory=lambda: Recent(0))
    """Executions that may come again."""


def new_memory(size: int = 500, recordings: int = 4_194_304) -> Memory:
    """``size``: so many operations are remembered at least, twice as many at most; a large one takes 0.2 MB.

    ``recordings``: bytes of executions that may come again, kept in the same way.
    """
    kept = Recent[Question, Recording](recordings, attrgetter("size"))
    return Memory(Recent(size), Recent(size), Recent(size), Recent(min(size, 50)), recordings=kept)


@dataclass(frozen=True, slots=True)
class Engine:
    """Everything that answering needs, built once per supergraph (by gateway.app) and swapped whole.

    ``masked``: the subgraphs whose error messages clients do not see. ``structs``: run on structs where they fit.
    ``dedupe``: identical queries that are under way together are answered once.
    """

    supergraph: Supergraph
    plan: PlanOperation
    send: Send
    guard: Guard | None = None
    roll: Roll = lambda _: frozenset()
    hand_on: HandOn = lambda _, headers: headers
    masked: frozenset[str] = frozenset()
    structs: bool = True
    dedupe: bool = True
    limits: DocumentLimits = field(default_factory=DocumentLimits)
    memory: Memory = field(default_factory=new_memory)


def read_operation(engine: Engine, text: str, name: str | None) -> ClientOperation | RequestError:
    """Parse, validate and pick; 0.1 ms to several milliseconds."""
    try:
        return pick_operation(read_document(text, engine.supergraph.api, engine.limits), name)
    except RequestError as error:
        return error


def specialise_operation(
    engine: Engine, operation: ClientOperation, conditions: tuple[bool, ...]
) -> Specialised | RequestError:
    """Decide @skip and @include, and normalise."""
    try:
        return specialise(operation, engine.supergraph, conditions)
    except RequestError as error:
        return error


def compile_operation(
    engine: Engine, specialised: Specialised, allowed: Operation | None, labels: Labels
) -> Compiled | RequestError:
    """Plan, and write the programs. ``allowed``: what the guard left, None if it left everything."""
    planned = specialised.planned if allowed is None else renormalise(allowed, engine.supergraph)
    try:
        plan = engine.plan(planned, labels=labels) if planned and planned.selections else None
    except RequestError as error:
        return error
    shape = build_shape(specialised.asked, engine.supergraph, allowed)
    program = compile_plan(plan, engine.supergraph.schema) if plan else None
    fits = engine.structs and not specialised.introspection
    typed = compile_typed(plan, shape, program) if plan and program and fits else None
    return Compiled(plan, program, typed, compile_answer(shape))
