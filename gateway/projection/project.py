"""The result as the bytes of the client's answer."""

from __future__ import annotations

from dataclasses import dataclass, replace

from gateway.ground.json_codec import write_json
from gateway.model.budget import UNLIMITED, Budget
from gateway.model.result import FieldError, Result, error_entry
from gateway.model.shape import ObjectShape
from gateway.projection.careful import complete
from gateway.projection.compiled import FastProjection, Irregular, compile_projection
from gateway.projection.placing import is_at_null, reported_paths, visible_path


@dataclass(frozen=True, slots=True)
class Projection:
    """What is made once per shape."""

    shape: ObjectShape
    fast: FastProjection


def compile_answer(shape: ObjectShape, budget: Budget = UNLIMITED) -> Projection:
    """Raises TooExpensiveError."""
    return Projection(shape, compile_projection(shape, budget))


def project(projection: Projection, result: Result) -> bytes:
    """The JSON of the whole answer: ``data`` as the types demand, and ``errors`` if there are any (GraphQL 7.1)."""
    try:
        if result.lost:
            raise Irregular
        completed = Result(projection.fast(result.data or {}), result.errors)
        reported = reported_paths(result.errors)
        if not all(is_at_null(projection.shape, completed.data, error, reported) for error in result.errors):
            raise Irregular
    except Irregular:
        completed = complete(projection.shape, result)
    return written(projection, write_json(completed.data), completed.errors)


def written(projection: Projection, data: bytes, errors: tuple[FieldError, ...]) -> bytes:
    """The whole answer around ``data``, which is JSON already."""
    if not errors:
        return b'{"data":' + data + b"}"
    entries = write_json([error_entry(_shown(projection.shape, error)) for error in errors])
    return b'{"errors":' + entries + b',"data":' + data + b"}"


def is_whole(answer: bytes) -> bool:
    """Whether an answer has no errors; those stand before its data."""
    return answer.startswith(b'{"data":')


def _shown(shape: ObjectShape, error: FieldError) -> FieldError:
    """An error of a field that the client did not ask for (a key, a requirement) stands at the object that has it."""
    if error.path is None:
        return error
    path = visible_path(shape, error.path)
    return error if path == error.path else replace(error, path=path or None)
