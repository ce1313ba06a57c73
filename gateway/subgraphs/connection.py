"""One HTTP/1.1 connection to a service: one request at a time, kept open between them."""

from __future__ import annotations

import asyncio
from time import monotonic

import httptools

from gateway.model.exchange import SubgraphAnswer
from gateway.subgraphs.answer import COOKIE

FINAL = 200
"""RFC 9110 15.2: an answer with a lower status is an interim one, the real one follows."""


NAMES = {
    written.encode(): name
    for name in ("content-type", "content-length", "date", "server", "cache-control", "cache-tag", "vary", "connection")
    for written in (name, name.title())
}
"""Names of headers that nearly every answer has, ready in small letters."""


class BrokenError(Exception):
    """What came is not HTTP, or ended in the middle."""


class HangUpError(BrokenError):
    """The connection was closed before any of the answer came."""


class TooMuchError(BrokenError):
    """The answer is larger than allowed."""


class Connection(asyncio.Protocol):
    """A connection as asyncio and httptools drive it. ``made``, ``used``: when it was, and was last busy (monotonic
    seconds).
    """

    transport: asyncio.Transport
    """As soon as it is made."""

    def __init__(self, largest: int) -> None:
        self.used = self.made = monotonic()
        self._loop = asyncio.get_running_loop()
        self._largest = largest
        self._waiter: asyncio.Future[SubgraphAnswer] | None = None
        self._parser = httptools.HttpResponseParser(self)
        self._headers: dict[str, str] = {}
        self._cookies: tuple[str, ...] = ()
        self._body: list[bytes] = []
        self._size = 0
        self._is_complete_at_end = False

    def close(self) -> None:
        self.transport.abort()

    def exchange(self, message: bytes) -> asyncio.Future[SubgraphAnswer]:
        """Sends a whole request over a connection that is open; the future gives its answer, or raises BrokenError."""
        self._size = 0
        waiter = self._waiter = self._loop.create_future()
        self.transport.write(message)
        return waiter

    def _fail(self, error: BrokenError) -> None:
        self.close()
        if self._waiter is not None and not self._waiter.done():
            self._waiter.set_exception(error)

    # asyncio.Protocol

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = transport  # type: ignore[assignment]  # a TCP connection's transport reads and writes

    def data_received(self, data: bytes) -> None:
        if self._waiter is None or self._waiter.done():
            # Nobody asked: whatever this is, it must not become the answer to the next request.
            self.close()
            return
        try:
            self._parser.feed_data(data)
        except (httptools.HttpParserError, httptools.HttpParserUpgrade) as error:
            self._fail(BrokenError(str(error)))

    def connection_lost(self, exc: Exception | None) -> None:
        if self._waiter is None or self._waiter.done():
            return
        if self._is_complete_at_end and exc is None:
            self.on_message_complete()
        elif self._headers or self._cookies or self._body:
            self._fail(BrokenError("it was closed in the middle of the answer"))
        else:
            self._fail(HangUpError(str(exc or "it was closed without an answer")))

    # httptools

    def on_message_begin(self) -> None:
        if self._waiter is None or self._waiter.done():
            self.close()  # a second answer to one question

    def on_header(self, name: bytes, value: bytes) -> None:
        self._size += len(name) + len(value)
        if self._size > self._largest:
            self._fail(TooMuchError())
        key, text = NAMES.get(name) or name.decode("latin-1").lower(), value.decode("latin-1")
        if key == COOKIE:
            self._cookies += (text,)
            return
        # RFC 9110 5.3: several lines of one name are one list.
        self._headers[key] = f"{self._headers[key]}, {text}" if key in self._headers else text

    def on_headers_complete(self) -> None:
        # RFC 9112 6.3: without a length and not in chunks, the answer ends with the connection.
        self._is_complete_at_end = (
            "content-length" not in self._headers
            and "transfer-encoding" not in self._headers
            and self._parser.get_status_code() >= FINAL
        )

    def on_body(self, body: bytes) -> None:
        self._size += len(body)
        if self._size > self._largest:
            self._fail(TooMuchError())
        self._body.append(body)

    def on_message_complete(self) -> None:
        status = self._parser.get_status_code()
        headers, self._headers = self._headers, {}
        cookies, self._cookies = self._cookies, ()
        if status < FINAL:
            return
        body, self._body = self._body, []
        if not self._parser.should_keep_alive():
            self.close()
        waiter, self._waiter = self._waiter, None  # an idle connection holds no answer
        if waiter is not None and not waiter.done():
            waiter.set_result(SubgraphAnswer(status, body[0] if len(body) == 1 else b"".join(body), headers, cookies))
