"""One execution of a program, without I/O: it says what to send and is handed what came.

GraphQL 6.2 to 6.4, spread over subgraphs. Each fetch is ready as soon as those that it waits for are done, whatever
else is under way. A fetch that fails costs only its fields: it counts as done, and what depends on it finds no key.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from gateway.execution.answers import Answer, read_answer
from gateway.execution.collecting import Tree, walk
from gateway.execution.contexts import group_by_context
from gateway.execution.failures import Fault, Reporter, Sent, read_entities
from gateway.execution.losses import find_lost
from gateway.execution.merging import copied, merge_object, name_types
from gateway.execution.program import CompiledFetch, Program, top_fields
from gateway.execution.schedule import Schedule
from gateway.ground.errors import SubgraphError
from gateway.ground.json_codec import write_json
from gateway.model.exchange import SubgraphAnswer
from gateway.model.operation import OperationKind
from gateway.model.result import ABSENT, FieldError, Result


@dataclass(frozen=True, slots=True)
class Call:
    """A request to be sent now; its answer goes to ``Run.receive`` with ``fetch``.

    ``missable``: others want it only for what they @require and may go without.
    """

    fetch: int
    subgraph: str
    kind: OperationKind
    body: bytes
    missable: bool = False


class Run:
    """The state of one execution. Not shared; every method returns at once."""

    __slots__ = (
        "_errors",
        "_faults",
        "_program",
        "_root",
        "_schedule",
        "_sent",
        "_variables",
    )

    def __init__(self, program: Program, variables: Mapping[str, Any]) -> None:
        """``variables``: the client's values by name."""
        self._program = program
        self._variables = variables
        self._root: Tree = {}
        self._errors: list[FieldError] = []
        self._faults: dict[int, Fault] = {}
        self._schedule = Schedule(program)
        self._sent: dict[int, tuple[Sent, ...]] = {}

    @property
    def finished(self) -> bool:
        """Nothing is to be sent or received any more."""
        return self._schedule.is_finished

    @property
    def result(self) -> Result:
        """The tree, and what is lost of it."""
        errors = tuple(self._errors)
        if not errors:
            return Result(self._root)
        return Result(self._root, errors, find_lost(self._program, self._root, self._sent, self._faults, errors))

    def ready(self) -> list[Call]:
        """The requests that can be sent now, each given out once. A fetch that has nothing to ask is done at once."""
        calls = []
        while numbers := self._schedule.ready():
            for number in numbers:
                call = self._start(self._program.fetches[number])
                if call is None:
                    self._schedule.done(number)
                else:
                    calls.append(call)
        return calls

    def receive(self, number: int, answer: SubgraphAnswer | SubgraphError) -> None:
        """Take in what came for fetch ``number``."""
        compiled = self._program.fetches[number]
        report = Reporter(compiled, self._root, self._sent[number])
        if isinstance(answer, SubgraphError):
            self._errors.append(report.failed(answer))
        else:
            try:
                answered = read_answer(compiled.fetch.subgraph, answer, exact=compiled.exact)
                self._merge(compiled, answered, report)
            except SubgraphError as error:
                self._errors.append(report.failed(error))
        if self._errors:
            self._faults[number] = report.fault
        self._schedule.done(number)

    def _start(self, compiled: CompiledFetch) -> Call | None:
        fetch = compiled.fetch
        if any(call.call.context for call in compiled.calls):
            return self._start_in_context(compiled)
        variables = {name: self._variables[name] for name in fetch.variables if name in self._variables}
        sent = []
        for number, call in enumerate(compiled.calls):
            objects = call.collect(self._root)
            index, representations = call.represent(objects)
            variables[call.call.variable] = representations
            sent.append(Sent(call, objects, index, number))
        asks = any(number >= 0 for each in sent for number in each.index) or (
            fetch.root is not None and bool(compiled.collect(self._root))
        )
        if not asks:
            return None
        self._sent[fetch.id] = tuple(sent)
        body = compiled.prefix + write_json(variables)[1:] + b"}"
        return Call(fetch.id, fetch.subgraph, fetch.kind, body, fetch.id in self._program.missable)

    def _start_in_context(self, compiled: CompiledFetch) -> Call | None:
        fetch = compiled.fetch
        grouped = group_by_context(compiled, self._root, self._program.matches)
        if not any(number >= 0 for each in grouped.sent for number in each.index):
            return None
        variables = {name: self._variables[name] for name in fetch.variables if name in self._variables}
        self._sent[fetch.id] = grouped.sent
        body = grouped.prefix + write_json({**variables, **grouped.variables})[1:] + b"}"
        return Call(fetch.id, fetch.subgraph, fetch.kind, body, fetch.id in self._program.missable)

    def _merge(self, compiled: CompiledFetch, answer: Answer, report: Reporter) -> None:
        if answer.errors:
            self._errors.extend(report.reported(answer))
        if compiled.fetch.type_names:
            name_types(answer.data, {own: name for name, own in compiled.fetch.type_names.items()})

        def disagree(key: str) -> None:
            self._errors.append(report.incomplete(f"a list {key!r} of another length than others"))

        if compiled.fetch.root is not None:
            self._merge_root(compiled, answer, disagree, report)
        for number in range(len(report.sent)):
            self._merge_entities(compiled, number, answer, disagree, report)

    def _merge_root(
        self, compiled: CompiledFetch, answer: Answer, disagree: Callable[[str], None], report: Reporter
    ) -> None:
        # What was not asked for is not looked at: another subgraph may own a field of that name.
        data = {key: value for key, value in answer.data.items() if key in compiled.keys}
        if len(data) < len(compiled.keys) and not answer.errors:
            self._errors.append(report.incomplete("less than it was asked for"))
        _rename(compiled, data)
        for number, target in enumerate(compiled.collect(self._root)):
            merge_object(target, copied(data) if number else data, self._program.abstract, disagree)

    def _merge_entities(
        self, compiled: CompiledFetch, number: int, answer: Answer, disagree: Callable[[str], None], report: Reporter
    ) -> None:
        sent = report.sent[number]
        entities = read_entities(answer, number, report, self._errors)
        if entities is None:
            return
        if compiled.fetch.renames:
            for entity in entities:
                _rename(compiled, entity)
        used: set[int] = set()
        for target, place in zip(sent.objects, sent.index, strict=True):
            entity = entities[place] if place >= 0 else None
            if entity is None and place >= 0:
                target[ABSENT] = target.get(ABSENT, frozenset()) | {
                    each.key for each in top_fields(sent.call.call.selections)
                }
            if type(entity) is not dict:
                continue
            if sent.call.simple:
                target.update(entity)
                continue
            source = copied(entity) if place in used and not sent.call.final else entity
            used.add(place)
            merge_object(target, source, self._program.abstract, disagree)


def _rename(compiled: CompiledFetch, value: Any) -> None:
    """Give renamed fields the response keys that the client asked for."""
    for rename in compiled.fetch.renames:
        for _, thing in walk(value, rename.path):
            if rename.internal in thing:
                thing[rename.key] = thing.pop(rename.internal)
