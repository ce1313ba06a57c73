"""Errors at the places that are null because something failed: each such place has its own, up to a number.

Response positions are counted as the client sees them (GraphQL 7.1.2): a field that it did not ask for has none.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace
from typing import Any

from gateway.model.result import EVERY, FieldError, ResponsePath, Result
from gateway.model.shape import ListShape, ObjectShape, Shape

PLACES = 100
"""So many places get an error of their own for one cause; the others are counted."""
ALL_PLACES = 1000
"""The same for all causes of an answer together."""


class Placing:
    """Hands out the errors of ``result.lost`` while the answer is completed. ``explained``: the places of nulls that
    need no other error.
    """

    def __init__(self, result: Result) -> None:
        self.explained: set[ResponsePath] = set()
        self._result = result
        self._placed: list[FieldError] = []
        self._counts: dict[int, int] = {}
        self._more: dict[int, int] = {}
        self._reported = reported_paths(result.errors)

    def place(self, lost: ResponsePath, path: ResponsePath) -> bool:
        """Whether there is a null at ``path`` because of what is missing at ``lost``; then its error stands there."""
        cause = self._result.lost.get(lost)
        if cause is None:
            return False
        self.explained.add(path)
        if path in self._reported:
            return True
        count = self._counts[id(cause)] = self._counts.get(id(cause), 0) + 1
        if count <= PLACES and len(self._placed) < ALL_PLACES:
            self._placed.append(replace(cause, path=path))
        else:
            self._more[id(cause)] = self._more.get(id(cause), 0) + 1
        return True

    def all_errors(self, shape: ObjectShape, data: Any, added: list[FieldError]) -> tuple[FieldError, ...]:
        """The errors of the whole answer, when it is complete as ``data``. ``added``: those of the completion."""
        found: dict[object, FieldError] = {}
        said = {_words(error) for error in self._placed}
        for error in self._result.errors:
            if error.path is None:
                if id(error) not in self._counts:
                    found[id(error)] = self._somewhere(error, data)
            elif id(error) in self._counts and visible_path(shape, error.path) != error.path:
                pass  # A hidden field: what was made without it has the error.
            elif is_at_null(shape, data, error, self._reported):
                found[id(error)] = error
            elif _words(error) not in said:
                # Another service gave what this one did not, or the client does not see it: once for all places.
                found[_words(error)] = replace(error, path=None)
        return (*found.values(), *self._placed, *self._counted(), *added)

    def _somewhere(self, error: FieldError, data: Any) -> FieldError:
        """An error all of whose places went away with an object around them, at the first of those."""
        if not self._result.lost:
            return error
        places = (path for path, cause in self._result.lost.items() if cause is error)
        return replace(error, path=next((path for path in places if is_under_null(data, path)), None))

    def _counted(self) -> list[FieldError]:
        causes = {id(cause): cause for cause in self._result.lost.values()} if self._more else {}
        return [
            replace(
                causes[number],
                message=f"{causes[number].message} It is the reason of {more} more nulls.",
                extensions={**causes[number].extensions, "morePlaces": more},
            )
            for number, more in self._more.items()
        ]


def _words(error: FieldError) -> tuple[str, str, str | None]:
    """Errors that say the same."""
    return error.message, error.code, error.service


def is_at_null(shape: Shape, data: Any, error: FieldError, explained: Collection[ResponsePath]) -> bool:
    """Whether an error stands where nothing is, as the client sees it; those of the guard do, in every position.

    That of a field which the client did not ask for stands at its object, where a null in it is not ``explained``.
    """
    if error.path is None or error.covers:
        return True
    path = visible_path(shape, error.path)
    if is_under_null(data, path):
        return True
    return path != error.path and any((*path, key) not in explained for key in _nulls(data, path))


def _nulls(data: Any, path: ResponsePath) -> list[str]:
    """The fields of the object at ``path`` that are null."""
    found, is_there = _at(data, path)
    return [key for key, value in found.items() if value is None] if is_there and isinstance(found, dict) else []


def reported_paths(errors: Iterable[FieldError]) -> frozenset[ResponsePath]:
    """The places of errors, and all that they stand in."""
    paths = (error.path for error in errors if error.path)
    return frozenset(path[:length] for path in paths for length in range(1, len(path) + 1))


def is_under_null(data: Any, path: ResponsePath) -> bool:
    """Whether the place at ``path`` is null, or one above it.

    >>> is_under_null({"a": [None, {"b": 1}]}, ("a", 0, "b")), is_under_null({"a": [None, {"b": 1}]}, ("a", 1, "b"))
    (True, False)
    """
    return _at(data, path)[0] is None


def _at(data: Any, path: ResponsePath) -> tuple[Any, bool]:
    """What lies at the path, or else the last thing on the way to it; and which of both."""
    for step in path:
        match data:
            case dict() if step in data:
                data = data[step]
            case list() if isinstance(step, int) and step < len(data):
                data = data[step]
            case _:
                return data, False
    return data, True


def visible_path(shape: Shape, path: ResponsePath) -> ResponsePath:
    """As much of ``path`` as the client knows, in the client's words."""
    visible: list[str | int] = []
    for step in path:
        if isinstance(shape, ObjectShape):
            fields = (field for fields in shape.fields.values() for field in fields)
            field = next((field for field in fields if field.key == step), None)
            if field is None:
                break
            visible.append(field.shown)
            shape = field.position.shape
        elif isinstance(shape, ListShape) and (isinstance(step, int) or step == EVERY):
            visible.append(step)
            shape = shape.item.shape
        else:
            break
    return tuple(visible)
