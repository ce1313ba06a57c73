"""The network filling of the seam: aiohttp, one pool of kept-alive connections for all subgraphs."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

import aiohttp
import orjson

from gateway.errors import SubgraphError
from gateway.model.exchange import SubgraphAnswer, SubgraphRequest
from gateway.model.operation import OperationKind

log = logging.getLogger(__name__)

SPOKEN = {
    "accept": "application/graphql-response+json, application/json;q=0.9",
    "accept-encoding": "identity",  # inside a deployment compression costs more than it saves
    "content-type": "application/json",
    "user-agent": "civic-coding-gateway",
}
CONNECT_SECONDS = 5.0
IDLE_SECONDS = 60.0
TRIES = 2


@dataclass(frozen=True, slots=True)
class Network:
    """Sends over the network. ``largest_answer`` in bytes; deadlines are the affair of ``patience``."""

    session: aiohttp.ClientSession
    largest_answer: int

    async def __call__(self, request: SubgraphRequest, /) -> SubgraphAnswer:
        """Raises SubgraphError when nothing came, too much came, or what came is no GraphQL answer."""
        for attempt in range(1, TRIES + 1):
            try:
                return await self._post(request)
            except aiohttp.ClientConnectorError as error:
                raise _failure(request, "cannot be reached", error) from error
            except (aiohttp.ServerDisconnectedError, aiohttp.ClientOSError, ConnectionResetError) as error:
                # The service may have closed a kept-alive connection just as it was used again. It may also have
                # begun to work: only what has no side effects is sent a second time.
                if request.kind is not OperationKind.QUERY or attempt == TRIES:
                    raise _failure(request, "closed the connection without an answer", error) from error
            except (aiohttp.ClientError, OSError) as error:
                raise _failure(request, "could not be asked", error) from error
            except ValueError as error:  # yarl and aiohttp refuse addresses and header values this way
                raise _failure(request, "has an address or a header that cannot be sent", error) from error
        raise AssertionError("the last try either answers or raises")

    async def _post(self, request: SubgraphRequest) -> SubgraphAnswer:
        async with self.session.post(
            request.url, data=request.body, headers={**request.headers, **SPOKEN}, allow_redirects=False
        ) as response:
            body = await self._body(request, response)
            if response.status != HTTPStatus.OK and not _is_graphql(body):
                raise _refused(request, response.status)
            return SubgraphAnswer(response.status, body, response.headers)

    async def _body(self, request: SubgraphRequest, response: aiohttp.ClientResponse) -> bytes:
        announced = response.content_length
        if announced is not None and announced <= self.largest_answer and "content-encoding" not in response.headers:
            return await response.read()
        body = bytearray()
        async for chunk in response.content.iter_any():
            body += chunk
            if len(body) > self.largest_answer:
                raise _failure(request, f"gave an answer of more than {self.largest_answer} bytes")
        return bytes(body)


@asynccontextmanager
async def open_network(*, connections: int, largest_answer: int) -> AsyncIterator[Network]:
    """A pool of at most ``connections`` to each subgraph. Closed, with all connections, at the end."""
    connector = aiohttp.TCPConnector(limit=0, limit_per_host=connections, keepalive_timeout=IDLE_SECONDS)
    async with aiohttp.ClientSession(
        connector=connector,
        cookie_jar=aiohttp.DummyCookieJar(),  # one client's cookies must never reach another's request
        timeout=aiohttp.ClientTimeout(total=None, sock_connect=CONNECT_SECONDS),
    ) as session:
        yield Network(session, largest_answer)


def _is_graphql(body: bytes) -> bool:
    """GraphQL over HTTP 6.4: an answer of any status may be a well-formed GraphQL response."""
    try:
        answer: Any = orjson.loads(body)
    except orjson.JSONDecodeError:
        return False
    return isinstance(answer, dict) and ("data" in answer or isinstance(answer.get("errors"), list))


def _refused(request: SubgraphRequest, status: int) -> SubgraphError:
    reason = f"{status} {HTTPStatus(status).phrase}" if status in HTTPStatus._value2member_map_ else str(status)
    return _failure(request, f"answered {reason} and no GraphQL", extensions={"http": {"status": status}})


def _failure(
    request: SubgraphRequest, what: str, cause: Exception | None = None, extensions: dict[str, Any] | None = None
) -> SubgraphError:
    # The client learns which service failed; address and system error are for the log only.
    log.warning("subgraph %s at %s %s: %s", request.subgraph, request.url, what, cause or "-")
    return SubgraphError(
        request.subgraph, f"The service {request.subgraph!r} {what}.", extensions={**(extensions or {})}
    )
