"""Head and body of an answer in one packet: half the system calls, half the times that the client is woken."""

from __future__ import annotations

from typing import Any

from uvicorn.protocols.http.httptools_impl import HEADER_RE, HEADER_VALUE_RE, STATUS_LINE, RequestResponseCycle


class Exchange(RequestResponseCycle):
    """One request and its answer. A head that says how long the body is waits for it: both leave in one write."""

    opening: Any = None
    """The head that waits, as ASGI has it."""

    async def receive(self) -> Any:
        """What came. Nearly always it is there already: then there is nothing to wait for."""
        if self.more_body or self.disconnected or self.response_complete or self.waiting_for_100_continue:
            return await super().receive()
        if not self.message_event.is_set():
            return await super().receive()
        self.flow.resume_reading()
        self.message_event.clear()
        body, self.body = bytes(self.body), bytearray()
        return {"type": "http.request", "body": body, "more_body": False}

    async def send(self, message: Any) -> None:
        opening, self.opening = self.opening, None
        if message["type"] == "http.response.start":
            if not self.response_started and _says_length(message):
                self.opening = message
                return
        elif opening is not None:
            if self._leave_together(opening, message):
                return
            await super().send(opening)
        await super().send(message)

    def _leave_together(self, opening: Any, message: Any) -> bool:
        """Whether it was so simple; else nothing was written, and uvicorn sees to it."""
        body = message.get("body", b"")
        if message.get("more_body") or self.flow.write_paused or self.disconnected or not self.keep_alive:
            return False
        packet = packet_of(opening["status"], [*self.default_headers, *opening["headers"]], body)
        if packet is None or self.scope["method"] == "HEAD":
            return False
        self.response_started = self.response_complete = True
        self.waiting_for_100_continue = False
        self.transport.write(packet)
        self.message_event.set()
        self.on_response()
        return True


def packet_of(status: int, headers: list[tuple[bytes, bytes]], body: bytes) -> bytes | None:
    """Head and body as they go over the line; None where the head says more than how long the body is, or what no head
    may say.

    >>> packet_of(200, [(b"a", b"b"), (b"content-length", b"2")], b"{}")
    b'HTTP/1.1 200 OK\\r\\na: b\\r\\ncontent-length: 2\\r\\n\\r\\n{}'
    >>> packet_of(200, [(b"content-length", b"3")], b"{}"), packet_of(200, [(b"a", b"b\\r\\nc: d")], b"")
    (None, None)
    """
    length = -1
    names = values = b""
    parts = [STATUS_LINE[status]]
    for name, value in headers:
        if name == b"content-length":
            length = int(value)
        elif name == b"connection" or name == b"transfer-encoding":
            return None
        names += name
        values += value
        parts += (name, b": ", value, b"\r\n")
    if length != len(body) or HEADER_RE.search(names) or HEADER_VALUE_RE.search(values):
        return None
    parts += (b"\r\n", body)
    return b"".join(parts)


def _says_length(message: Any) -> bool:
    for name, _ in message.get("headers", ()):  # noqa: SIM110 - every answer comes by here: a third of what any() takes
        if name == b"content-length":
            return True
    return False
