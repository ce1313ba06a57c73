"""One execution on structs, with the other back end in reserve."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeAlias

import msgspec

from gateway.execution.relay import Received, Relay
from gateway.execution.run import Call, Run
from gateway.execution.schedule import Schedule
from gateway.execution.typed.program import TypedCall, TypedProgram
from gateway.execution.typed.sites import Unfit
from gateway.ground.errors import SubgraphError
from gateway.ground.json_codec import write_json, write_structs
from gateway.model.result import Result

Asked: TypeAlias = tuple[TypedCall, list[Any], list[int]]
"""A call of a fetch, the objects that it was made for, and for each the number of its representation."""


class TypedRun:
    """The interface of Run; ``encoded`` gives the JSON of ``data`` if everything was regular.

    Every answer is kept until the end. The first irregular one starts a Run that is given all of them in the same
    order; it asks for the same fetches, of which those under way are not sent again.
    """

    def __init__(self, program: TypedProgram, variables: Mapping[str, Any]) -> None:
        self._program = program
        self._variables = variables
        self._root = program.root()
        self._kept: list[tuple[int, Received]] = []
        self._asked: dict[int, list[Asked]] = {}
        self._found: dict[int, list[Any]] = {}
        self._sent: set[int] = set()
        self._schedule = Schedule(program.plain)
        self._calls: list[Call] = []
        self._plain: Relay[Run] | None = None

    @property
    def result(self) -> Result:
        """Of an irregular execution; of a regular one there is only ``encoded``."""
        return self._plain.run.result if self._plain else Result({})

    def encoded(self) -> bytes | None:
        """The JSON of ``data`` when all is received; None after an irregular execution."""
        if self._plain is not None:
            return None
        for asked in self._asked.values():
            for call, objects, _ in asked:
                call.tidy(objects)
        return write_structs(self._root)

    def ready(self) -> list[Call]:
        """As Run.ready."""
        if self._plain is None:
            try:
                self._start_all()
            except Unfit:
                self._hand_over()
        if self._plain is not None:
            self._calls.extend(self._plain.ready())
        calls, self._calls = self._calls, []
        return calls

    def receive(self, number: int, answer: Received) -> None:
        """As Run.receive."""
        self._kept.append((number, answer))
        if self._plain is not None:
            self._plain.receive(number, answer)
            return
        try:
            self._complete(number, answer)
        except (Unfit, msgspec.DecodeError, UnicodeDecodeError, RecursionError):
            self._hand_over()

    def _start_all(self) -> None:
        while numbers := self._schedule.ready():
            for number in numbers:
                if not self._start(number):
                    self._schedule.done(number)

    def _start(self, number: int) -> bool:
        compiled = self._program.plain.fetches[number]
        typed = self._program.fetches[number]
        fetch = compiled.fetch
        variables = {name: self._variables[name] for name in fetch.variables if name in self._variables}
        asked: list[Asked] = []
        asks = fetch.root is not None
        for call in typed.calls:
            objects = self._objects(call)
            index, representations = call.represent(objects)
            variables[call.variable] = representations
            asked.append((call, objects, index))
            asks = asks or bool(representations)
        self._asked[number] = asked
        if asks:
            self._sent.add(number)
            body = compiled.prefix + write_json(variables)[1:] + b"}"
            self._calls.append(Call(number, fetch.subgraph, fetch.kind, body, number in self._program.plain.missable))
        return asks

    def _objects(self, call: TypedCall) -> list[Any]:
        if len(call.visits) == 1:
            return self._visited(call.visits[0])
        return [found for visit in call.visits for found in self._visited(visit)]

    def _visited(self, number: int) -> list[Any]:
        """All objects at a place come with one answer, so that nothing is missed by looking there once."""
        found = self._found.get(number)
        if found is None:
            visit = self._program.visits[number]
            found = visit.collect([self._root] if visit.start is None else self._visited(visit.start))
            self._found[number] = found
        return found

    def _complete(self, number: int, answer: Received) -> None:
        if isinstance(answer, SubgraphError):
            raise Unfit
        typed = self._program.fetches[number]
        decoded = typed.decoder.decode(answer.body)
        if decoded.errors is not None and decoded.errors != []:
            raise Unfit
        data = decoded.data
        for name in typed.root:
            setattr(self._root, name, getattr(data, name))
        for call, objects, index in self._asked[number]:
            entities = getattr(data, call.alias)
            if len(entities) != max(index, default=-1) + 1:
                raise Unfit
            call.complete(objects, index, entities)
        self._schedule.done(number)

    def _hand_over(self) -> None:
        """Start anew on dictionaries, with everything that came so far."""
        plain = Run(self._program.plain, self._variables)
        self._plain = Relay(plain, self._sent, self._kept)
