"""What an operation may ask for: bounds that no sensible client meets and that keep a hostile one from the services."""

from __future__ import annotations

from dataclasses import dataclass

from gateway.ground.codes import PublicCode
from gateway.ground.errors import CollectedRequestError, RequestError
from gateway.model.operation import Field, Operation, Selections

DEPTH = PublicCode.MAX_DEPTH_EXCEEDED
ALIASES = PublicCode.MAX_ALIASES_EXCEEDED
ROOT_FIELDS = PublicCode.MAX_ROOT_FIELDS_EXCEEDED
FIELDS = PublicCode.MAX_FIELDS_EXCEEDED


@dataclass(frozen=True, slots=True)
class Limits:
    """``depth``: nesting of fields; ``aliases`` and ``fields``: of a whole operation; ``root_fields``: response keys at
    the top.
    """

    depth: int = 50
    aliases: int = 500
    root_fields: int = 200
    fields: int = 5_000


@dataclass(frozen=True, slots=True)
class Extent:
    """How large an operation is."""

    depth: int
    aliases: int
    root_fields: int
    fields: int


def check_limits(operation: Operation, limits: Limits) -> None:
    """Raises CollectedRequestError with each limit that the operation goes beyond."""
    extent = measure(operation)
    found = (
        (DEPTH, "levels deep", extent.depth, limits.depth),
        (ALIASES, "aliases long", extent.aliases, limits.aliases),
        (ROOT_FIELDS, "root fields wide", extent.root_fields, limits.root_fields),
        (FIELDS, "fields long", extent.fields, limits.fields),
    )
    errors = tuple(
        RequestError(f"The operation is {actual} {what}; {limit} are allowed. Ask for less at a time.", code=code)
        for code, what, actual, limit in found
        if actual > limit
    )
    if errors:
        raise CollectedRequestError(errors)


def measure(operation: Operation) -> Extent:
    """Without recursion: the nesting is the client's to choose.

    >>> from gateway.model.operation import OperationKind
    >>> inner = (Field("b", alias="x"), Field("b"))
    >>> measure(Operation(OperationKind.QUERY, "Query", (Field("a", selections=inner), Field("c"))))
    Extent(depth=2, aliases=1, root_fields=2, fields=4)
    """
    deepest = aliases = fields = 0
    at_the_top: set[str] = set()
    rest: list[tuple[Selections, int]] = [(operation.selections, 1)]
    while rest:
        selections, depth = rest.pop()
        for selection in selections:
            if not isinstance(selection, Field):
                rest.append((selection.selections, depth))
                continue
            fields += 1
            deepest = max(deepest, depth)
            aliases += selection.alias is not None and selection.alias != selection.name
            if depth == 1:
                at_the_top.add(selection.key)
            if selection.selections:
                rest.append((selection.selections, depth + 1))
    return Extent(deepest, aliases, len(at_the_top), fields)
