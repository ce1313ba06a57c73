"""Parts over Server-Sent Events: the distinct connections of graphql-sse (`PROTOCOL.md` of that project).

Each part is an event ``next``, the end is an event ``complete``. Meanwhile a comment says now and then that somebody is
there, for proxies close what is silent.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable, Iterator, MutableMapping
from contextlib import aclosing, contextmanager
from typing import Any, TypeAlias

from gateway.model.parts import Part

Send: TypeAlias = Callable[[MutableMapping[str, Any]], Awaitable[None]]
Failed: TypeAlias = Callable[[Exception], bytes]
"""The body that tells a client of a failure of ours."""

BEAT_SECONDS = 12.0
COMMENT = b":\n\n"
COMPLETE = b"event: complete\ndata:\n\n"
HEADERS = [
    (b"content-type", b"text/event-stream; charset=utf-8"),
    (b"cache-control", b"no-store"),
    (b"x-accel-buffering", b"no"),  # else nginx waits until it has a page full
    (b"vary", b"accept"),
]


def event(part: Part) -> bytes:
    r"""One part on the wire. JSON as we write it has no line breaks, so that one line of data holds it.

    >>> event(Part(b'{"data":null}'))
    b'event: next\ndata: {"data":null}\n\n'
    """
    return b"event: next\ndata: " + part.body + b"\n\n"


async def one_part(body: bytes) -> AsyncGenerator[Part, None]:
    """An answer of one part."""
    yield Part(body)


async def send_events(
    send: Send, parts: AsyncGenerator[Part, None], failed: Failed, beat: float = BEAT_SECONDS
) -> None:
    """The whole answer. ``beat``: seconds between two comments."""
    async with aclosing(parts):
        await send({"type": "http.response.start", "status": 200, "headers": HEADERS})
        with _beating(send, beat):
            try:
                async for part in parts:
                    await _send_piece(send, event(part))
            except Exception as error:
                # The status has gone out: what went wrong can only be told as the others are.
                await _send_piece(send, event(Part(failed(error))))
    await send({"type": "http.response.body", "body": COMPLETE})


async def _send_piece(send: Send, body: bytes) -> None:
    await send({"type": "http.response.body", "body": body, "more_body": True})


class _Heart:
    """Beats every so many seconds. A timer, and a task only when it rings: most answers come before."""

    __slots__ = ("_seconds", "_send", "_task", "_timer")

    def __init__(self, send: Send, seconds: float) -> None:
        self._send = send
        self._seconds = seconds
        self._task: asyncio.Task[None] | None = None
        self._timer = asyncio.get_running_loop().call_later(seconds, self._begin)

    def _begin(self) -> None:
        self._task = asyncio.create_task(self._beat(), name="heartbeat")

    async def _beat(self) -> None:
        while True:
            await _send_piece(self._send, COMMENT)
            await asyncio.sleep(self._seconds)

    def end(self) -> None:
        self._timer.cancel()
        if self._task is not None:
            self._task.cancel()


@contextmanager
def _beating(send: Send, seconds: float) -> Iterator[None]:
    heart = _Heart(send, seconds)
    try:
        yield
    finally:
        heart.end()
