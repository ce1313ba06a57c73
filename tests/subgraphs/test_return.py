"""A house in a process of its own is killed, and started again: the gateway lets it in though the pause goes on."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from typing import Any

import aiohttp
import pytest
from starlette.requests import Request
from starlette.responses import Response

from gateway.settings import read_settings
from tests.ports import free_port
from tests.serving import PATIENCE
from tests.web.whole import gateway

HOUSE = """
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

class House(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    def do_POST(self):
        self.rfile.read(int(self.headers["content-length"]))
        body = b'{"data":{"a":1,"__typename":"Query"}}'
        self.send_response(200)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
    def log_message(self, *_):
        pass

server = ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1])), House)
print("ready", flush=True)
server.serve_forever()
"""


@dataclass
class House:
    port: int
    process: asyncio.subprocess.Process | None = None

    async def start(self) -> None:
        self.process = await asyncio.create_subprocess_exec(
            sys.executable, "-c", HOUSE, str(self.port), stdout=asyncio.subprocess.PIPE
        )
        assert self.process.stdout is not None
        assert await self.process.stdout.readline() == b"ready\n"

    async def kill(self) -> None:
        if self.process is not None:
            self.process.kill()
            await self.process.communicate()
            self.process = None


@pytest.fixture
async def house() -> AsyncIterator[House]:
    made = House(free_port())
    await made.start()
    try:
        yield made
    finally:
        await made.kill()


async def nobody(_: Request) -> Response:
    raise AssertionError("the gateway was told where the house is")


@pytest.mark.slow
async def test_a_house_that_starts_anew_is_let_in_while_the_pause_goes_on(house: House) -> None:
    # An hour: nothing but the question whether it is back ends this pause.
    settings = read_settings({"GATEWAY_BREAKER_CALLS": "3", "GATEWAY_BREAKER_OPEN": "3600", "GATEWAY_RETRIES": "0"})
    settings = replace(settings, subgraph_urls={"one": f"http://127.0.0.1:{house.port}/graphql"})
    async with (
        gateway(settings, {"one": ("type Query { a: Int }", nobody)}) as url,
        aiohttp.ClientSession() as session,
    ):

        async def ask() -> str:
            async with session.post(url, json={"query": "{ a }"}) as answer:
                said: Any = await answer.json(content_type=None)
            return said["errors"][0]["extensions"]["code"] if "errors" in said else str(said["data"]["a"])

        async def ask_until(expected: str) -> None:
            for _ in range(round(PATIENCE / 0.01)):
                if await ask() == expected:
                    return
                await asyncio.sleep(0.01)
            raise AssertionError(f"it never said {expected}")

        assert await ask() == "1"
        for _ in range(2):
            await house.kill()
            await ask_until("SUBREQUEST_CIRCUIT_OPEN")
            await house.start()
            await ask_until("1")
            assert [await ask() for _ in range(5)] == ["1"] * 5, "and it stays"
