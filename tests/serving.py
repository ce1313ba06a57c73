"""Applications on real sockets in this process, and clients that can hang up at any moment."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import orjson
import uvicorn
from uvicorn.server import ServerState

PATIENCE = 30.0
"""Seconds after which a test that waits for something gives up; nothing depends on how long it takes."""


@asynccontextmanager
async def served(application: Any, protocol: Any, port: int = 0) -> AsyncIterator[int]:
    """The port of an application that is served by uvicorn with this protocol. ``port``: a certain one."""
    config = uvicorn.Config(
        application, http=protocol, lifespan="off", access_log=False, log_config=None, proxy_headers=False
    )
    config.load()
    state = ServerState()

    def connection() -> asyncio.Protocol:
        made: asyncio.Protocol = config.http_protocol_class(  # type: ignore[call-arg]
            config=config, server_state=state, app_state={}
        )
        return made

    server = await asyncio.get_running_loop().create_server(connection, "127.0.0.1", port)
    try:
        yield server.sockets[0].getsockname()[1]
    finally:
        server.close()
        while CLIENTS:
            CLIENTS.pop().leave()
        for task in list(state.tasks):
            task.cancel()
        for each in list(state.connections):
            each.transport.abort()
        await asyncio.gather(*state.tasks, return_exceptions=True)


@dataclass(slots=True)
class Client:
    """One connection."""

    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter

    async def send(self, data: bytes) -> None:
        self.writer.write(data)
        await self.writer.drain()

    async def ask(self, query: str, **headers: str) -> None:
        body = orjson.dumps({"query": query})
        head = f"POST /graphql HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: {len(body)}\r\n"
        more = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
        await self.send((head + more).encode() + b"\r\n" + body)

    async def answer(self) -> tuple[int, Any]:
        """Status and JSON of the next answer."""
        head = await asyncio.wait_for(self.reader.readuntil(b"\r\n\r\n"), PATIENCE)
        lines = head.decode("latin-1").lower().split("\r\n")
        length = next(int(line.partition(":")[2]) for line in lines if line.startswith("content-length:"))
        return int(lines[0].split()[1]), orjson.loads(await self.reader.readexactly(length))

    async def ended(self) -> bytes:
        """All that still comes, once the other side has closed."""
        try:
            return await asyncio.wait_for(self.reader.read(), PATIENCE)
        except ConnectionResetError:
            return b""

    def leave(self) -> None:
        self.writer.transport.abort()


CLIENTS: list[Client] = []
"""Those of the server that is running; all of them leave with it."""


async def client(port: int) -> Client:
    CLIENTS.append(Client(*await asyncio.open_connection("127.0.0.1", port)))
    return CLIENTS[-1]


async def until(condition: Callable[[], Any], what: str) -> None:
    """Waits for something to become true."""
    for _ in range(round(PATIENCE / 0.005)):
        if condition():
            return
        await asyncio.sleep(0.005)
    raise AssertionError(f"it never happened that {what}")
