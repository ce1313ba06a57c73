"""The network filling of the second seam: Server-Sent Events, as the distinct connections of graphql-sse.

Each has a connection of its own, from a pool of its own: who listens for hours takes no place from who asks.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Mapping
from contextlib import aclosing, asynccontextmanager
from dataclasses import dataclass

import aiohttp

from gateway.ground.by_subgraph import BySubgraph
from gateway.ground.codes import PublicCode
from gateway.ground.errors import SubgraphError
from gateway.model.exchange import SubgraphAnswer, SubgraphRequest
from gateway.model.supergraph import Subgraph
from gateway.subgraphs.accountable import accounts
from gateway.subgraphs.answer import answer_of
from gateway.subgraphs.event_text import EventText, TooLargeError
from gateway.subgraphs.failures import check_answer, failure, too_large
from gateway.subgraphs.http import CONNECT_SECONDS, FOREIGN, SPOKEN, ours
from gateway.subgraphs.inside import ADDRESS
from gateway.subgraphs.signed import Signer
from gateway.subgraphs.stream import Stream

EVENTS = "text/event-stream"
SPOKEN_EVENTS = {**SPOKEN, "accept": EVENTS}
NEXT = ("next", "")
COMPLETE = "complete"


@dataclass(frozen=True, slots=True)
class Listening:
    """Listens over the network. ``largest`` in bytes, of one event; ``deadline``: seconds until a service begins to
    answer. How long it says nothing after that is its own affair.
    """

    session: aiohttp.ClientSession
    largest: int
    deadline: BySubgraph[float]

    async def __call__(self, request: SubgraphRequest, /) -> AsyncGenerator[SubgraphAnswer, None]:
        """Raises SubgraphError when nothing came, what came is neither events nor GraphQL, or the end is missing."""
        if request.url.startswith(ADDRESS):
            raise failure(request, "runs in this process, where nobody listens; give it an address of its own")
        try:
            async with aclosing(self._events(request)) as answers:
                async for answer in answers:
                    yield answer
        except TimeoutError as error:
            message = f"The service {request.subgraph!r} did not begin to answer in time."
            raise SubgraphError(request.subgraph, message, code=PublicCode.SUBREQUEST_TIMEOUT) from error
        except TooLargeError as error:
            raise too_large(request, self.largest) from error
        except FOREIGN as error:
            raise ours(request, error) from error

    async def _events(self, request: SubgraphRequest) -> AsyncGenerator[SubgraphAnswer, None]:
        headers = {**request.headers, **SPOKEN_EVENTS}
        asking = self.session.post(request.url, data=request.body, headers=headers, allow_redirects=False)
        seconds = self.deadline.of(request.subgraph)
        async with asyncio.timeout(seconds):
            response = await asking
        async with response:
            if response.status != 200 or response.content_type != EVENTS:
                # What cannot be listened to is said in GraphQL's own form, or not at all. It has an end.
                async with asyncio.timeout(seconds):
                    body = await self._whole(response)
                yield check_answer(request, answer_of(response.status, body, response.headers.items()))
                return
            text = EventText(self.largest)
            async for piece in response.content.iter_any():
                for event in text.feed(piece):
                    if event.name == COMPLETE:
                        return
                    if event.name in NEXT:
                        yield SubgraphAnswer(200, event.data)
        raise failure(request, "ended its events without saying that they were all")

    async def _whole(self, response: aiohttp.ClientResponse) -> bytes:
        """A body, of which one reading gives what has come until then. Raises TooLargeError."""
        body = bytearray()
        async for piece in response.content.iter_any():
            body += piece
            if len(body) > self.largest:
                raise TooLargeError
        return bytes(body)


@asynccontextmanager
async def open_listening(largest: int, deadline: BySubgraph[float]) -> AsyncIterator[Listening]:
    """A pool without bound, since who listens is counted where clients come. Closed, with all streams, at the end."""
    connector = aiohttp.TCPConnector(limit=0, force_close=True)
    async with aiohttp.ClientSession(
        connector=connector,
        cookie_jar=aiohttp.DummyCookieJar(),
        timeout=aiohttp.ClientTimeout(total=None, sock_connect=CONNECT_SECONDS),
        auto_decompress=False,
    ) as session:
        yield Listening(session, largest, deadline)


def signing_streams(stream: Stream, signer: Signer) -> Stream:
    """Signs the request that begins to listen; it says who asks."""

    def stream_signed(request: SubgraphRequest, /) -> AsyncGenerator[SubgraphAnswer, None]:
        return stream(signer.signed(request))

    return stream_signed


def accountable_streams(stream: Stream, subgraphs: Mapping[str, Subgraph]) -> Stream:
    """Adds ``owner`` and ``contact`` to what ``stream`` raises, where they are known."""
    told = {name: accounts(each) for name, each in subgraphs.items()}

    async def stream_accountably(request: SubgraphRequest, /) -> AsyncGenerator[SubgraphAnswer, None]:
        try:
            async with aclosing(stream(request)) as answers:
                async for answer in answers:
                    yield answer
        except SubgraphError as error:
            error.extensions = {**told.get(request.subgraph, {}), **error.extensions}
            raise

    return stream_accountably
