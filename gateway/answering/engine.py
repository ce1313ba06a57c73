"""What answering needs, and what of a request is worked out only once: document, specialisation, plan and programs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Protocol, TypeAlias

from gateway.answering.deadline import RequestDeadline
from gateway.answering.disclosure import Disclosure
from gateway.answering.lanes import Lanes
from gateway.answering.memory import Compiled, Labels, Memory, new_memory, program_size
from gateway.execution import compile_plan, compile_typed
from gateway.ground.errors import RequestError
from gateway.model.budget import UNLIMITED, Budget, TooExpensiveError
from gateway.model.exchange import GraphQLRequest
from gateway.model.operation import Operation
from gateway.model.plan import Plan
from gateway.model.result import Guarded
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
from gateway.projection import build_shape, compile_answer
from gateway.subgraphs.send import Send


class PlanOperation(Protocol):
    """The planner, already holding its query graph. Raises RequestError if some field cannot be reached."""

    def __call__(self, operation: Operation, /, *, labels: Labels, budget: Budget) -> Plan: ...


HandOn: TypeAlias = Callable[[str, Mapping[str, str]], Mapping[str, str]]
"""(subgraph, the client's headers) -> the headers that go to that subgraph."""

Roll: TypeAlias = Callable[[GraphQLRequest], Labels]
"""Which labels are active for this request."""

Guard: TypeAlias = Callable[[Operation, GraphQLRequest], Guarded]
"""Takes out what this client may not see; gives back the same object if that is nothing. May raise RequestError."""


@dataclass(frozen=True, slots=True)
class Engine:
    """Everything that answering needs, built once per supergraph (by gateway.app) and swapped whole.

    ``disclosure``: what clients learn of the services' own errors. ``structs``: run on structs where they fit.
    ``dedupe``: identical queries that are under way together are answered once.
    """

    supergraph: Supergraph
    plan: PlanOperation
    send: Send
    guard: Guard | None = None
    roll: Roll = lambda _: frozenset()
    hand_on: HandOn = lambda _, headers: headers
    disclosure: Disclosure = field(default_factory=Disclosure)
    structs: bool = True
    dedupe: bool = True
    deadline: RequestDeadline = field(default_factory=RequestDeadline)
    limits: DocumentLimits = field(default_factory=DocumentLimits)
    memory: Memory = field(default_factory=new_memory)
    lanes: Lanes = field(default_factory=Lanes)


def read_operation(
    engine: Engine, text: str, name: str | None, budget: Budget = UNLIMITED
) -> ClientOperation | RequestError:
    """Parse, validate and pick. Raises TooExpensiveError only; all other errors of the text are its result."""
    try:
        return pick_operation(read_document(text, engine.supergraph.api, engine.limits, budget), name)
    except TooExpensiveError:
        raise
    except RequestError as error:
        return error


def specialise_operation(
    engine: Engine, operation: ClientOperation, conditions: tuple[bool, ...], budget: Budget = UNLIMITED
) -> Specialised | RequestError:
    """Decide @skip and @include, and normalise. Raises TooExpensiveError only."""
    try:
        return specialise(operation, engine.supergraph, conditions, budget)
    except TooExpensiveError:
        raise
    except RequestError as error:
        return error


def compile_operation(
    engine: Engine,
    specialised: Specialised,
    allowed: Operation | None,
    labels: Labels,
    budget: Budget = UNLIMITED,
) -> Compiled | RequestError:
    """Plan, and write the programs. ``allowed``: what the guard left, None if it left everything.

    Raises TooExpensiveError only.
    """
    planned = specialised.planned if allowed is None else renormalise(allowed, engine.supergraph, budget)
    try:
        plan = engine.plan(planned, labels=labels, budget=budget) if planned and planned.selections else None
    except TooExpensiveError:
        raise
    except RequestError as error:
        return error
    shape = build_shape(specialised.asked, engine.supergraph, allowed, budget)
    program = compile_plan(plan, engine.supergraph.schema, budget) if plan else None
    fits = engine.structs and not specialised.introspection
    typed = compile_typed(plan, shape, program, budget) if plan and program and fits else None
    size = program_size(plan, typed=typed is not None, asked=specialised.asked)
    return Compiled(plan, program, typed, compile_answer(shape, budget), size)
