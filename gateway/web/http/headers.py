"""A client's headers: gathered once, and which of them go further: those that the operator named, and no others."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TypeAlias

from gateway.ground.header_rules import is_patterned
from gateway.web.http.refusal import RefusedError

RawHeaders: TypeAlias = Sequence[tuple[bytes, bytes]]
"""ASGI: names in small letters, latin-1."""
Headers: TypeAlias = Mapping[bytes, bytes]
OF_THE_CONNECTION = frozenset((b"keep-alive", b"close", b"Keep-Alive"))
DEADLINE = b"x-deadline-ms"
Keep: TypeAlias = Callable[[Headers], Mapping[str, str]]


def gathered(raw: RawHeaders) -> Headers:
    """Each name once. RFC 9110 5.3: several lines of one name are one list.

    >>> gathered([(b"accept", b"a"), (b"host", b"x"), (b"accept", b"b")])
    {b'accept': b'a, b', b'host': b'x'}
    """
    found = dict(raw)
    if len(found) == len(raw):
        return found
    joined: dict[bytes, bytes] = {}
    for name, value in raw:
        joined[name] = joined[name] + b", " + value if name in joined else value
    return joined


def keeper(names: Iterable[str]) -> Keep:
    """A function that keeps the named headers; ``x-*`` keeps all that begin so, but no hop-by-hop ones or credentials.

    >>> keep = keeper(["accept-language", "x-*"])
    >>> keep({b"accept-language": b"de", b"cookie": b"a=1", b"x-a": b"1"})
    {'accept-language': 'de', 'x-a': '1'}
    """
    words = tuple(names)
    exact = tuple((name.encode(), name) for name in words if not name.endswith("*"))
    beginnings = tuple(name.removesuffix("*").encode() for name in words if name.endswith("*"))

    def keep(headers: Headers) -> Mapping[str, str]:
        if headers.get(b"connection", b"keep-alive") not in OF_THE_CONNECTION:
            headers = _without_nominated(headers)
        kept: dict[str, str] = {}
        for name, text in exact:
            if name in headers:
                kept[text] = headers[name].decode("latin-1")
        if beginnings:
            kept |= _beginning_with(beginnings, headers)
        return kept

    return keep


def _beginning_with(beginnings: tuple[bytes, ...], headers: Headers) -> dict[str, str]:
    found = {
        name.decode("latin-1"): value.decode("latin-1")
        for name, value in headers.items()
        if name.startswith(beginnings)
    }
    return {name: value for name, value in found.items() if is_patterned(name)}


def _without_nominated(headers: Headers) -> Headers:
    """RFC 9110 7.6.1: what Connection names belongs to that connection and does not go further."""
    own = {name.strip() for name in headers[b"connection"].lower().split(b",")}
    return {name: value for name, value in headers.items() if name not in own}


def text(headers: Headers, name: bytes) -> str | None:
    """The value of a header; None when it is not there."""
    value = headers.get(name)
    return None if value is None else value.decode("latin-1")


def wait_of(headers: Headers) -> float | None:
    """How many seconds the client waits at most; None if he does not say. Raises RefusedError (400).

    >>> wait_of({b"x-deadline-ms": b"1500"}), wait_of({})
    (1.5, None)
    """
    given = headers.get(DEADLINE)
    if given is None:
        return None
    if not given.isdigit() or not given.strip(b"0"):
        raise RefusedError("The header 'x-deadline-ms' must be a whole number of milliseconds, at least 1.")
    # RFC 9110 5.4 bounds no field: of a number without end its first digits are years already.
    return int(given) / 1000 if len(given.lstrip(b"0")) <= 20 else float("inf")
