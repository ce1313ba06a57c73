"""The answer with all its nulls and errors, one position after the other (GraphQL 6.4.3, 6.4.4)."""

from __future__ import annotations

from typing import Any

from gateway.ground.codes import PublicCode
from gateway.model.result import ABSENT, FieldError, ResponsePath, Result
from gateway.model.shape import FieldShape, LeafKind, LeafShape, ListShape, ObjectShape, Position, Source
from gateway.projection.coercing import COERCIONS, coerced
from gateway.projection.placing import Placing

CODE = PublicCode.INVALID_SUBGRAPH_VALUE
NULL_CODE = PublicCode.NULL_IN_NON_NULL_POSITION
ERRORS = 200
"""So many errors of its own the projection adds; the answer is null in the other places all the same."""


class Moves(Exception):  # noqa: N818 - not an error but the rule's movement
    """GraphQL 6.4.4: a null in a non-null position moves to its parent."""


def complete(shape: ObjectShape, result: Result) -> Result:
    """What the client sees of ``result``, with an error for each null that no error explains yet.

    ``data`` is None if a null moved all the way up.
    """
    completion = _Completion(result)
    try:
        data: Any = completion.object(shape, result.data or {}, ())
    except Moves:
        data = None
    return Result(data, completion.placing.all_errors(shape, data, completion.added))


class _Completion:
    def __init__(self, result: Result) -> None:
        self.added: list[FieldError] = []
        self.places = [error.path for error in result.errors if error.path is not None]
        self.covers = [place for error in result.errors for place in error.covers]
        self.placing = Placing(result)

    def object(self, shape: ObjectShape, value: dict[str, Any], path: ResponsePath) -> dict[str, Any] | None:
        name = value.get("__typename")
        fields = shape.assumed
        if shape.type_name in shape.fields:
            name = shape.type_name
        elif isinstance(name, str):
            if name in shape.hidden:
                return None
            fields = shape.fields.get(name, shape.assumed if name == shape.type_name else None)
        elif name is not None:
            fields = None
        if fields is None:
            if not self.placing.place((*path, "__typename"), path):
                known = (
                    "has a type that no service named"
                    if name in (None, shape.type_name)
                    else "has a type that cannot stand here"
                )
                self._add(f"A value of type {shape.type_name!r} {known}.", CODE, path)
            return None
        return {field.shown: self._field(field, name or shape.type_name, value, path) for field in fields}

    def _field(self, field: FieldShape, type_name: str, value: dict[str, Any], path: ResponsePath) -> Any:
        if field.source is Source.TYPENAME:
            return type_name
        if field.source is Source.DENIED:
            if not field.position.nullable:
                raise Moves
            return None
        return self.position(field.position, value.get(field.key), (*path, field.shown), f"{type_name}.{field.name}")

    def position(self, position: Position, value: Any, path: ResponsePath, name: str) -> Any:
        before = len(self.added)
        if value is None:
            self.placing.place(path, path)
        try:
            completed = None if value is None else self._shape(position, value, path, name)
        except Moves:
            if not position.nullable:
                raise
            self._unsay(before, value, path)
            return None
        if completed is None and not position.nullable:
            if len(self.added) == before and not self._explained(path):
                self._add(f"Cannot return null for non-nullable field {name}.", NULL_CODE, path)
            raise Moves
        return completed

    def _shape(self, position: Position, value: Any, path: ResponsePath, name: str) -> Any:
        shape = position.shape
        if isinstance(shape, LeafShape):
            return self._leaf(shape, value, path, name)
        if isinstance(shape, ListShape):
            if isinstance(value, list):
                return [self.position(shape.item, item, (*path, place), name) for place, item in enumerate(value)]
            self._add(f"Expected a list for {name}.", CODE, path)
            return None
        if isinstance(value, dict):
            return self.object(shape, value, path)
        self._add(f"Expected an object for {name}.", CODE, path)
        return None

    def _leaf(self, shape: LeafShape, value: Any, path: ResponsePath, name: str) -> Any:
        if shape.kind in COERCIONS:
            made = coerced(shape.kind, value)
            if made is not None:
                return made
        elif accepts(shape, value):
            return value
        if not (isinstance(value, str) and value in shape.hidden):
            self._add(f"Expected a value of type {shape.kind.value} for {name}.", CODE, path)
        return None

    def _unsay(self, before: int, value: Any, path: ResponsePath) -> None:
        """An entity that its subgraph does not know, or does not show to the caller, is an answer and no fault: where
        null may stand, null stands, without an error for what the entity would have had to have.
        """
        absent = value.get(ABSENT) if isinstance(value, dict) else None
        if absent:
            missing = {(*path, key) for key in absent}
            found = self.added[before:]
            self.added[before:] = [one for one in found if one.code != NULL_CODE or one.path not in missing]

    def _explained(self, path: ResponsePath) -> bool:
        """An error stands at, above or below this place already."""
        if path in self.placing.explained:
            return True
        if any(place[: len(path)] == path or path[: len(place)] == place for place in self.places):
            return True
        keys = tuple(step for step in path if isinstance(step, str))
        return any(keys[: len(place)] == place for place in self.covers)

    def _add(self, message: str, code: str, path: ResponsePath) -> None:
        if len(self.added) < ERRORS:
            self.added.append(FieldError(message, code, path))


def accepts(shape: LeafShape, value: Any) -> bool:
    """Whether a value that is not null may stand at the leaf of an enum or a custom scalar."""
    return shape.kind is LeafKind.CUSTOM or (isinstance(value, str) and value in shape.visible)
