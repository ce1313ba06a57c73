"""GraphQL over HTTP: one ASGI application for the endpoint, without a framework between it and the socket."""

from __future__ import annotations

import asyncio
import logging
import secrets
from collections.abc import AsyncGenerator, Awaitable, Callable, MutableMapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any, NoReturn, TypeAlias

from gateway.ground.codes import PublicCode
from gateway.ground.errors import InternalError, RequestError, SubgraphError
from gateway.ground.proxies import Origin, itself
from gateway.guard.rate import RateLimitedError
from gateway.identity.door import NobodyError
from gateway.model.caller import ANONYMOUS, Caller
from gateway.model.exchange import GraphQLAnswer, GraphQLRequest, Outcome
from gateway.model.parts import Part
from gateway.model.refusal import body_of
from gateway.observe.events import Observe, Refused, nobody_hears
from gateway.observe.trail import TRAIL
from gateway.web.events import one_part, send_events
from gateway.web.http.departure import LEAVING, Departures, Watched
from gateway.web.http.headers import DEADLINE, Headers, Keep, gathered, text, wait_of
from gateway.web.http.negotiation import Media, answer_media, is_browser_page, is_json
from gateway.web.http.parameters import Source, from_address, from_array, from_body, is_array
from gateway.web.http.persisted import PersistedQueries
from gateway.web.http.reading import ClientGoneError, check_coding, read_body, unpacked_body
from gateway.web.http.refusal import RefusedError
from gateway.web.http.wire import RawHeader, Response, Wire

log = logging.getLogger(__name__)

Scope: TypeAlias = MutableMapping[str, Any]
Receive: TypeAlias = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send: TypeAlias = Callable[[MutableMapping[str, Any]], Awaitable[None]]
AnswerOne: TypeAlias = Callable[[GraphQLRequest], Awaitable[GraphQLAnswer]]
Begin: TypeAlias = Callable[[GraphQLRequest], Awaitable[AsyncGenerator[Part, None]]]
"""Prepares a request, and gives the parts of its answer. Raises RequestError for one that cannot be run."""
Identify: TypeAlias = Callable[[Headers], Awaitable[Caller]]
"""The headers -> who asks. Raises RequestError with code UNAUTHENTICATED for a token that is not good."""


async def nobody(_: Headers) -> Caller:
    """For a gateway that checks no tokens: everybody is anonymous to it, the subgraphs see for themselves."""
    return ANONYMOUS


COST = b"x-cost"
PLAIN_JSON = b"application/json"
"""What nearly everybody says, and needs no look at its parameters."""
COUNTED = frozenset((b"ratelimit", b"ratelimit-policy", b"retry-after", b"x-cost-estimated", b"x-cost-actual"))
READING = ("GET", "HEAD")
"""RFC 9110 9.3.2: HEAD is answered as GET is; the server leaves out the body."""
ALLOW = (b"allow", b"GET, HEAD, POST")
ONLY_POST = (b"allow", b"POST")
IN_HTTP = frozenset({401, 403, 405, 415, 429, 503, 504})
"""Statuses that stay HTTP's own for who asked for events: there the graph was not asked."""


@dataclass(frozen=True, slots=True)
class GraphQLEndpoint:
    """``answer``: the way to an answer with one body. ``keep``: which headers go further. ``limit_body`` in bytes."""

    answer: AnswerOne
    keep: Keep
    limit_body: int
    batch_limit: int = 0
    identify: Identify = nobody
    persisted: PersistedQueries = field(default_factory=PersistedQueries)
    page: str | None = None
    """Where a person with a browser is sent to."""
    begin: Begin | None = None
    """The way to an answer in parts; without it nobody gets events."""
    wire: Wire = field(default_factory=Wire)
    origin: Origin = itself
    limit_variables: int = 262_144
    hands_on_token: bool = True
    departures: Departures = field(default_factory=Departures)
    observe: Observe = nobody_hears
    forget: frozenset[str] = frozenset()
    """Headers that are kept from subgraphs, since the gateway says them itself."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One exchange. Whatever comes in, a GraphQL answer with a fitting status goes out."""
        media = Media.JSON
        response: Response | None
        headers = gathered(scope["headers"])
        try:
            accept = headers.get(b"accept", b"").decode("latin-1")
            if (
                self.page
                and scope["method"] in READING
                and is_browser_page(accept)
                and b"query=" not in scope["query_string"]
            ):
                response = Response(303, b"", ((b"location", self.page.encode()),))
            else:
                media = answer_media(accept) or _nothing_taken()
                if media is Media.EVENTS and (self.begin is None or scope["method"] == "HEAD"):
                    _nothing_taken()  # what has many parts begins when somebody reads them
                response = await self._respond(scope, headers, receive, send, media)
        except RequestError as error:
            self.observe(Refused(error.code))
            response = refused(error)
        except SubgraphError as error:  # the identity provider: without its keys nobody can be let in or sent away
            response = Response(503, body_of(RequestError(error.message, code=PublicCode.SERVICE_UNAVAILABLE)))
        except ClientGoneError:
            return
        except Exception as error:
            response = failed(error)
        if response is not None:
            form = Media.JSON if media is Media.EVENTS else media
            await self.wire.send(send, response, form.content_type, headers)

    async def _respond(
        self, scope: Scope, headers: Headers, receive: Receive, send: Send, media: Media
    ) -> Response | None:
        """The answer; None if it was sent in parts. What is not there is not called for: everybody comes by here."""
        source = self._source(scope, headers, await self.identify(headers))
        match scope["method"]:
            case "POST":
                if headers.get(b"content-type") != PLAIN_JSON:
                    _check_content_type(text(headers, b"content-type"))
                if b"content-encoding" in headers:
                    body = await self._unpacked(headers, receive)
                else:
                    body = await read_body(receive, headers, self.limit_body)
                if body[:1] != b"{" and is_array(body):
                    _check_batchable(media)
                    with self._watched(scope, receive):
                        return await self._batch(body, source)
                if self.persisted.elsewhere is None:
                    request = from_body(body, source)
                else:
                    request = await self._read(partial(from_body, body, source))
            case "GET" | "HEAD":
                request = await self._read(partial(from_address, scope["query_string"], source))
            case method:
                raise RefusedError(
                    f"{method} is not a way to ask; use GET, HEAD or POST.",
                    code=PublicCode.METHOD_NOT_ALLOWED,
                    headers=(ALLOW,),
                )
        with self._watched(scope, receive):
            if media is Media.EVENTS and self.begin is not None:
                return await _respond_in_events(self.begin, request, send)
            answer = await self.answer(request)
        return self._response(scope, answer, media)

    def _watched(self, scope: Scope, receive: Receive) -> Watched:
        offered = scope.get("extensions")
        return Watched(self.departures, receive, offered.get(LEAVING) if offered else None)

    def _source(self, scope: Scope, headers: Headers, caller: Caller) -> Source:
        kept = self.keep(headers)
        if self.forget:
            kept = {name: value for name, value in kept.items() if name not in self.forget}
        if caller.token is not None and self.hands_on_token:
            # It came in another header or a cookie; services look for it in one place.
            kept = {**kept, "authorization": f"Bearer {caller.token}"}
        client = scope.get("client")
        address = client[0] if client else ""  # a Unix socket has none
        if b"x-forwarded-for" in headers:
            address = self.origin(address, text(headers, b"x-forwarded-for"))
        wait = wait_of(headers) if DEADLINE in headers else None
        return Source(kept, caller, self.persisted, address, wait, headers.get(COST) == b"1", self.limit_variables)

    def _response(self, scope: Scope, answer: GraphQLAnswer, media: Media) -> Response:
        is_executed = answer.outcome is Outcome.EXECUTED
        status = 200 if is_executed else _status(answer.outcome, media)
        more = () if is_executed and not answer.headers and not answer.cookies else _headers(answer)
        is_tagged = is_executed and scope["method"] in READING
        if answer.caching is None:
            return Response(status, answer.body, more, is_tagged=is_tagged)
        told = answer.caching
        return Response(status, answer.body, more, told.control, told.vary, is_tagged)

    async def _unpacked(self, headers: Headers, receive: Receive) -> bytes:
        """The body as it was before it was packed. Raises RefusedError, ClientGoneError."""
        coding = headers[b"content-encoding"].decode("latin-1")
        check_coding(coding)
        return unpacked_body(await read_body(receive, headers, self.limit_body), coding, self.limit_body)

    async def _read(self, read: Callable[[], GraphQLRequest]) -> GraphQLRequest:
        """With what the other processes know. Raises RefusedError."""
        if self.persisted.elsewhere is None:
            return read()
        request = await self.persisted.read(read)
        if request.extensions:
            await self.persisted.tell(request)
        return request

    async def _batch(self, body: bytes, source: Source) -> Response:
        requests = await self.persisted.read(partial(from_array, body, source, self.batch_limit))
        if self.persisted.elsewhere is not None:
            await asyncio.gather(*(self.persisted.tell(request) for request in requests))
        answers = await asyncio.gather(*(self._answer_in_batch(request) for request in requests))
        # One answer of HTTP for all: it has the lines of each, equal ones once.
        lines = dict.fromkeys(line for answer in answers for line in _headers(answer))
        counted = {name: value for name, value in lines if name in COUNTED}  # the last one counts them all
        kept = (*(line for line in lines if line[0] not in COUNTED), *counted.items())
        return Response(200, b"[" + b",".join(answer.body for answer in answers) + b"]", kept)

    async def _answer_in_batch(self, request: GraphQLRequest) -> GraphQLAnswer:
        try:
            return await self.answer(request)
        except RequestError as error:
            return GraphQLAnswer(Outcome.REQUEST_ERROR, body_of(error))


def _nothing_taken() -> NoReturn:
    names = " or ".join(each.value for each in Media)
    raise RefusedError(f"Answers are {names}; the Accept header takes none of them.", code=PublicCode.NOT_ACCEPTABLE)


def refused(error: RequestError) -> Response:
    """The client's fault: said in full, with the status that fits."""
    if isinstance(error, RefusedError):
        return Response(error.code.status, body_of(error), error.headers)
    if error.code is PublicCode.UNAUTHENTICATED:
        return Response(401, body_of(error), (challenge(error),))
    return Response(400, body_of(error))


def challenge(error: RequestError) -> RawHeader:
    """RFC 6750 3.1: whoever showed no token is told of no error."""
    reason = b"" if isinstance(error, NobodyError) else b', error="invalid_token"'
    return (b"www-authenticate", b'Bearer realm="civic"' + reason)


def failed(error: Exception) -> Response:
    """Our own fault: the log has everything, the client a reference."""
    reference = error.reference if isinstance(error, InternalError) else secrets.token_hex(8)
    trail = TRAIL.get()
    if trail is not None:
        trail.reference = reference
    log.error("request failed, reference %s", reference, exc_info=error)
    shown = RequestError(
        f"The gateway failed. Please report this reference: {reference}",
        code=PublicCode.INTERNAL_SERVER_ERROR,
        extensions={"reference": reference},
    )
    return Response(500, body_of(shown))


async def _respond_in_events(begin: Begin, request: GraphQLRequest, send: Send) -> Response | None:
    """Sends the parts. An answer of HTTP's own where the protocol has it so, and before anything was sent."""
    try:
        parts = await begin(request)
    except RequestError as error:
        if error.code.status in IN_HTTP:
            return Response(error.code.status, body_of(error), _refusal_headers(error))
        # graphql-sse: a browser's EventSource shows no body of a 400, so the stream itself tells.
        parts = one_part(body_of(error))
    await send_events(send, parts, lambda error: failed(error).body)
    return None


def _refusal_headers(error: RequestError) -> tuple[RawHeader, ...]:
    if isinstance(error, RateLimitedError):
        return tuple((name.encode(), value.encode()) for name, value in error.headers.items())
    match error.code:
        case PublicCode.METHOD_NOT_ALLOWED:
            return (ONLY_POST,)
        case PublicCode.PLANNING_BUSY:
            return ((b"retry-after", b"1"),)
        case _:
            return ()


def _check_batchable(media: Media) -> None:
    if media is Media.EVENTS:
        raise RefusedError(
            "Arrays of operations are not answered as events; send one at a time, or ask for application/json.",
            code=PublicCode.BATCHING_NOT_SUPPORTED,
        )


def _check_content_type(content_type: str | None) -> None:
    if content_type is None or not is_json(content_type):
        raise RefusedError(
            "Send the request as application/json in UTF-8, and say so in Content-Type.",
            code=PublicCode.UNSUPPORTED_MEDIA_TYPE,
        )


STATUSES = {
    Outcome.EXECUTED: 200,
    Outcome.METHOD_NOT_ALLOWED: PublicCode.METHOD_NOT_ALLOWED.status,
    Outcome.TRANSPORT_NEEDED: PublicCode.SUBSCRIPTION_TRANSPORT_NEEDED.status,
    Outcome.BUSY: PublicCode.PLANNING_BUSY.status,
    Outcome.LATE: PublicCode.DEADLINE_EXCEEDED.status,
    Outcome.LIMITED: PublicCode.RATE_LIMITED.status,
    Outcome.UNAUTHENTICATED: 401,
    Outcome.FORBIDDEN: 403,
    Outcome.TOO_DEAR: PublicCode.COST_ESTIMATED_TOO_EXPENSIVE.status,
}


def _status(outcome: Outcome, media: Media) -> int:
    """GraphQL over HTTP 6.4: application/json says 200 to every well-formed request, the newer type is exact."""
    return STATUSES.get(outcome) or (400 if media is Media.GRAPHQL else 200)


def _headers(answer: GraphQLAnswer) -> tuple[RawHeader, ...]:
    if not answer.headers and not answer.cookies and answer.outcome is not Outcome.METHOD_NOT_ALLOWED:
        return ()
    lines = (*answer.headers.items(), *(("set-cookie", value) for value in answer.cookies))
    own = tuple((name.encode("latin-1"), value.encode("latin-1")) for name, value in lines)
    return (*own, ONLY_POST) if answer.outcome is Outcome.METHOD_NOT_ALLOWED else own
