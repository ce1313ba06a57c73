"""The network filling for plain HTTP/1.1 inside a deployment: a small pool of connections on httptools.

A call costs a fraction of what it costs with aiohttp, and calls are half of a gateway's work. Everything unusual (TLS,
names and passwords in addresses) is left to ``http.Network``.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from time import monotonic
from urllib.parse import SplitResult, urlsplit

from msgspec.structs import replace

from gateway.ground.errors import SubgraphError
from gateway.model.exchange import SubgraphAnswer, SubgraphRequest
from gateway.model.operation import OperationKind
from gateway.subgraphs.connection import BrokenError, Connection, HangUpError, TooMuchError
from gateway.subgraphs.failures import (
    check_answer,
    closed,
    too_large,
    unasked,
    unreachable,
    unsendable,
    without_codings,
)
from gateway.subgraphs.http import CONNECT_SECONDS, CONNECTION_AGE, IDLE_SECONDS, SPOKEN
from gateway.subgraphs.send import Send
from gateway.subgraphs.turns import Turns

FRESH_SECONDS = 1.0
"""A mutation is never sent twice, so it goes over no connection that the service may just be closing as unused."""
OK = 200
SPOKEN_LINES = "".join(f"{name}: {value}\r\n" for name, value in SPOKEN.items())


@dataclass(slots=True)
class Place:
    """One host and port: its idle connections (the last used first) and the turns to use one. ``age``: seconds that a
    connection lives.
    """

    host: str
    port: int
    turns: Turns
    age: float = CONNECTION_AGE
    idle: list[Connection] = field(default_factory=list)

    def take(self, *, fresh_only: bool) -> Connection | None:
        """An open idle connection, the last used first; with ``fresh_only``, one that was used just now or none."""
        now = monotonic()
        while self.idle:
            connection = self.idle[-1]
            age = now - connection.used
            if now - connection.made > self.age:
                self.idle.pop().close()
                continue
            is_good = age <= IDLE_SECONDS and not connection.transport.is_closing()
            if fresh_only and is_good and age > FRESH_SECONDS:
                return None  # too old for this request, good for others; those below it are older still
            self.idle.pop()
            if is_good:
                return connection
            connection.close()
        return None

    def put_back(self, connection: Connection) -> None:
        """After its answer: for the next request, if the service left it open."""
        now = monotonic()
        if now - connection.made > self.age:
            connection.close()
        elif not connection.transport.is_closing():
            connection.used = now
            self.idle.append(connection)


@dataclass(frozen=True, slots=True)
class Target:
    """What of an address stays the same for every request: where it is, and the first lines of the message."""

    place: Place
    head: bytes


@dataclass(frozen=True, slots=True)
class LeanNetwork:
    """``connections``: at most so many to one host; ``other``: who sends to the addresses that this one does not, and
    to the subgraphs that are ``unusual``."""

    connections: int
    largest_answer: int
    other: Send
    targets: dict[str, Target | None] = field(default_factory=dict)
    places: dict[tuple[str, int], Place] = field(default_factory=dict)
    unusual: frozenset[str] = frozenset()
    age: float = CONNECTION_AGE

    async def __call__(self, request: SubgraphRequest, /) -> SubgraphAnswer:
        """Raises SubgraphError as ``http.Network`` does."""
        try:
            target = self.targets[request.url]
        except KeyError:
            target = self.targets[request.url] = self._target(request)
        if target is None:
            return await self.other(request)
        message = _message(request, target.head)
        place = target.place
        turns = place.turns
        if turns.free:
            turns.free -= 1
        else:
            await turns.wait()
        try:
            connection = place.take(fresh_only=request.kind is not OperationKind.QUERY)
            if connection is None:
                connection = await self._connect(request, place)
            try:
                answer = await connection.exchange(message)
            except BrokenError as error:
                raise self._broken(request, error) from error
            except asyncio.CancelledError:
                # The answer is still on its way: nobody else may read it from this connection.
                connection.close()
                raise
            place.put_back(connection)
        finally:
            if turns.line:
                turns.give()
            else:
                turns.free += 1
        if "content-encoding" in answer.headers:
            codings = answer.headers["content-encoding"]
            answer = replace(answer, body=without_codings(request, answer.body, codings, self.largest_answer))
        return answer if answer.status == OK else check_answer(request, answer)

    def _broken(self, request: SubgraphRequest, error: BrokenError) -> SubgraphError:
        match error:
            case HangUpError():
                return closed(request, error)
            case TooMuchError():
                return too_large(request, self.largest_answer)
            case _:
                return unasked(request, error)

    async def _connect(self, request: SubgraphRequest, place: Place) -> Connection:
        loop = asyncio.get_running_loop()
        try:
            async with asyncio.timeout(CONNECT_SECONDS):
                _, connection = await loop.create_connection(
                    lambda: Connection(self.largest_answer), place.host, place.port
                )
        except (OSError, UnicodeError) as error:  # TimeoutError is an OSError; an impossible name is a UnicodeError
            raise unreachable(request, error) from error
        return connection

    def _target(self, request: SubgraphRequest) -> Target | None:
        url = request.url
        try:
            parts = urlsplit(url)
            port = parts.port or 80
        except ValueError:
            return None
        if (
            request.subgraph in self.unusual
            or parts.scheme != "http"
            or not parts.hostname
            or "@" in parts.netloc
            or not _is_plain(url)
        ):
            return None
        key = (parts.hostname, port)
        if key not in self.places:
            self.places[key] = Place(parts.hostname, port, Turns(self.connections), self.age)
        return Target(self.places[key], _head(parts))

    def close(self) -> None:
        for place in self.places.values():
            for connection in place.idle:
                connection.close()


@asynccontextmanager
async def open_lean_network(
    other: Send,
    *,
    connections: int,
    largest_answer: int,
    unusual: frozenset[str] = frozenset(),
    age: float = CONNECTION_AGE,
) -> AsyncIterator[LeanNetwork]:
    """A lean network that leaves what is ``unusual`` to ``other``; its connections are closed at the end."""
    network = LeanNetwork(connections, largest_answer, other, unusual=unusual, age=age)
    try:
        yield network
    finally:
        network.close()


def _is_plain(url: str) -> bool:
    return url.isascii() and url.isprintable() and " " not in url


def _head(parts: SplitResult) -> bytes:
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return f"POST {path} HTTP/1.1\r\nhost: {parts.netloc}\r\n{SPOKEN_LINES}".encode("ascii")


def _message(request: SubgraphRequest, head: bytes) -> bytes:
    lines, number = "", 0
    for name, value in request.headers.items():
        if name not in SPOKEN:
            lines += f"{name}: {value}\r\n"
            number += 1
    # RFC 9112 5.1: a line break inside a value would begin a header that nobody meant to send.
    if lines.count("\n") != number or lines.count("\r") != number:
        raise unsendable(request)
    try:
        more = lines.encode("latin-1")
    except UnicodeEncodeError as error:
        raise unsendable(request, error) from error
    return b"%b%bcontent-length: %d\r\n\r\n%b" % (head, more, len(request.body), request.body)
