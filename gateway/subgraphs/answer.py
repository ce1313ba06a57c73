"""A subgraph's answer made of what came over any of the ways to it."""

from __future__ import annotations

from collections.abc import Iterable

from gateway.model.exchange import SubgraphAnswer

COOKIE = "set-cookie"


def answer_of(status: int, body: bytes, lines: Iterable[tuple[str, str]]) -> SubgraphAnswer:
    """Each name once, in small letters. RFC 9110 5.3: several lines of one name are one list, but for Set-Cookie.

    >>> answer_of(200, b"", [("Vary", "a"), ("set-cookie", "b=1"), ("VARY", "c"), ("Set-Cookie", "d=2")])
    SubgraphAnswer(status=200, body=b'', headers={'vary': 'a, c'}, cookies=('b=1', 'd=2'), as_of=None)
    """
    headers: dict[str, str] = {}
    cookies: tuple[str, ...] = ()
    for name, value in lines:
        key = name.lower()
        if key == COOKIE:
            cookies += (value,)
        else:
            headers[key] = f"{headers[key]}, {value}" if key in headers else value
    return SubgraphAnswer(status, body, headers, cookies)
