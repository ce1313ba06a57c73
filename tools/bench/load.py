"""Sends requests over a fixed number of keep-alive connections and notes how long each took."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass

CONNECTIONS = 50


@dataclass(frozen=True, slots=True)
class Load:
    """What came of it: seconds of each request, sorted; the distinct answers."""

    requests: int
    seconds: tuple[float, ...]
    answers: frozenset[bytes]

    def percentile(self, share: float) -> float:
        return self.seconds[min(len(self.seconds) - 1, int(share * len(self.seconds)))]


async def send(port: int, path: str, bodies: Callable[[int], tuple[bytes, str]], window: float) -> Load:
    """Keeps all connections busy for ``window`` seconds. ``bodies(n)``: body and Authorization of the n-th request."""
    until = time.monotonic() + window
    taken: list[float] = []
    answers: set[bytes] = set()
    numbers = iter(range(10**9))

    async def connection() -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        while time.monotonic() < until:
            body, who = bodies(next(numbers))
            began = time.monotonic()
            writer.write(request(path, body, who))
            answers.add(await read_body(reader))
            taken.append(time.monotonic() - began)
        writer.close()

    await asyncio.gather(*(connection() for _ in range(CONNECTIONS)))
    return Load(len(taken), tuple(sorted(taken)), frozenset(answers))


def request(path: str, body: bytes, who: str) -> bytes:
    head = (
        f"POST {path} HTTP/1.1\r\nhost: bench\r\ncontent-type: application/json\r\naccept: application/json\r\n"
        f"authorization: {who}\r\ncontent-length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


async def read_body(reader: asyncio.StreamReader) -> bytes:
    head = await reader.readuntil(b"\r\n\r\n")
    for line in head.split(b"\r\n"):
        name, _, value = line.partition(b":")
        if name.lower() == b"content-length":
            return await reader.readexactly(int(value))
    raise ValueError(f"An answer without content-length: {head[:200]!r}")
