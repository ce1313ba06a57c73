"""What execution hands to projection: the tree that the subgraphs' answers were merged into, and what went wrong."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, TypeAlias

from gateway.ground.errors import NO_EXTENSIONS, RequestError
from gateway.model.operation import Operation

ResponsePath: TypeAlias = tuple[str | int, ...]
EVERY = "@"
"""Every position of a list, in a path. No response key is called so (GraphQL 2.1.9)."""
NOTHING_LOST: Mapping[ResponsePath, Any] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class FieldError:
    """An error of a part of the answer; the rest stands (GraphQL 7.1.2).

    ``path``: where in the client's answer, None if it cannot be said. ``covers``: the places whose missing values this
    error explains, as paths without list positions; they need no error of their own. ``in_words_of_service``: the text
    and the extensions are a service's, not ours.
    """

    message: str
    code: str
    path: ResponsePath | None = None
    service: str | None = None
    extensions: Mapping[str, Any] = field(default_factory=lambda: NO_EXTENSIONS, hash=False)
    covers: tuple[tuple[str, ...], ...] = ()
    in_words_of_service: bool = False


ABSENT = "?absent"
"""In an object of the tree: the response keys that a subgraph would have brought, had it known the entity. No field can
be called so (GraphQL 2.1.9)."""


@dataclass(frozen=True, slots=True)
class Result:
    """``data``: from execution, the merged answers under the client's response keys, hidden fields included; from
    projection, what the client sees. ``lost``: the places that are null because something failed, and the error that
    says what; those places that the client sees have it as their own.
    """

    data: dict[str, Any] | None
    errors: tuple[FieldError, ...] = ()
    lost: Mapping[ResponsePath, FieldError] = field(default_factory=lambda: NOTHING_LOST)


@dataclass(frozen=True, slots=True)
class Guarded:
    """What the guard leaves of an operation. ``errors``: one for each field taken out, with its path. ``for_all``:
    whoever asks, it would be the same.
    """

    operation: Operation
    errors: tuple[FieldError, ...] = ()
    for_all: bool = False


def error_entry(error: FieldError | RequestError) -> dict[str, Any]:
    """One entry of the answer's ``errors`` (GraphQL 7.1.2)."""
    entry: dict[str, Any] = {"message": error.message}
    if isinstance(error, RequestError) and error.locations:
        entry["locations"] = [{"line": line, "column": column} for line, column in error.locations]
    if error.path is not None:
        entry["path"] = list(error.path)
    extensions: dict[str, Any] = {"code": error.code}
    if isinstance(error, FieldError) and error.service is not None:
        extensions["service"] = error.service
    entry["extensions"] = extensions | dict(error.extensions)
    return entry
