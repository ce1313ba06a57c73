"""Asks an ASGI application as a client would, without a network: for the tests of every subservice."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

import orjson
from starlette.types import ASGIApp, Message

NOTHING: Mapping[str, Any] = {}


@dataclass(frozen=True, slots=True)
class Reply:
    """An HTTP answer; header names are lower case."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return orjson.loads(self.body)


@dataclass(frozen=True, slots=True)
class Answer:
    """A GraphQL answer with status 200."""

    data: Any
    errors: list[dict[str, Any]]

    @property
    def codes(self) -> list[tuple[str, str]]:
        """Code and dotted path of each error, sorted."""
        return sorted((error["extensions"]["code"], ".".join(map(str, error.get("path", ())))) for error in self.errors)


async def request(
    app: ASGIApp,
    method: str,
    path: str,
    *,
    body: bytes = b"",
    headers: Mapping[str, str] = NOTHING,
    query: Mapping[str, str] = NOTHING,
) -> Reply:
    """One HTTP request."""
    sent: list[Message] = []

    coming: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

    async def receive() -> Message:
        # As a server does: after the body there is nothing to hear of a client who waits for the answer.
        return coming.pop() if coming else await asyncio.Future()

    async def send(message: Message) -> None:
        sent.append(message)

    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": method,
        "scheme": "http",
        "path": path,
        "raw_path": path.encode(),
        "root_path": "",
        "query_string": urlencode(query).encode(),
        "headers": [(name.lower().encode(), value.encode()) for name, value in headers.items()],
        "client": ("127.0.0.1", 1),
        "server": ("127.0.0.1", 80),
    }
    await app(scope, receive, send)
    start, *rest = sent
    received = {name.decode(): value.decode() for name, value in start["headers"]}
    return Reply(start["status"], received, b"".join(message.get("body", b"") for message in rest))


async def ask(
    app: ASGIApp, query: str, variables: Mapping[str, Any] = NOTHING, headers: Mapping[str, str] = NOTHING
) -> Answer:
    """One GraphQL operation by POST; the HTTP status must be 200."""
    reply = await request(
        app,
        "POST",
        "/graphql",
        body=orjson.dumps({"query": query, "variables": dict(variables)}),
        headers={"content-type": "application/json", **headers},
    )
    assert reply.status == 200, reply
    return Answer(reply.json.get("data"), reply.json.get("errors", []))


async def entities(
    app: ASGIApp, selection: str, representations: Sequence[Mapping[str, Any]], headers: Mapping[str, str] = NOTHING
) -> Answer:
    """The gateway's question: ``data`` is the list of entities."""
    query = f"query ($representations: [_Any!]!) {{ _entities(representations: $representations) {{ {selection} }} }}"
    answer = await ask(app, query, {"representations": list(representations)}, headers)
    return Answer(answer.data and answer.data["_entities"], answer.errors)
