"""Every exchange is told: what came by which address, what was answered, how long it took."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection, MutableMapping, Sequence
from contextvars import Token
from time import monotonic
from typing import Any, Protocol, TypeAlias

from gateway.observe.events import Came, Exchanged, Observe
from gateway.observe.trail import TRAIL, Trail

Scope: TypeAlias = MutableMapping[str, Any]
Message: TypeAlias = MutableMapping[str, Any]
Receive: TypeAlias = Callable[[], Awaitable[Message]]
Send: TypeAlias = Callable[[Message], Awaitable[None]]
Application: TypeAlias = Callable[[Scope, Receive, Send], Awaitable[None]]
METHODS = frozenset(("GET", "HEAD", "POST", "PUT", "DELETE", "CONNECT", "OPTIONS", "TRACE", "PATCH", "QUERY"))
OTHER = "_OTHER"
"""OpenTelemetry: a method that nobody knows must not make a series of its own."""
LENGTH = b"content-length"


class Watch(Protocol):
    """Follows single exchanges: a log, a trace."""

    def begin(self, scope: Scope, trail: Trail, /) -> None: ...

    def end(self, scope: Scope, trail: Trail, exchanged: Exchanged, /) -> None: ...


def observed(
    application: Application, observe: Observe, known: Collection[str], watches: Sequence[Watch] = ()
) -> Application:
    """Tells of what ``application`` does. ``known``: the addresses that may be told; ``watches``: who follows each
    exchange; without any there is no trail.
    """
    routes = frozenset(known)

    async def exchange(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await application(scope, receive, send)
            return
        began = monotonic()
        method = scope["method"] if scope["method"] in METHODS else OTHER
        observe(Came(method, scope["scheme"]))
        status: int | None = None
        sent = 0

        def told(message: Message) -> Awaitable[None]:
            nonlocal status, sent
            if message["type"] == "http.response.start":
                status = message["status"]
            else:
                sent += len(message.get("body", b""))
            return send(message)

        trail, token = _begun(scope, watches) if watches else (None, None)
        try:
            await application(scope, receive, told)
        finally:
            announced = None
            for name, value in scope["headers"]:
                if name == LENGTH:
                    announced = int(value) if value.isdigit() and len(value) < 16 else None
            exchanged = Exchanged(
                method,
                scope["scheme"],
                scope["path"] if scope["path"] in routes else None,
                status,
                scope["http_version"],
                monotonic() - began,
                announced,
                sent,
                None if status is not None and status < 500 else _error(status),
            )
            observe(exchanged)
            if trail is not None and token is not None:
                TRAIL.reset(token)
                for each in reversed(watches):
                    each.end(scope, trail, exchanged)

    return exchange


def _begun(scope: Scope, watches: Sequence[Watch]) -> tuple[Trail, Token[Trail | None]]:
    trail = Trail()
    for each in watches:
        each.begin(scope, trail)
    return trail, TRAIL.set(trail)


def _error(status: int | None) -> str:
    return "client_gone" if status is None else str(status)
