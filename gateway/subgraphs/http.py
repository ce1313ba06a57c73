"""The network filling of the seam for every address: aiohttp, one pool of kept-alive connections for all subgraphs."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from time import monotonic
from typing import Any
from weakref import WeakKeyDictionary

import aiohttp
from aiohttp.client_proto import ResponseHandler

from gateway.ground.errors import SubgraphError
from gateway.ground.unpacking import TAKEN
from gateway.model.exchange import SubgraphAnswer, SubgraphRequest
from gateway.subgraphs.answer import answer_of
from gateway.subgraphs.failures import (
    check_answer,
    closed,
    too_large,
    unasked,
    unreachable,
    unsendable,
    without_codings,
)

SPOKEN = {
    "accept": "application/graphql-response+json, application/json;q=0.9",
    "accept-encoding": "identity",  # inside a deployment compression costs more than it saves
    "content-type": "application/json",
    "user-agent": "civic-coding-gateway",
}
SPOKEN_PACKED = {**SPOKEN, "accept-encoding": ", ".join(TAKEN)}
CONNECT_SECONDS = 5.0
IDLE_SECONDS = 60.0
CONNECTION_AGE = 300.0
"""Seconds that a connection lives, so that a moved address is found without a restart."""


@dataclass(frozen=True, slots=True)
class Network:
    """Sends over the network. ``largest_answer`` in bytes; ``packed``: subgraphs that are asked for packed answers.

    Deadlines and repeats are the affair of ``patience``.
    """

    session: aiohttp.ClientSession
    largest_answer: int
    packed: frozenset[str] = frozenset()

    async def __call__(self, request: SubgraphRequest, /) -> SubgraphAnswer:
        """Raises SubgraphError when nothing came, too much came, or what came is no GraphQL answer."""
        try:
            return await self._post(request)
        except FOREIGN as error:
            raise ours(request, error) from error

    async def _post(self, request: SubgraphRequest) -> SubgraphAnswer:
        async with self.session.post(
            request.url, data=request.body, headers=self._spoken(request), allow_redirects=False
        ) as response:
            body = await self._body(request, response)
            if "content-encoding" in response.headers:
                codings = ", ".join(response.headers.getall("content-encoding"))
                body = without_codings(request, body, codings, self.largest_answer)
            # Not its decoded ones: it takes them for UTF-8, and RFC 9110 5.5 knows only bytes.
            lines = [(name.decode("latin-1"), value.decode("latin-1")) for name, value in response.raw_headers]
            return check_answer(request, answer_of(response.status, body, lines))

    def _spoken(self, request: SubgraphRequest) -> dict[str, str]:
        return {**request.headers, **(SPOKEN_PACKED if request.subgraph in self.packed else SPOKEN)}

    async def _body(self, request: SubgraphRequest, response: aiohttp.ClientResponse) -> bytes:
        announced = response.content_length
        if announced is not None and announced <= self.largest_answer:
            return await response.read()
        body = bytearray()
        async for chunk in response.content.iter_any():
            body += chunk
            if len(body) > self.largest_answer:
                raise too_large(request, self.largest_answer)
        return bytes(body)


FOREIGN = (aiohttp.ClientError, OSError, ValueError)


def ours(request: SubgraphRequest, error: Exception) -> SubgraphError:
    """Ours for one of ``FOREIGN``."""
    match error:
        case aiohttp.ClientConnectorError():
            return unreachable(request, error)
        case aiohttp.ServerDisconnectedError() | aiohttp.ClientOSError() | ConnectionResetError():
            return closed(request, error)
        case aiohttp.ClientError() | OSError():
            return unasked(request, error)
        case _:  # yarl and aiohttp refuse addresses and header values this way
            return unsendable(request, error)


class Ageing(aiohttp.TCPConnector):
    """Lets go of connections that have lived long enough, after their answer."""

    def __init__(self, age: float, **options: Any) -> None:
        super().__init__(**options)
        self._age = age
        self._made: WeakKeyDictionary[ResponseHandler, float] = WeakKeyDictionary()

    async def _create_connection(self, *arguments: Any, **options: Any) -> ResponseHandler:
        made = await super()._create_connection(*arguments, **options)
        self._made[made] = monotonic()
        return made

    def _release(self, key: Any, protocol: ResponseHandler, *, should_close: bool = False) -> None:
        is_old = monotonic() - self._made.get(protocol, 0.0) > self._age
        super()._release(key, protocol, should_close=should_close or is_old)


@asynccontextmanager
async def open_network(
    *, connections: int, largest_answer: int, packed: frozenset[str] = frozenset(), age: float = CONNECTION_AGE
) -> AsyncIterator[Network]:
    """A pool of at most ``connections`` to each subgraph; ``packed`` as in Network; ``age``: seconds that a
    connection lives.

    Closed, with all connections, at the end.
    """
    connector = Ageing(age, limit=0, limit_per_host=connections, keepalive_timeout=IDLE_SECONDS)
    async with aiohttp.ClientSession(
        connector=connector,
        auto_decompress=False,  # it knows fewer forms, and no bound
        cookie_jar=aiohttp.DummyCookieJar(),  # one client's cookies must never reach another's request
        timeout=aiohttp.ClientTimeout(total=None, sock_connect=CONNECT_SECONDS),
    ) as session:
        yield Network(session, largest_answer, packed)
