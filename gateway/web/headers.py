"""Which of a client's headers go further: those that the operator named, and no others."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TypeAlias

from gateway.settings import NEVER_FORWARDED

RawHeaders: TypeAlias = Iterable[tuple[bytes, bytes]]
"""ASGI: names in small letters, latin-1."""
Keep: TypeAlias = Callable[[RawHeaders], Mapping[str, str]]


def keeper(names: Iterable[str]) -> Keep:
    """A function that keeps the named headers; ``x-civic-*`` keeps all that begin so, but never hop-by-hop ones.

    >>> keep = keeper(["accept-language", "x-*"])
    >>> keep([(b"accept-language", b"de"), (b"cookie", b"a=1"), (b"x-a", b"1"), (b"x-a", b"2")])
    {'accept-language': 'de', 'x-a': '1, 2'}
    """
    exact = frozenset(name.encode() for name in names if not name.endswith("*"))
    beginnings = tuple(name.removesuffix("*").encode() for name in names if name.endswith("*"))
    never = frozenset(name.encode() for name in NEVER_FORWARDED)

    def keep(headers: RawHeaders) -> Mapping[str, str]:
        kept: dict[str, str] = {}
        for name, value in headers:
            if name in exact or (beginnings and name.startswith(beginnings) and name not in never):
                key = name.decode("latin-1")
                # RFC 9110 5.3: several lines of one name are one list.
                text = value.decode("latin-1")
                kept[key] = f"{kept[key]}, {text}" if key in kept else text
        return kept

    return keep


def first(headers: RawHeaders, name: bytes) -> str | None:
    """The value of a header, all its lines together; None when it is not there."""
    values = [value for found, value in headers if found == name]
    return b", ".join(values).decode("latin-1") if values else None
