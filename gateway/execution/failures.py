"""Errors of fetches as errors of the client's answer: paths rewritten, one for each cause, never too many."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from gateway.codes import PublicCode
from gateway.errors import SubgraphError
from gateway.execution.collecting import Tree, walk
from gateway.execution.program import CompiledCall, CompiledFetch
from gateway.model.result import FieldError, ResponsePath

DOWNSTREAM = PublicCode.DOWNSTREAM_SERVICE_ERROR
COPIES = 20
"""So many objects that share one failed representation get the error with their own path; the others are counted."""
ERRORS = 200
"""So many errors of one answer are handed on."""


@dataclass(frozen=True, slots=True)
class Sent:
    """What a call asked for: the objects, and for each the number of its representation (-1: none)."""

    call: CompiledCall
    objects: list[Tree]
    index: list[int]


@dataclass(frozen=True, slots=True)
class Reporter:
    """Makes the errors of one fetch. ``root``: the result tree. ``masked``: its service's own words stay hidden."""

    compiled: CompiledFetch
    root: Tree
    sent: tuple[Sent, ...]
    masked: bool

    def failed(self, error: SubgraphError) -> FieldError:
        """The one error of a fetch that brought nothing."""
        return FieldError(
            message=error.message,
            code=error.code,
            path=self._place(),
            service=error.service,
            extensions=error.extensions,
            covers=self.compiled.covers,
        )

    def wrong(self, message: str, code: PublicCode) -> FieldError:
        """An answer that contradicts itself or another one."""
        return self.failed(SubgraphError(self.compiled.fetch.subgraph, message, code=code))

    def reported(self, errors: tuple[Mapping[str, Any], ...]) -> Iterator[FieldError]:
        """The subgraph's own errors."""
        for error in errors[:ERRORS]:
            path = error.get("path")
            keys = path if isinstance(path, list) and all(isinstance(step, str | int) for step in path) else []
            yield from self._placed(error, tuple(keys))
        if len(errors) > ERRORS:
            message = f"Service '{self.compiled.fetch.subgraph}' reported {len(errors) - ERRORS} more errors."
            yield self.wrong(message, DOWNSTREAM)

    def _placed(self, error: Mapping[str, Any], path: ResponsePath) -> Iterator[FieldError]:
        renamed = self._renamed(path)
        if not path:
            yield self._entry(error, self._place(), self.compiled.covers)
        elif self.compiled.fetch.root and not self._sent_for(path):
            for at in self._root_paths():
                yield self._entry(error, at + renamed)
        elif len(path) > 1 and isinstance(path[1], int):
            yield from self._for_entity(error, self._sent_for(path), path[1], renamed[2:])
        else:
            yield self._entry(error, self._place(), self.compiled.covers)

    def _sent_for(self, path: ResponsePath) -> Sent | None:
        return next((sent for sent in self.sent if sent.call.call.alias == path[0]), None)

    def _for_entity(
        self, error: Mapping[str, Any], sent: Sent | None, number: int, rest: ResponsePath
    ) -> Iterator[FieldError]:
        if sent is None or number not in sent.index:
            yield self._entry(error, self._place(), self.compiled.covers)
            return
        places = self._paths_of(sent, number)
        covers = sent.call.covers if len(places) > COPIES else ()
        for place in places[:COPIES]:
            yield self._entry(error, place + rest, covers)

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

    def _place(self) -> ResponsePath | None:
        """The field that a whole fetch stands for: as far as the places that it serves share their path."""
        covers = self.compiled.covers
        if not covers:
            return None
        common = covers[0]
        for place in covers[1:]:
            length = next((n for n, (a, b) in enumerate(zip(common, place, strict=False)) if a != b), len(common))
            common = common[:length]
        return self._without_lists(common)

    def _without_lists(self, keys: tuple[str, ...]) -> ResponsePath | None:
        """A path without positions leads as far as the first list."""
        value: Any = self.root
        for length, key in enumerate(keys):
            if not isinstance(value, dict):
                return keys[:length] or None
            value = value.get(key)
        return keys or None

    def _renamed(self, path: ResponsePath) -> ResponsePath:
        names = {rename.internal: rename.key for rename in self.compiled.fetch.renames}
        return tuple(names.get(step, step) if isinstance(step, str) else step for step in path)

    def _entry(
        self, error: Mapping[str, Any], path: ResponsePath | None, covers: tuple[tuple[str, ...], ...] = ()
    ) -> FieldError:
        service = self.compiled.fetch.subgraph
        given = error.get("extensions")
        extensions = dict(given) if isinstance(given, dict) else {}
        code = extensions.pop("code", None)
        extensions.pop("service", None)
        message = error.get("message")
        if self.masked or not isinstance(message, str):
            message = f"Service '{service}' reported an error."
        return FieldError(
            message=message,
            code=code if isinstance(code, str) else DOWNSTREAM,
            path=path,
            service=service,
            extensions={} if self.masked else extensions,
            covers=covers,
        )
