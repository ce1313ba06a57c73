"""A subservice as an ASGI application: ``/graphql`` (GET and POST), ``/health`` and ``/metrics``.

A bad token is 401 before any GraphQL; every error has ``extensions.code``; unexpected exceptions become a reference.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from inspect import isawaitable

import orjson
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import ASGIApp

from services.kit.counting import Most
from services.kit.documents import Documents
from services.kit.endpoint import ContextFor, Endpoint, kept
from services.kit.errors import CODE_OF_STATUS, ServiceError
from services.kit.figures import MEDIA_TYPE, Figures
from services.kit.identity import Verifier
from services.kit.nowhere import nowhere
from services.kit.observed import measured
from services.kit.schema import Subgraph
from services.kit.settings import USUAL, Limits

__all__ = ["CODE_OF_STATUS", "AskedReport", "ContextFor", "Ping", "Report", "application"]

Ping = Callable[[], Awaitable[None]]
Report = Callable[[], Mapping[str, str]]
AskedReport = Callable[[], Awaitable[Mapping[str, str]]]
"""A report that asks the database."""


def application(
    schema: Subgraph,
    context_for: ContextFor,
    verifier: Verifier,
    ping: Ping,
    report: Report | AskedReport = dict,
    limits: Limits = USUAL,
    figures: Figures | None = None,
    further: Sequence[Route] = (),
) -> ASGIApp:
    """The service. ``context_for`` makes the context of one request; ``ping`` raises when the service cannot answer.

    ``report`` gives what else /health should say, such as work in the background. ``figures``: of the service's
    database, which ``/metrics`` shows with those of its requests. ``further``: addresses beside the graph's.
    """
    figures = figures or Figures()
    most = Most(limits.fields, limits.aliases, limits.root_fields)
    documents = Documents(schema._schema, limits.tokens, limits.depth, limits.document_memory, most)
    endpoint = Endpoint(schema, documents, context_for, verifier, limits, figures, kept(limits))

    async def health(request: Request) -> Response:
        try:
            await ping()
            said = report()
            more = await said if isawaitable(said) else said
        except ServiceError as error:
            return json_response({"status": "unavailable", "code": error.code}, 503)
        return json_response({"status": "ok", **verifier.report(), **more}, 200)

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        await verifier.ready()
        try:
            yield
        finally:
            await verifier.close()

    async def metrics(request: Request) -> Response:
        return Response(figures.exposition(), headers={"content-type": MEDIA_TYPE})

    routes = [
        Route("/graphql", endpoint),
        Route("/health", health, methods=["GET"]),
        Route("/metrics", metrics, methods=["GET"]),
        *further,
    ]
    starlette = Starlette(routes=routes, lifespan=lifespan, exception_handlers={HTTPException: nowhere(routes)})
    return measured(starlette, figures, [route.path for route in routes])


def json_response(body: object, status: int) -> Response:
    return Response(orjson.dumps(body), status_code=status, media_type="application/json")
