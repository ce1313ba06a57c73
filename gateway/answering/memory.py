"""What of requests is worked out only once, within so many bytes: documents, plans and programs, executions.

Sizes are estimates, made of what makes things large: the client's text, its selections once fragments are inlined, the
texts of the fetches. A test holds them against what is really taken. Counting entries would not do: a text of 15,000
tokens takes a thousand times as much as a small one, and who writes values into his texts sends new ones all the time.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count
from typing import Any, TypeAlias

from gateway.execution import Program, Recording, TypedProgram
from gateway.ground.errors import RequestError
from gateway.ground.flights import Flights
from gateway.ground.json_codec import write_json
from gateway.ground.recent import Recent
from gateway.guard.pricing import Price
from gateway.model.exchange import GraphQLAnswer
from gateway.model.operation import Operation, count_selections
from gateway.model.plan import Plan
from gateway.model.result import FieldError
from gateway.operations import ClientOperation, Specialised
from gateway.projection import Projection

Labels: TypeAlias = frozenset[str]
"""The labels of progressive overrides that are active for a request."""

Key: TypeAlias = tuple[str, str | None, tuple[bool, ...]]
"""A document's text, the operation's name, the values of its conditions: what a specialisation depends on."""

PlanKey: TypeAlias = tuple[Key, Operation | None, Labels]
"""The same, what the guard left (None: everything), the labels: what a plan depends on."""


@dataclass(frozen=True, slots=True)
class Compiled:
    """``program``: None if no subgraph is asked. ``typed``: the same on structs, None where they do not fit.

    ``price``: None where nothing is counted. ``size``: in bytes, roughly. ``serial``: never given twice, so that
    it can stand for the plan in a key that must not keep the plan alive.
    """

    plan: Plan | None
    program: Program | None
    typed: TypedProgram | None
    projection: Projection
    size: int
    price: Price | None = None
    serial: int = field(default_factory=count().__next__)


@dataclass(frozen=True, slots=True)
class Usual:
    """An operation whose plan is the same for everybody, with all that running it needs. ``guard``: who said so; for
    another one it says nothing.
    """

    guard: object
    client: ClientOperation
    specialised: Specialised
    key: PlanKey
    compiled: Compiled


Question: TypeAlias = tuple[int, bytes, tuple[FieldError, ...]]
"""A plan's serial, the JSON of its variables, what the guard refused: what an answer depends on besides subgraphs."""

Asking: TypeAlias = tuple[Question, frozenset[tuple[str, str]], float]
"""The same with every header that is handed on, and the seconds that the request has: what the subgraphs' answers may
depend on."""


@dataclass(frozen=True, slots=True)
class Memory:
    """What was worked out before. A RequestError is remembered like a success: the same text fails the same way."""

    operations: Recent[tuple[str, str | None], ClientOperation | RequestError]
    specialised: Recent[Key, Specialised | RequestError]
    compiled: Recent[PlanKey, Compiled | RequestError]
    introspections: Recent[Key, dict[str, Any] | RequestError]
    usual: Recent[tuple[str, str | None], Usual] = field(default_factory=lambda: Recent(0))
    """What is the same for everybody, by its text and the operation's name."""
    flights: Flights[object, Any] = field(default_factory=Flights)
    """What is being worked out at this moment, so that it is done once."""
    answers: Flights[Asking, GraphQLAnswer] = field(default_factory=Flights)
    """The queries that are being answered at this moment."""
    recordings: Recent[Question, Recording] = field(default_factory=lambda: Recent(0))
    """Executions that may come again."""

    def clearing(self) -> Iterator[None]:
        """Forgets everything, one value at a time."""
        every: tuple[Recent[Any, Any], ...] = (
            *(self.usual, self.recordings, self.introspections),
            *(self.compiled, self.specialised, self.operations),
        )
        for each in every:
            yield from each.clearing()


def new_memory(plans: int = 33_554_432, recordings: int = 4_194_304) -> Memory:
    """``plans``: bytes for all that comes before execution; ``recordings``: for executions that may come again.

    Twice as much is kept at most.
    """
    return Memory(
        operations=Recent(plans // 4, _operation_size),
        specialised=Recent(plans // 8, _specialised_size),
        compiled=Recent(plans // 4, _compiled_size),
        introspections=Recent(plans // 8, _introspection_size),
        usual=Recent(plans // 4, _usual_size),
        recordings=Recent(recordings, _recording_size),
    )


def program_size(plan: Plan | None, *, typed: bool, asked: Operation) -> int:
    """Bytes of a plan with its programs and projection."""
    texts = sum(len(fetch.document) for fetch in plan.fetches) if plan else 0
    return 15_000 + (200 if typed else 60) * texts + 100 * count_selections(asked.selections)


def _operation_size(key: tuple[str, str | None], _: object) -> int:
    return 20_000 + 120 * len(key[0])


def _specialised_size(key: Key, value: Specialised | RequestError) -> int:
    selections = 0 if isinstance(value, RequestError) else count_selections(value.asked.selections)
    return 1000 + len(key[0]) + 300 * selections


def _compiled_size(key: PlanKey, value: Compiled | RequestError) -> int:
    return 2000 + len(key[0][0]) if isinstance(value, RequestError) else value.size


def _usual_size(key: tuple[str, str | None], value: Usual) -> int:
    # All of it may live only here.
    whole = _operation_size(key, value) + _specialised_size(value.key[0], value.specialised)
    return whole + value.compiled.size


def _introspection_size(_: Key, value: dict[str, Any] | RequestError) -> int:
    # The objects take about five times their text: 1.3 MB for a schema of this network's size.
    return 2000 if isinstance(value, RequestError) else 5 * len(write_json(value))


def _recording_size(key: Question, value: Recording) -> int:
    return len(key[1]) + value.size
