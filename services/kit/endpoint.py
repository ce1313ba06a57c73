"""GraphQL over HTTP: one ASGI application for ``/graphql``, by GET and POST."""

from __future__ import annotations

from collections.abc import Callable, Mapping, MutableMapping
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, replace
from inspect import isawaitable
from typing import Any, TypeAlias

import orjson
from graphql import ExecutionResult, GraphQLError, OperationDefinitionNode, OperationType, execute
from starlette.types import Receive, Scope, Send
from strawberry.execution import optimized_is_awaitable

from services.kit.context import Language, RequestContext, language_of
from services.kit.departure import ended_with_its_client
from services.kit.documents import Documents
from services.kit.errors import (
    DeadlineError,
    RefusedError,
    ServiceError,
    TooMuchError,
    UnauthenticatedError,
    error_entry,
    masked,
    public_errors,
)
from services.kit.execution import Execution
from services.kit.figures import OPERATIONS, Figures
from services.kit.identity import Caller, Verifier
from services.kit.media import GRAPHQL, JSON, is_graphql_wanted, is_json
from services.kit.parameters import ClientGoneError, Parameters, from_address, from_body, read_body
from services.kit.schema import Subgraph
from services.kit.settings import Limits
from services.kit.trail import TRAIL

ContextFor = Callable[[Caller | None, Language], RequestContext]
Headers: TypeAlias = Mapping[bytes, bytes]
RawHeader: TypeAlias = tuple[bytes, bytes]
DEADLINE = b"x-deadline-ms"
LONGEST_DEADLINE = 9
"""Digits: eleven days."""
CLIENT = b"x-civic-client"
"""Made by the gateway: an HMAC of the client's address, the same for a day; it takes away what a client sends.
Where the gateway signs its calls, only what is signed counts."""
LONGEST_CLIENT = 100
AUTHORIZATION = b"authorization"
VARY: RawHeader = (b"vary", b"authorization, accept-language")
ALLOW: RawHeader = (b"allow", b"GET, HEAD, POST")
CLOSE: RawHeader = (b"connection", b"close")
NO_CODING: RawHeader = (b"accept-encoding", b"identity")
"""RFC 7694 3: with a 415 for the coding, and with no other."""
# RFC 6750, 3: a refused token is answered with the challenge.
CHALLENGE: RawHeader = (b"www-authenticate", b'Bearer realm="civic", error="invalid_token"')


@dataclass(frozen=True, slots=True)
class Answer:
    """``is_exact``: whether the status stands whatever the form; an error in GraphQL is 200 in the older one."""

    status: int
    body: Mapping[str, Any]
    headers: tuple[RawHeader, ...] = ()
    is_exact: bool = True
    is_for_all: bool = False
    """Whether it says the same to everybody who does not say who he is: what was read, without an error."""


def kept(limits: Limits) -> tuple[RawHeader, ...]:
    """What caches are told of such an answer; not public, for who says who he is may read another one.

    >>> kept(Limits(fresh=5, stale=600))[0]
    (b'cache-control', b'max-age=5, stale-if-error=600')
    """
    if not limits.fresh and not limits.stale:
        return ()
    more = f", stale-if-error={limits.stale}" if limits.stale else ""
    return ((b"cache-control", f"max-age={limits.fresh}{more}".encode()), VARY)


@dataclass(frozen=True, slots=True)
class Endpoint:
    """``context_for`` makes the context of one request. ``kept``: what caches are told of what is for everybody."""

    schema: Subgraph
    documents: Documents
    context_for: ContextFor
    verifier: Verifier
    limits: Limits
    figures: Figures
    kept: tuple[RawHeader, ...] = ()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One exchange. Whatever comes in, a GraphQL answer with a fitting status goes out."""
        headers = dict(scope["headers"])
        try:
            answer = await self._answer(scope, headers, receive)
        except ClientGoneError:
            return
        except Exception as error:
            answer = failed(error)
        await sent(answer, is_graphql_wanted(_text(headers, b"accept") or ""), send)

    async def _answer(self, scope: Scope, headers: Headers, receive: Receive) -> Answer:
        method, body = scope["method"], b""
        if self.verifier.signatures is None:
            caller, client = await self.verifier.caller(_text(headers, b"authorization")), _text(headers, CLIENT)
            body = await self._body(headers, receive) if method == "POST" else b""
        else:
            # What is signed is the whole body, and nothing of it is read before that holds.
            body = await self._body(headers, receive) if method == "POST" else b""
            path = scope.get("raw_path") or scope["path"].encode()
            sender = await self.verifier.vouched(method, path.decode("latin-1"), headers, body)
            caller, client = sender.caller, sender.client
        context = self.context_for(caller, language_of(_text(headers, b"accept-language")))
        if client:
            context = replace(context, client=client[:LONGEST_CLIENT])
        match method:
            case "POST":
                parameters = from_body(body)
            case "GET" | "HEAD":  # RFC 9110 9.3.2: the same, and the server leaves out the body
                parameters = from_address(scope["query_string"])
            case _:
                raise RefusedError(405, "GraphQL comes by GET, HEAD or POST.")
        seconds = seconds_of(headers)
        answer = await self._graphql(parameters, context, receive, seconds, may_change=scope["method"] == "POST")
        if answer.is_for_all and self.kept and context.caller is None and AUTHORIZATION not in headers:
            return replace(answer, headers=self.kept)
        return answer

    async def _body(self, headers: Headers, receive: Receive) -> bytes:
        if not is_json(_text(headers, b"content-type") or ""):
            raise RefusedError(415, "Send the request as application/json in UTF-8, and say so in Content-Type.")
        if (_text(headers, b"content-encoding") or "identity").strip().lower() != "identity":
            raise RefusedError(415, "Send the body as it is, without Content-Encoding.", (NO_CODING,))
        announced, limit = _text(headers, b"content-length") or "", self.limits.body
        if announced.isdecimal() and int(announced[:18]) > limit:
            raise RefusedError(413, f"The request is larger than {limit} bytes.")
        return await read_body(receive, limit)

    async def _graphql(
        self,
        parameters: Parameters,
        context: RequestContext,
        receive: Receive,
        seconds: float | None,
        *,
        may_change: bool,
    ) -> Answer:
        try:
            document = self.documents.read(parameters.query)
        except TooMuchError as error:
            return refused_size(error)
        except GraphQLError as error:
            return refused_document(error)
        operation = document.operation(parameters.operation_name)
        if operation is None:
            raise RefusedError(400, "The document must hold one operation, or operationName name one of them.")
        if operation.operation is not OperationType.QUERY and not may_change:
            raise RefusedError(405, "By GET only queries are answered; send this by POST.")
        if document.errors:
            return refused_document(*document.errors)
        if operation.operation is OperationType.SUBSCRIPTION:
            raise RefusedError(400, "Subscriptions are not answered here.")
        kind = operation.operation.value
        trail = TRAIL.get()
        if trail is not None:
            trail.kind, trail.operation = kind, operation.name.value if operation.name else None
        with _watched(operation, receive, seconds):
            try:
                result = execute(
                    self.schema._schema,
                    document.node,
                    context_value=context,
                    variable_values=dict(parameters.variables),
                    operation_name=parameters.operation_name,
                    executor_class=Execution,
                    is_awaitable=optimized_is_awaitable,  # type: ignore[arg-type]  # Strawberry's own says bool
                    values=self.limits.values,
                )
                answer = executed(await result if isawaitable(result) else result)
                self.figures.add(OPERATIONS, (kind, "false" if "errors" in answer.body else "true"))
                is_read = operation.operation is OperationType.QUERY and "errors" not in answer.body
                return replace(answer, is_for_all=True) if is_read and self.kept else answer
            except TooMuchError as error:
                return refused_size(error)


def _watched(
    operation: OperationDefinitionNode, receive: Receive, seconds: float | None
) -> AbstractContextManager[None]:
    # A change that has begun must end, whoever still wants to know.
    return ended_with_its_client(receive, seconds) if operation.operation is OperationType.QUERY else nullcontext()


def seconds_of(headers: Headers) -> float | None:
    """How long the caller waits; None if it does not say, or in no number that it could mean.

    >>> seconds_of({b"x-deadline-ms": b"1500"}), seconds_of({b"x-deadline-ms": b"soon"}), seconds_of({})
    (1.5, None, None)
    """
    given = headers.get(DEADLINE, b"")
    return int(given) / 1000 if given.isdigit() and len(given) <= LONGEST_DEADLINE else None


def executed(result: ExecutionResult) -> Answer:
    """GraphQL 7.1: a request whose variables do not fit has not been executed and has no ``data``."""
    if result.data is None and result.errors and all(error.path is None for error in result.errors):
        return Answer(400, {"errors": public_errors(result.errors, before_execution=False)}, is_exact=False)
    body: dict[str, Any] = {}
    if result.errors:
        body["errors"] = public_errors(result.errors, before_execution=False)
    return Answer(200, {**body, "data": result.data})


def refused_size(error: TooMuchError) -> Answer:
    return Answer(400, {"errors": [error_entry(error.message, error.code)]}, is_exact=False)


def refused_document(*errors: GraphQLError) -> Answer:
    return Answer(400, {"errors": public_errors(errors, before_execution=True)}, is_exact=False)


def failed(error: Exception) -> Answer:
    """What was said no to before GraphQL, or what nobody expected."""
    match error:
        case RefusedError():
            more = {405: (ALLOW,), 413: (CLOSE,)}.get(error.status, error.headers)
            return Answer(error.status, {"errors": [error_entry(error.message, error.code)]}, more)
        case UnauthenticatedError():
            return Answer(401, {"errors": [error_entry(error.message, error.code)]}, (CHALLENGE,))
        case DeadlineError():
            return Answer(504, {"errors": [error_entry(error.message, error.code)]})
        case ServiceError():
            return Answer(503, {"errors": [error_entry(error.message, error.code)]})
        case _:
            return Answer(500, {"errors": [masked(error, "before GraphQL")]})


async def sent(answer: Answer, is_graphql: bool, send: Send) -> None:
    """GraphQL over HTTP 6.4: application/json says 200 to every well-formed request, the newer type is exact."""
    body = orjson.dumps(answer.body)
    media = GRAPHQL if is_graphql else JSON
    headers: list[RawHeader] = [
        (b"content-type", f"{media}; charset=utf-8".encode()),
        (b"content-length", b"%d" % len(body)),
        *answer.headers,
    ]
    status = answer.status if answer.is_exact or is_graphql else 200
    start: MutableMapping[str, Any] = {"type": "http.response.start", "status": status, "headers": headers}
    await send(start)
    await send({"type": "http.response.body", "body": body})


def _text(headers: Headers, name: bytes) -> str | None:
    value = headers.get(name)
    return None if value is None else value.decode("latin-1")
