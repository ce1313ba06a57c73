"""Which places of the answer are null because something failed: looked for once, in the finished tree.

A failed fetch is known at once, what it costs is not: another one may still bring the object around its fields, and
what waits for it finds no key, or works without a required field. So the fetches are gone through again at the end,
each after those that it waited for, with what is lost already.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from gateway.execution.collecting import Tree, runtime_type
from gateway.execution.failures import Fault, Sent
from gateway.execution.program import CompiledFetch, Program
from gateway.model.operation import Field, Selections
from gateway.model.plan import Each, EntityCall, Key, MergePath
from gateway.model.result import FieldError, ResponsePath

Lost: TypeAlias = dict[ResponsePath, FieldError]
NO_FAULT = Fault()
EVERY_LEVEL = 1000
"""More than any answer has."""


def find_lost(
    program: Program,
    root: Tree,
    sent: Mapping[int, tuple[Sent, ...]],
    faults: Mapping[int, Fault],
    errors: tuple[FieldError, ...],
) -> Lost:
    """Each place that is null because of a fault, hidden ones included, and the error that says why.

    ``sent``: by fetch. ``errors``: those that have a path already; what was made from their places is lost, too.
    """
    reported = {
        error.path[:length]: error for error in errors if error.path for length in range(1, len(error.path) + 1)
    }
    search = _Search(program, root, reported)
    for compiled in program.fetches:
        number = compiled.fetch.id
        search.go_through(compiled, sent.get(number, ()), faults.get(number, NO_FAULT))
    return search.lost


@dataclass(slots=True)
class _Search:
    program: Program
    root: Tree
    reported: Mapping[ResponsePath, FieldError]
    lost: Lost = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)
    """Of the fetch at hand: what its answer called otherwise than the client."""

    def go_through(self, compiled: CompiledFetch, sent: tuple[Sent, ...], fault: Fault) -> None:
        """Note what this fetch did not bring."""
        self.names = compiled.names
        if compiled.fetch.root and fault.whole:
            for at, thing, _ in self._walk(self.root, compiled.fetch.root.path):
                self._lose(thing, compiled.fetch.root.selections, at, fault.whole, int(fault.says_nulls))
        for number, call in enumerate(compiled.fetch.entities):
            # Groups of one call (by context) are several calls of what was sent.
            asked = {
                id(thing): (place, index)
                for place, each in enumerate(sent)
                if each.origin == number
                for thing, index in zip(each.objects, each.index, strict=True)
                if index >= 0
            }
            self._go_through_call(call, asked, fault)

    def _go_through_call(self, call: EntityCall, asked: Mapping[int, tuple[int, int]], fault: Fault) -> None:
        for path in call.paths:
            for at, thing, cause in self._walk(self.root, path):
                mine = asked.get(id(thing))
                levels = 0
                if mine is not None:
                    cause = fault.entities.get(mine) or fault.whole
                if cause is None:
                    # What was made without a value that it needs is not known, whatever it is.
                    cause, levels = self._reason(call, path, thing, at), EVERY_LEVEL
                if cause is not None:
                    self._lose(thing, call.selections, at, cause, levels)

    def _lose(self, thing: Tree, selections: Selections, at: ResponsePath, cause: FieldError, levels: int) -> None:
        """``levels``: so far down a null that came as one counts as lost; below, only what did not come."""
        for selected in self._applying(thing, selections):
            key = self.names.get(selected.key, selected.key)
            place, value = (*at, key), thing.get(key)
            if selected.name == "__typename":
                # The name of an @interfaceObject is not the type that the object has.
                if value is None or value in self.program.abstract:
                    self.lost.setdefault(place, cause)
            elif value is None:
                if levels > 0 or key not in thing:
                    self.lost.setdefault(place, cause)
            elif selected.selections:
                self._lose_inside(value, selected.selections, place, cause, levels - 1)

    def _lose_inside(
        self, value: Any, selections: Selections, at: ResponsePath, cause: FieldError, levels: int
    ) -> None:
        if isinstance(value, dict):
            self._lose(value, selections, at, cause, levels)
        elif isinstance(value, list):
            for position, item in enumerate(value):
                self._lose_inside(item, selections, (*at, position), cause, levels)
        elif value is None and levels > 0:
            self.lost.setdefault(at, cause)

    def _reason(self, call: EntityCall, path: MergePath, thing: Tree, at: ResponsePath) -> FieldError | None:
        """What is lost of that which the call's representation is made from."""
        for representation in call.representations:
            found = self._reason_in(thing, representation.selections, at)
            if found is not None:
                return found
        for value in call.context:
            for around, enclosing, _ in self._walk(self.root, value.path):
                if at[: len(around)] == around:
                    found = self._reason_in(enclosing, value.selections, around)
                    if found is not None:
                        return found
        return None

    def _reason_in(self, value: Any, selections: Selections, at: ResponsePath) -> FieldError | None:
        if isinstance(value, list):
            parts = ((item, selections, (*at, position)) for position, item in enumerate(value))
        elif isinstance(value, dict):
            applying = self._applying(value, selections)
            parts = ((value.get(each.key), each.selections, (*at, each.key)) for each in applying)
        else:
            return None
        for inner, below, place in parts:
            found = self.lost.get(place) or (self.reported.get(place) if inner is None else None)
            found = found or (self._reason_in(inner, below, place) if below else None)
            if found is not None:
                return found
        return None

    def _applying(self, thing: Tree, selections: Selections) -> Iterator[Field]:
        """The fields that an object of this type has; all of them if nobody said its type."""
        name = runtime_type(thing)
        for selection in selections:
            if isinstance(selection, Field):
                yield selection
            elif not name or name in self.program.abstract or name in self.program.matches[selection.type_condition]:
                yield from self._applying(thing, selection.selections)

    def _walk(
        self, value: Any, path: MergePath, at: ResponsePath = (), cause: FieldError | None = None
    ) -> Iterator[tuple[ResponsePath, Tree, FieldError | None]]:
        """The objects at a path; those whose type is lost, too, with the cause of that."""
        if not path:
            if isinstance(value, dict):
                yield at, value, cause
            return
        step, rest = path[0], path[1:]
        if isinstance(step, Each):
            for position, item in enumerate(value if isinstance(value, list) else ()):
                yield from self._walk(item, rest, (*at, position), cause)
        elif not isinstance(value, dict):
            return
        elif isinstance(step, Key):
            yield from self._walk(value.get(step.name), rest, (*at, step.name), cause)
        elif runtime_type(value) in step.names:
            yield from self._walk(value, rest, at, cause)
        elif (untyped := self.lost.get((*at, "__typename"))) is not None:
            yield from self._walk(value, rest, at, untyped)
