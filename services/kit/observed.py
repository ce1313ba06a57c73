"""Every exchange is measured, and told to whoever follows it."""

from __future__ import annotations

from collections.abc import Awaitable, Collection, MutableMapping, Sequence
from time import monotonic
from typing import Any, Protocol

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from services.kit.figures import ACTIVE, REQUESTS, Figures
from services.kit.trail import TRAIL, Trail

METHODS = frozenset(("GET", "HEAD", "POST", "PUT", "DELETE", "CONNECT", "OPTIONS", "TRACE", "PATCH", "QUERY"))
OTHER = "_OTHER"
"""OpenTelemetry: a method that nobody knows must not make a series of its own."""


class Watch(Protocol):
    """Follows single exchanges: a log, a trace. ``status``: None if nothing was answered; ``seconds`` from the first
    byte on, ``sent``: bytes of the answer's body.
    """

    def begin(self, scope: MutableMapping[str, Any], trail: Trail, /) -> None: ...

    def end(
        self, scope: MutableMapping[str, Any], trail: Trail, status: int | None, seconds: float, sent: int, /
    ) -> None: ...


def measured(application: ASGIApp, figures: Figures, known: Collection[str]) -> ASGIApp:
    """``known``: the addresses that may be told."""
    routes = frozenset(known)

    async def exchange(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await application(scope, receive, send)
            return
        began, status = monotonic(), None
        figures.add(ACTIVE)

        def told(message: Message) -> Awaitable[None]:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            return send(message)

        try:
            await application(scope, receive, told)
        finally:
            figures.add(ACTIVE, by=-1)
            method = scope["method"] if scope["method"] in METHODS else OTHER
            route = scope["path"] if scope["path"] in routes else None
            figures.measure(REQUESTS, (method, route, status, error_of(status)), monotonic() - began)

    return exchange


def watched(application: ASGIApp, watches: Sequence[Watch]) -> ASGIApp:
    """Each exchange leaves a trail that the ``watches`` follow. Without any nobody pays for one."""
    if not watches:
        return application

    async def exchange(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await application(scope, receive, send)
            return
        began, status, sent, trail = monotonic(), None, 0, Trail()

        def told(message: Message) -> Awaitable[None]:
            nonlocal status, sent
            if message["type"] == "http.response.start":
                status = message["status"]
            else:
                sent += len(message.get("body", b""))
            return send(message)

        for each in watches:
            each.begin(scope, trail)
        token = TRAIL.set(trail)
        try:
            await application(scope, receive, told)
        finally:
            for each in reversed(watches):
                each.end(scope, trail, status, monotonic() - began, sent)
            TRAIL.reset(token)

    return exchange


def error_of(status: int | None) -> str | None:
    """
    >>> error_of(None), error_of(503), error_of(404)
    ('client_gone', '503', None)
    """
    if status is None:
        return "client_gone"
    return str(status) if status >= 500 else None
