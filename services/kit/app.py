"""A subservice as an ASGI application: ``/graphql`` (GET and POST) and ``/health``.

A bad token is 401 before any GraphQL; every error has ``extensions.code``; unexpected exceptions become a reference.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

import orjson
from cross_web import AsyncHTTPRequestAdapter, HTTPException
from starlette.applications import Starlette
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send
from starlette.websockets import WebSocket
from strawberry.asgi import GraphQL
from strawberry.http import GraphQLHTTPResponse, GraphQLRequestData
from strawberry.http.base import BaseRequestProtocol
from strawberry.types import ExecutionResult
from strawberry.types.execution import PreExecutionError

from services.kit.context import Language, RequestContext, language_of
from services.kit.errors import ServiceError, UnauthenticatedError, error_entry, masked, public_errors
from services.kit.identity import Caller, Verifier
from services.kit.schema import Subgraph

ContextFor = Callable[[Caller | None, Language], RequestContext]
Ping = Callable[[], Awaitable[None]]
Report = Callable[[], Mapping[str, str]]
CODE_OF_STATUS = {400: "BAD_REQUEST", 405: "METHOD_NOT_ALLOWED"}


def application(
    schema: Subgraph, context_for: ContextFor, verifier: Verifier, ping: Ping, report: Report = dict
) -> ASGIApp:
    """The service. ``context_for`` makes the context of one request; ``ping`` raises when the service cannot answer.

    ``report`` gives what else /health should say, such as work in the background.
    """
    view = GraphQLView(schema, context_for, verifier)

    async def health(request: Request) -> Response:
        try:
            await ping()
        except ServiceError as error:
            return json_response({"status": "unavailable", "code": error.code}, 503)
        return json_response({"status": "ok", **report()}, 200)

    return Starlette(routes=[Route("/graphql", view), Route("/health", health, methods=["GET"])])


class GraphQLView(GraphQL[RequestContext, None]):
    """Strawberry's ASGI view with our identity, our errors and no page."""

    def __init__(self, schema: Subgraph, context_for: ContextFor, verifier: Verifier) -> None:
        super().__init__(schema, graphql_ide=None)
        self.context_for = context_for
        self.verifier = verifier

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        response = await self.answer(Request(scope, receive))
        await response(scope, receive, send)

    def should_render_graphql_ide(self, request: BaseRequestProtocol) -> bool:
        """Never: a GET without a query is a bad request, whoever asks."""
        return False

    async def answer(self, request: Request) -> Response:
        try:
            response: Response = await self.run(request)
        except HTTPException as error:
            return error_response(error.reason, CODE_OF_STATUS.get(error.status_code, "BAD_REQUEST"), error.status_code)
        except UnauthenticatedError as error:
            # RFC 6750, 3: a refused token is answered with the challenge.
            response = error_response(error.message, error.code, 401)
            response.headers["WWW-Authenticate"] = 'Bearer error="invalid_token"'
        except ServiceError as error:
            return error_response(error.message, error.code, 503)
        except ClientDisconnect:
            return Response(status_code=400)  # nobody is there to read it
        except Exception as error:
            return json_response({"errors": [masked(error, "before GraphQL")]}, 500)
        return response

    async def parse_http_body(self, request: AsyncHTTPRequestAdapter) -> GraphQLRequestData | list[GraphQLRequestData]:
        parsed = await super().parse_http_body(request)
        if isinstance(parsed, GraphQLRequestData) and not isinstance(parsed.operation_name, str | None):
            raise HTTPException(400, "The operationName must be a string.")
        return parsed

    async def get_context(self, request: Request | WebSocket, response: Response | WebSocket) -> RequestContext:
        caller = await self.verifier.caller(request.headers.get("authorization"))
        return self.context_for(caller, language_of(request.headers.get("accept-language")))

    async def process_result(self, request: Request, result: ExecutionResult) -> GraphQLHTTPResponse:
        answer: dict[str, Any] = {}
        if result.errors:
            before = isinstance(result, PreExecutionError)
            answer["errors"] = public_errors(result.errors, before_execution=before)
        answer["data"] = result.data
        return answer  # type: ignore[return-value]  # Strawberry's TypedDict wants GraphQL's own error class

    def decode_json(self, data: str | bytes) -> object:
        value = orjson.loads(data)
        if not isinstance(value, dict | list):
            raise HTTPException(400, "The request must be a JSON object.")
        return value

    def encode_json(self, data: object) -> str | bytes:
        return orjson.dumps(data)


def error_response(message: str, code: str, status: int) -> Response:
    return json_response({"errors": [error_entry(message, code)]}, status)


def json_response(body: object, status: int) -> Response:
    return Response(orjson.dumps(body), status_code=status, media_type="application/json")
