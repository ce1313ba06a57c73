"""One execution of a program, without I/O: it says what to send and is handed what came.

GraphQL 6.2 to 6.4, spread over subgraphs. Each fetch is ready as soon as those that it waits for are done, whatever
else is under way. A fetch that fails costs only its fields: it counts as done, and what depends on it finds no key.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from gateway.errors import SubgraphError
from gateway.execution.answers import MALFORMED, Answer, read_answer
from gateway.execution.collecting import Tree, walk
from gateway.execution.contexts import group_by_context
from gateway.execution.failures import Reporter, Sent
from gateway.execution.merging import copied, merge_object, name_types
from gateway.execution.program import CompiledFetch, Program, top_fields
from gateway.json_codec import write_json
from gateway.model.exchange import SubgraphAnswer
from gateway.model.operation import OperationKind
from gateway.model.result import ABSENT, FieldError, Result


@dataclass(frozen=True, slots=True)
class Call:
    """A request to be sent now; its answer goes to ``Run.receive`` with ``fetch``."""

    fetch: int
    subgraph: str
    kind: OperationKind
    body: bytes


class Run:
    """The state of one execution. Not shared; every method returns at once."""

    __slots__ = (
        "_done",
        "_errors",
        "_masked",
        "_open",
        "_program",
        "_root",
        "_sent",
        "_startable",
        "_variables",
        "_waits",
    )

    def __init__(self, program: Program, variables: Mapping[str, Any], masked: frozenset[str] = frozenset()) -> None:
        """``variables``: the client's values by name. ``masked``: subgraphs whose error messages are hidden."""
        self._program = program
        self._variables = variables
        self._masked = masked
        self._root: Tree = {}
        self._errors: list[FieldError] = []
        self._waits = list(program.waits)
        self._startable = [number for number, waits in enumerate(program.waits) if waits == 0]
        self._sent: dict[int, tuple[Sent, ...]] = {}
        self._open = len(program.fetches)

    @property
    def finished(self) -> bool:
        """Nothing is to be sent or received any more."""
        return self._open == 0

    @property
    def result(self) -> Result:
        return Result(self._root, tuple(self._errors))

    def ready(self) -> list[Call]:
        """The requests that can be sent now, each given out once. A fetch that has nothing to ask is done at once."""
        calls = []
        while self._startable:
            number = self._startable.pop(0)
            call = self._start(self._program.fetches[number])
            if call is None:
                self._finish(number)
            else:
                calls.append(call)
        return calls

    def receive(self, number: int, answer: SubgraphAnswer | SubgraphError) -> None:
        """Take in what came for fetch ``number``."""
        compiled = self._program.fetches[number]
        sent = self._sent.pop(number)
        report = Reporter(compiled, self._root, sent, compiled.fetch.subgraph in self._masked)
        if isinstance(answer, SubgraphError):
            self._errors.append(report.failed(answer))
        else:
            try:
                self._merge(compiled, sent, read_answer(compiled.fetch.subgraph, answer, exact=compiled.exact), report)
            except SubgraphError as error:
                self._errors.append(report.failed(error))
        self._finish(number)

    def _start(self, compiled: CompiledFetch) -> Call | None:
        fetch = compiled.fetch
        if any(call.call.context for call in compiled.calls):
            return self._start_in_context(compiled)
        variables = {name: self._variables[name] for name in fetch.variables if name in self._variables}
        sent = []
        for call in compiled.calls:
            objects = call.collect(self._root)
            index, representations = call.represent(objects)
            variables[call.call.variable] = representations
            sent.append(Sent(call, objects, index))
        asks = any(number >= 0 for each in sent for number in each.index) or (
            fetch.root is not None and bool(compiled.collect(self._root))
        )
        if not asks:
            return None
        self._sent[fetch.id] = tuple(sent)
        return Call(fetch.id, fetch.subgraph, fetch.kind, compiled.prefix + write_json(variables)[1:] + b"}")

    def _start_in_context(self, compiled: CompiledFetch) -> Call | None:
        fetch = compiled.fetch
        grouped = group_by_context(compiled, self._root, self._program.matches)
        if not any(number >= 0 for each in grouped.sent for number in each.index):
            return None
        variables = {name: self._variables[name] for name in fetch.variables if name in self._variables}
        self._sent[fetch.id] = grouped.sent
        body = grouped.prefix + write_json({**variables, **grouped.variables})[1:] + b"}"
        return Call(fetch.id, fetch.subgraph, fetch.kind, body)

    def _finish(self, number: int) -> None:
        self._open -= 1
        for later in self._program.then[number]:
            self._waits[later] -= 1
            if self._waits[later] == 0:
                self._startable.append(later)

    def _merge(self, compiled: CompiledFetch, sent: tuple[Sent, ...], answer: Answer, report: Reporter) -> None:
        self._errors.extend(report.reported(answer.errors))
        if compiled.fetch.type_names:
            name_types(answer.data, {own: name for name, own in compiled.fetch.type_names.items()})

        def disagree(key: str) -> None:
            message = f"Service '{compiled.fetch.subgraph}' answered with a list {key!r} of another length than others."
            self._errors.append(report.wrong(message, MALFORMED))

        if compiled.fetch.root is not None:
            self._merge_root(compiled, answer, disagree)
        for each in sent:
            self._merge_entities(compiled, each, answer, disagree, report)

    def _merge_root(self, compiled: CompiledFetch, answer: Answer, disagree: Callable[[str], None]) -> None:
        # What was not asked for is not looked at: another subgraph may own a field of that name.
        data = {key: value for key, value in answer.data.items() if key in compiled.keys}
        _rename(compiled, data)
        for number, target in enumerate(compiled.collect(self._root)):
            merge_object(target, copied(data) if number else data, self._program.abstract, disagree)

    def _merge_entities(
        self, compiled: CompiledFetch, sent: Sent, answer: Answer, disagree: Callable[[str], None], report: Reporter
    ) -> None:
        entities = answer.data.get(sent.call.call.alias)
        expected = max(sent.index, default=-1) + 1
        if not isinstance(entities, list) or len(entities) != expected:
            if expected and not (entities is None and answer.errors):
                got = f"{len(entities)} entities" if isinstance(entities, list) else "no list of entities"
                message = f"Service '{compiled.fetch.subgraph}' answered with {got} when asked for {expected}."
                self._errors.append(report.wrong(message, MALFORMED))
            return
        if compiled.fetch.renames:
            for entity in entities:
                _rename(compiled, entity)
        used: set[int] = set()
        for target, number in zip(sent.objects, sent.index, strict=True):
            entity = entities[number] if number >= 0 else None
            if entity is None and number >= 0:
                target[ABSENT] = target.get(ABSENT, frozenset()) | {
                    each.key for each in top_fields(sent.call.call.selections)
                }
            if type(entity) is not dict:
                continue
            if sent.call.simple:
                target.update(entity)
                continue
            source = copied(entity) if number in used and not sent.call.final else entity
            used.add(number)
            merge_object(target, source, self._program.abstract, disagree)


def _rename(compiled: CompiledFetch, value: Any) -> None:
    """Give renamed fields the response keys that the client asked for."""
    for rename in compiled.fetch.renames:
        for _, thing in walk(value, rename.path):
            if rename.internal in thing:
                thing[rename.key] = thing.pop(rename.internal)
