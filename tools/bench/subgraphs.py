"""The subgraphs of the benchmark: each answer is computed once and then looked up by the bytes of the request.

So a repeated request costs them a dictionary look-up, and what is measured is the gateway.
"""

from __future__ import annotations

import asyncio
import json
import sys
from typing import Any

import httptools
from graphql import graphql_sync

from tools.bench.graph import ROOTS, SDL, entity, executable


class Answers:
    """The answers of all subgraphs, by path and body."""

    def __init__(self) -> None:
        self.schemas = {f"/{name}".encode(): (name, executable(name)) for name in SDL}
        self.known: dict[tuple[bytes, bytes], bytes] = {}

    def answer(self, path: bytes, body: bytes) -> bytes:
        key = (path, body)
        if key not in self.known:
            self.known[key] = http(self.compute(path, body))
        return self.known[key]

    def compute(self, path: bytes, body: bytes) -> bytes:
        name, schema = self.schemas[path]
        asked = json.loads(body)
        root: dict[str, Any] = dict(ROOTS)
        root["_entities"] = lambda _info, representations: [entity(name, one) for one in representations]
        result = graphql_sync(schema, asked["query"], root, variable_values=asked.get("variables"))
        return json.dumps(result.formatted, ensure_ascii=False, separators=(",", ":")).encode()


def http(body: bytes) -> bytes:
    head = f"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: {len(body)}\r\n\r\n"
    return head.encode() + body


class Connection(asyncio.Protocol):
    """One keep-alive connection."""

    def __init__(self, answers: Answers) -> None:
        self.answers = answers
        self.parser = httptools.HttpRequestParser(self)
        self.path = b""
        self.body: list[bytes] = []

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)  # noqa: S101 - for the type checker; TCP gives no other
        self.transport = transport

    def data_received(self, data: bytes) -> None:
        self.parser.feed_data(data)

    def on_url(self, url: bytes) -> None:
        self.path = url

    def on_body(self, body: bytes) -> None:
        self.body.append(body)

    def on_message_complete(self) -> None:
        self.transport.write(self.answers.answer(self.path, b"".join(self.body)))
        self.body.clear()


async def serve(port: int) -> None:
    answers = Answers()
    server = await asyncio.get_running_loop().create_server(lambda: Connection(answers), "127.0.0.1", port)
    async with server:
        await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(serve(int(sys.argv[1])))
