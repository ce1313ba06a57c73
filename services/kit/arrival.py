"""What a client may take of the server before and after its request is answered: bytes of head, and time.

uvicorn and httptools bound neither: a head may be of any size, half a request may stay for ever, and so may an answer
that nobody reads. One sweep in a second looks after all connections, so that a request pays nothing for it.
"""

from __future__ import annotations

import asyncio
import re
from dataclasses import dataclass, field
from functools import partial
from http import HTTPStatus
from typing import Any
from urllib.parse import unquote

import httptools
import orjson
from uvicorn.protocols.http.flow_control import HIGH_WATER_LIMIT
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol, RequestResponseCycle

from services.kit.errors import RefusedError, error_entry
from services.kit.settings import Limits
from services.kit.together import Exchange

NO_CODING = "Send the body with Transfer-Encoding: chunked and no other, or with its length."
ONE_HOST = "A request of HTTP/1.1 has one Host header: the name of the server, and a port if it is not the usual one."
HOST = re.compile(rb"(\[[0-9A-Za-z.:%_~-]+\]|[^\[\]@/?#\\\s,:]*)(:[0-9]*)?")
PADDING = frozenset({b" ", b"\t"})
SEVERAL = b" "
"""Hosts of which no name is made."""
SWEEP_SECONDS = 1.0
LINGER = 2.0
"""Seconds in which what a refused client still sends is read and thrown away."""
PIECE = 16_384
"""Bytes that a client must take of a waiting answer in ``stall`` seconds; what a slow telephone takes in one."""


@dataclass(slots=True, eq=False)
class Sweep:
    """Looks at all connections of a process, for as long as there are any."""

    connections: set[Any] = field(default_factory=set)
    timer: asyncio.TimerHandle | None = None

    def watch(self, connection: LimitedProtocol) -> None:
        self.connections.add(connection)
        if self.timer is None:
            self.timer = connection.loop.call_later(SWEEP_SECONDS, self.run, connection.loop)

    def run(self, loop: asyncio.AbstractEventLoop) -> None:
        for connection in list(self.connections):
            connection.look(loop.time())
        self.timer = loop.call_later(SWEEP_SECONDS, self.run, loop) if self.connections else None


class LimitedProtocol(HttpToolsProtocol):
    """uvicorn's protocol, within limits. ``arriving`` and ``idle``: since when; None while it is not so.

    ``head``: bytes since the beginning of the request, or since the last byte of its body; None between requests.
    """

    def __init__(self, *arguments: Any, limits: Limits, sweep: Sweep, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.limits = limits
        self.sweep = sweep
        self.arriving: float | None = None
        self.idle: float | None = None
        self.piece = self.first = 0
        self.head: int | None = 0
        self.unread = 0
        self.unread_since = 0.0
        self.running: RequestResponseCycle | None = None
        self.refusal: RefusedError | None = None
        self.refused: float | None = None

    # asyncio.Protocol

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self.arriving = self.loop.time()
        self.sweep.watch(self)

    def connection_lost(self, exc: Exception | None) -> None:
        self.sweep.connections.discard(self)
        # uvicorn tells only the newest request of a connection, and the one that is being answered may be older.
        self._leave()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        if self.refusal is not None:
            return
        self.piece = len(data)
        if self.head is not None:
            self.head += len(data)
        try:
            self.parser.feed_data(data)
        except httptools.HttpParserError:
            self.logger.warning("Invalid HTTP request received.")
            self.send_400_response("")
        except httptools.HttpParserUpgrade:
            self._unsupported_upgrade_warning()
        if self.head is not None and self.head > self.limits.head and self.refusal is None:
            self._refuse(self._too_large())

    # httptools

    def on_message_begin(self) -> None:
        super().on_message_begin()
        self.idle = None
        if self.arriving is None:
            self.arriving = self.loop.time()
            # How much of this piece is its own is not known: a whole one that may be too large is measured.
            self.head, self.first = 0, self.piece

    def on_headers_complete(self) -> None:
        most, self.head = (self.head or 0) + self.first, 0
        if most > self.limits.head:
            self._check_size(len(self.url))
        hosts, is_padded = None, False
        for name, value in self.headers:
            if value[-1:] in PADDING:
                # RFC 9112 5.1: white space around a value is not of it; the parser leaves what stands behind.
                is_padded, value = True, value.rstrip(b" \t")
            if name == b"host":
                # RFC 9112 3.2: of several, who stands between may have taken another one.
                hosts = value if hosts is None else SEVERAL
            elif name == b"transfer-encoding" and value.lower() != b"chunked":
                # RFC 9112 6.1: a coding that is not understood; the body would be taken for what it is not.
                self._stop(RefusedError(400, NO_CODING))
        if not (self._may_lack_host() if hosts is None else HOST.fullmatch(hosts)):
            self._stop(RefusedError(400, ONE_HOST))
        if is_padded:
            # In place: the scope holds the same list.
            self.headers[:] = [(name, value.rstrip(b" \t")) for name, value in self.headers]
        self._begin()
        # RFC 9110 6.5.1: a trailer is no header; uvicorn would add it to those that the application reads.
        self.headers = []

    def _begin(self) -> None:
        """As uvicorn does it, but with an exchange of our own; and nobody here upgrades, or counts connections."""
        scope, version = self.scope, self.parser.get_http_version()
        if version != "1.1":
            scope["http_version"] = version
        scope["method"] = self.parser.get_method().decode("ascii")
        address = httptools.parse_url(self.url)
        path = address.path.decode("ascii")
        scope["path"] = self.root_path + (unquote(path) if "%" in path else path)
        scope["raw_path"] = self.root_path.encode("ascii") + address.path
        scope["query_string"] = address.query or b""
        before = self.cycle
        self.cycle = Exchange(
            scope=scope,
            transport=self.transport,
            flow=self.flow,
            logger=self.logger,
            access_logger=self.access_logger,
            access_log=self.access_log,
            default_headers=self.server_state.default_headers,
            message_event=asyncio.Event(),
            expect_100_continue=self.expect_100_continue,
            keep_alive=version != "1.0" and self.parser.should_keep_alive(),
            on_response=self.on_response_complete,
        )
        if before is None or before.response_complete:
            self._start_asgi_task(self.cycle, self.app)
        else:
            self.flow.pause_reading()
            self.pipeline.appendleft((self.cycle, self.app))

    def on_body(self, body: bytes) -> None:
        self.head = 0
        if not self.cycle.response_complete:
            self.cycle.body += body
            if len(self.cycle.body) > HIGH_WATER_LIMIT:
                self.flow.pause_reading()
            self.cycle.message_event.set()

    def on_message_complete(self) -> None:
        if self.headers:
            self._check_size(0)  # of what came behind the body
        if not self.cycle.response_complete:
            self.cycle.more_body = False
            self.cycle.message_event.set()
        self.arriving = self.head = None

    def _check_size(self, more: int) -> None:
        if more + sum(len(name) + len(value) + 4 for name, value in self.headers) > self.limits.head:
            self._stop(self._too_large())

    def _may_lack_host(self) -> bool:
        # HTTP/1.0 had none.
        return bool(self.parser.get_http_version() == "1.0")

    def _stop(self, refusal: RefusedError) -> None:
        self.refusal = refusal
        raise ValueError(refusal.message)  # httptools stops, and uvicorn calls send_400_response

    # uvicorn

    def _start_asgi_task(self, cycle: RequestResponseCycle, app: Any) -> None:
        self.running = cycle
        super()._start_asgi_task(cycle, app)

    def on_response_complete(self) -> None:
        """The next one. Without uvicorn's timer for each answer: the sweep ends connections that are not used again."""
        self.server_state.total_requests += 1
        if self.transport.is_closing():
            return
        self.flow.resume_reading()
        if self.pipeline:
            self._start_asgi_task(*self.pipeline.pop())
        else:
            self.idle = self.loop.time()

    def send_400_response(self, msg: str) -> None:
        self._refuse(self.refusal or RefusedError(400, "The request is not HTTP/1.1."))

    # the limits

    def look(self, now: float) -> None:
        """Ends what has waited too long. ``now``: the loop's seconds."""
        if self._is_unread_for_long(now):
            self.transport.abort()
        elif self.refused is not None:
            if now - self.refused >= LINGER:
                self.transport.close()
        elif self.flow.read_paused or self._is_answering():
            # What was sent behind a request waits for the answer to it, not for its client.
            self.arriving = now if self.arriving is not None else None
        elif self.arriving is not None:
            if now - self.arriving >= self.limits.arrival:
                self._end_arrival()
        elif self.idle is not None and now - self.idle >= self.limits.idle:
            self.transport.close()

    def _is_answering(self) -> bool:
        return self.running is not None and not self.running.response_complete and not self.running.more_body

    def _is_unread_for_long(self, now: float) -> bool:
        waiting = self.transport.get_write_buffer_size()
        if waiting == 0 or self.unread == 0 or self.unread - waiting >= PIECE:
            self.unread, self.unread_since = waiting, now
            return False
        self.unread = max(self.unread, waiting)
        return now - self.unread_since >= self.limits.stall

    def _end_arrival(self) -> None:
        if self.headers is None:
            self.transport.close()  # nothing was sent: there is nothing to say
        else:
            self._refuse(RefusedError(408, f"The request did not come within {self.limits.arrival} s."))

    def _too_large(self) -> RefusedError:
        return RefusedError(431, f"The head of the request is larger than {self.limits.head} bytes.")

    def _refuse(self, error: RefusedError) -> None:
        """Says no, where no other answer has begun, and closes."""
        self.refusal = error
        if self.running is None or self.running.response_complete or not self.running.response_started:
            body = orjson.dumps({"errors": [error_entry(error.message, error.code)]})
            head = b"HTTP/1.1 %d %b\r\ncontent-type: application/json; charset=utf-8\r\n" % (
                error.status,
                HTTPStatus(error.status).phrase.encode(),
            )
            self.transport.write(b"%bcontent-length: %d\r\nconnection: close\r\n\r\n%b" % (head, len(body), body))
        self._leave()
        if self.transport.can_write_eof() and not self.transport.is_closing():
            # RFC 9112 9.6: with a connection that is closed at once, who still sends loses the answer.
            self.transport.write_eof()
            self.refused = self.loop.time()
            self.flow.resume_reading()
        else:
            self.transport.close()

    def _leave(self) -> None:
        if self.running is not None and not self.running.response_complete:
            self.running.disconnected = True
            self.running.message_event.set()


def protocol_of(limits: Limits) -> Any:
    """The protocol as uvicorn makes one for each connection, all under one sweep."""
    return partial(LimitedProtocol, limits=limits, sweep=Sweep())
