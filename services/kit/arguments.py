"""What no verb of any house takes, whatever it is for: texts that the database cannot keep."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from services.kit.changing import Fault, FaultCode

UNKEPT = "\0"
"""No text of PostgreSQL has it, and no person types it."""


def fault_of_arguments(arguments: Mapping[str, Any]) -> Fault | None:
    """INVALID at the first field of the input that has such a text; ``arguments``: of a mutation, as they were sent.

    >>> fault_of_arguments({"input": {"title": {"de": "a\\0"}}, "key": "b"}).path
    ('input', 'title', 'de')
    """
    path = next(_unkept(arguments, ()), None)
    if path is None:
        return None
    message = "{field} has a character that no text can have."
    return Fault(FaultCode.INVALID, message, path, {"field": ".".join(path)})


def _unkept(value: object, path: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    match value:
        case str():
            if UNKEPT in value:
                yield path
        case Mapping():
            for name, part in value.items():
                yield from _unkept(part, (*path, str(name)))
        case list():
            for place, part in enumerate(value):
                yield from _unkept(part, (*path, str(place)))
