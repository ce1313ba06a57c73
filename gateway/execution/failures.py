"""What went wrong with a fetch, as errors of the answer: paths rewritten, one for each cause, never too many."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from gateway.execution.answers import MALFORMED, Answer
from gateway.execution.collecting import Tree, walk
from gateway.execution.program import CompiledCall, CompiledFetch
from gateway.ground.codes import PublicCode
from gateway.ground.errors import SubgraphError
from gateway.model.result import FieldError, ResponsePath

DOWNSTREAM = PublicCode.DOWNSTREAM_SERVICE_ERROR
COPIES = 20
"""So many objects that share one failed representation get the error with their own path; the others are found by the
places that stay null."""
ERRORS = 200
"""So many errors of one answer are handed on."""


@dataclass(frozen=True, slots=True)
class Sent:
    """What a call asked for: the objects, and for each the number of its representation (-1: none).

    ``origin``: the place of the planned call, of which it may be one of several parts (@fromContext).
    """

    call: CompiledCall
    objects: list[Tree]
    index: list[int]
    origin: int

    @property
    def expected(self) -> int:
        """So many entities were asked for."""
        return max(self.index, default=-1) + 1


@dataclass(slots=True)
class Fault:
    """What a fetch did not bring, and the error that says why.

    ``whole``: of everything that is missing. ``says_nulls``: of the null root fields that it sent, too (its error
    names no place). ``entities``: of one representation, by the number of its call and its own.
    """

    whole: FieldError | None = None
    says_nulls: bool = False
    entities: dict[tuple[int, int], FieldError] = field(default_factory=dict)

    def lacks(self, call: int, representations: Iterable[int], error: FieldError) -> None:
        """These representations of a call got nothing; what is known of one already stands."""
        for number in representations:
            self.entities.setdefault((call, number), error)


@dataclass(frozen=True, slots=True)
class Reporter:
    """Makes the errors of one fetch and notes in ``fault`` what it did not bring. ``root``: the result tree."""

    compiled: CompiledFetch
    root: Tree
    sent: tuple[Sent, ...]
    fault: Fault = field(default_factory=Fault)

    def failed(self, error: SubgraphError) -> FieldError:
        """The one error of a fetch that brought nothing, or less than it seemed."""
        made = FieldError(error.message, error.code, service=error.service, extensions=error.extensions)
        if self.fault.whole is None:
            self.fault.whole = made
        return made

    def incomplete(self, what: str) -> FieldError:
        """An answer that contradicts itself or another one: whatever is missing of it is so for this reason."""
        return self.failed(self._malformed(what))

    def without(self, call: int, representations: Iterable[int], what: str) -> FieldError:
        """An answer in which these representations of a call have no entity."""
        error = self._malformed(what)
        made = FieldError(error.message, error.code, service=error.service)
        self.fault.lacks(call, representations, made)
        return made

    def _malformed(self, what: str) -> SubgraphError:
        service = self.compiled.fetch.subgraph
        return SubgraphError(service, f"Service '{service}' answered with {what}.", code=MALFORMED)

    def reported(self, answer: Answer) -> Iterator[FieldError]:
        """The subgraph's own errors."""
        for error in answer.errors[:ERRORS]:
            path = error.get("path")
            keys = path if isinstance(path, list) and all(isinstance(step, str | int) for step in path) else []
            yield from self._placed(self._entry(error), tuple(keys))
        if len(answer.errors) > ERRORS:
            service, more = self.compiled.fetch.subgraph, len(answer.errors) - ERRORS
            yield FieldError(f"Service '{service}' reported {more} more errors.", DOWNSTREAM, service=service)
        self._note_silence(answer)

    def _note_silence(self, answer: Answer) -> None:
        """GraphQL 6.4.4: an error may have moved its null far up; what is null with it is so for the same reason."""
        if not answer.errors:
            return
        first = self._entry(answer.errors[0])
        if self.fault.whole is None and self.compiled.fetch.root:
            self.fault.whole = first
        for number, each in enumerate(self.sent):
            if answer.data.get(each.call.call.alias) is None:
                self.fault.lacks(number, range(each.expected), self.fault.whole or first)

    def _placed(self, error: FieldError, path: ResponsePath) -> Iterator[FieldError]:
        call = next((n for n, sent in enumerate(self.sent) if path and sent.call.call.alias == path[0]), None)
        if call is not None and len(path) > 1 and path[1] in self.sent[call].index:
            yield from self._for_entity(error, call, path)
        elif path and call is None and self.compiled.fetch.root:
            for at in self._root_paths():
                yield replace(error, path=at + self._renamed(path))
        else:
            if self.fault.whole is None:
                self.fault.whole, self.fault.says_nulls = error, True
            yield error

    def _for_entity(self, error: FieldError, call: int, path: ResponsePath) -> Iterator[FieldError]:
        number, rest = int(path[1]), self._renamed(path[2:])
        if not rest:
            self.fault.lacks(call, range(number, number + 1), error)
            yield error
            return
        # Another service may give the object whose part is null here.
        self.fault.lacks(call, range(number, number + 1), error)
        for place in self._paths_of(self.sent[call], number)[:COPIES]:
            yield replace(error, path=place + rest)

    def _paths_of(self, sent: Sent, number: int) -> list[ResponsePath]:
        """Where the objects with this representation stand in the answer."""
        meant = {id(thing) for thing, index in zip(sent.objects, sent.index, strict=True) if index == number}
        paths = dict.fromkeys(
            at for path in sent.call.call.paths for at, thing in walk(self.root, path) if id(thing) in meant
        )
        return list(paths)

    def _root_paths(self) -> list[ResponsePath]:
        path = self.compiled.fetch.root.path if self.compiled.fetch.root else ()
        return [at for at, _ in walk(self.root, path)][:COPIES]

    def _renamed(self, path: ResponsePath) -> ResponsePath:
        names = self.compiled.names
        return tuple(names.get(step, step) if isinstance(step, str) else step for step in path)

    def _entry(self, error: Mapping[str, Any]) -> FieldError:
        service = self.compiled.fetch.subgraph
        given = error.get("extensions")
        extensions = dict(given) if isinstance(given, dict) else {}
        code = extensions.pop("code", None)
        extensions.pop("service", None)
        message = error.get("message")
        return FieldError(
            message=message if isinstance(message, str) else f"Service '{service}' reported an error.",
            code=code if isinstance(code, str) else DOWNSTREAM,
            service=service,
            extensions=extensions,
            in_words_of_service=True,
        )


def read_entities(answer: Answer, call: int, report: Reporter, errors: list[FieldError]) -> list[Any] | None:
    """The entities for a call, as many as were asked for; None where none can be used. Adds to ``errors``."""
    expected = report.sent[call].expected
    entities = answer.data.get(report.sent[call].call.call.alias)
    if isinstance(entities, list) and len(entities) == expected:
        wrong = [number for number, entity in enumerate(entities) if type(entity) is not dict and entity is not None]
        if wrong:
            errors.append(report.without(call, wrong, "entities that are no objects"))
        return entities
    if expected and not (entities is None and answer.errors):
        got = f"{len(entities)} entities" if isinstance(entities, list) else "no list of entities"
        errors.append(report.without(call, range(expected), f"{got} when asked for {expected}"))
    return None
