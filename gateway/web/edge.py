"""The whole face of the gateway as one ASGI application: the endpoint, health, GraphiQL, CORS."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from typing import Any, TypeAlias

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware.cors import CORSMiddleware
from starlette.routing import BaseRoute

from gateway.ground.codes import PublicCode
from gateway.ground.codings import PACK
from gateway.ground.proxies import origin_behind
from gateway.model.refusal import body_of
from gateway.observe.events import Observe, Refused, nobody_hears
from gateway.settings import Settings
from gateway.web.http.graphql import AnswerOne, Begin, GraphQLEndpoint, Receive, Scope, Send
from gateway.web.http.headers import keeper
from gateway.web.http.negotiation import Media
from gateway.web.http.nowhere import addresses, nowhere
from gateway.web.http.observed import Watch, observed
from gateway.web.http.persisted import Documents, PersistedQueries
from gateway.web.http.refusal import RefusedError
from gateway.web.http.wire import Wire

Application: TypeAlias = Callable[[Scope, Receive, Send], Any]
Lifespan: TypeAlias = Callable[[Any], AbstractAsyncContextManager[None]]


def endpoint(
    settings: Settings, answer: AnswerOne, begin: Begin | None = None, elsewhere: Documents | None = None
) -> GraphQLEndpoint:
    """The GraphQL endpoint with what the settings say about it; it sends events where there is a way to ``begin``.

    ``elsewhere``: the documents that other processes know.
    """
    return GraphQLEndpoint(
        answer,
        keeper(kept_headers(settings)),
        settings.limit_body,
        settings.batch_limit,
        persisted=PersistedQueries(settings.persisted_queries, elsewhere=elsewhere),
        page="/" if settings.graphiql else None,
        begin=begin,
        origin=origin_behind(settings.trusted_proxies),
        hands_on_token="authorization" in kept_headers(settings),
        limit_variables=settings.limit_variables,
        wire=Wire(tuple(name for name in settings.compression if name in PACK), settings.compression_from),
    )


def edge(
    settings: Settings,
    graphql: GraphQLEndpoint,
    routes: list[BaseRoute],
    lifespan: Lifespan,
    observe: Observe = nobody_hears,
    watches: Sequence[Watch] = (),
) -> Application:
    """Everything that the gateway answers to. ``routes``: all but the GraphQL endpoint. ``watches``: who follows each
    exchange.
    """
    known = addresses(settings.path, routes)
    handlers = {HTTPException: nowhere(known)}
    others = Starlette(routes=routes, lifespan=lifespan, exception_handlers=handlers)
    application: Application = _Edge(settings.path, graphql, others, settings.max_in_flight, observe)
    if settings.cors_origins:
        application = CORSMiddleware(
            application,
            allow_origins=settings.cors_origins,
            allow_methods=("GET", "HEAD", "POST"),
            allow_headers=_sendable(settings),
            expose_headers=settings.cors_expose,
            allow_credentials=settings.cors_credentials,
        )
    return observed(application, observe, known, watches)


def kept_headers(settings: Settings) -> tuple[str, ...]:
    """The client's headers that may go to some subgraph."""
    return tuple(dict.fromkeys((*settings.forward_headers, *settings.headers.wanted)))


def _sendable(settings: Settings) -> tuple[str, ...]:
    """Fetch standard, 3.3.2: without credentials a * stands for all; with them the names asked for are repeated."""
    if "*" in settings.cors_headers:
        return ("*",)
    named = ("content-type", *kept_headers(settings), *settings.cors_headers)
    return tuple(name for name in dict.fromkeys(named) if not name.endswith("*"))


SHED = Refused(PublicCode.OVERLOADED)
BUSY = body_of(RefusedError("The gateway is busy; try again in a second.", code=PublicCode.OVERLOADED))
BUSY_HEADERS = [
    (b"content-type", Media.JSON.content_type),
    (b"content-length", b"%d" % len(BUSY)),
    (b"cache-control", b"no-store"),
    (b"retry-after", b"1"),
]


@dataclass(slots=True)
class _Edge:
    """The endpoint is asked a thousand times for every page: its path is compared here, not routed. ``most``: requests
    to it at once; pages and health are never shed.
    """

    path: str
    graphql: GraphQLEndpoint
    others: Starlette
    most: int
    observe: Observe
    in_flight: int = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["path"] == self.path:
            if self.in_flight >= self.most:
                self.observe(SHED)
                await _shed(send)
                return
            self.in_flight += 1
            try:
                await self.graphql(scope, receive, send)
            finally:
                self.in_flight -= 1
        else:
            await self.others(scope, receive, send)


async def _shed(send: Send) -> None:
    status = PublicCode.OVERLOADED.status
    await send({"type": "http.response.start", "status": status, "headers": BUSY_HEADERS})
    await send({"type": "http.response.body", "body": BUSY})
