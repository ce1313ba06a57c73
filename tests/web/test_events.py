"""Answers as Server-Sent Events, on real sockets: what goes over the wire, what stays plain HTTP, and who leaves."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

import pytest

from gateway.answering.answer import answering
from gateway.answering.parts import answering_in_parts
from gateway.composition import compose
from gateway.ground.cell import Cell
from gateway.ground.codes import PublicCode
from gateway.ground.errors import RequestError
from gateway.making import graph_of, supergraph_of
from gateway.model.composition import Composed, SubgraphSource
from gateway.model.exchange import SubgraphAnswer, SubgraphRequest
from gateway.model.parts import Part
from gateway.settings import Settings
from gateway.web import events
from gateway.web.edge import endpoint
from gateway.web.events import send_events
from gateway.web.http.graphql import GraphQLEndpoint
from gateway.web.serving.arrival import ClientLimits, limited
from tests.serving import Client, client, served, until

SDL = "type Query { a: Int, slow: Int } type Mutation { m: Int }"
COMPLETE = "event: complete\ndata:\n\n"
EVENTS = "text/event-stream"


@dataclass
class House:
    """A gateway whose only subgraph holds what is slow until it is told, and the port of it."""

    port: int = 0
    go: asyncio.Event = field(default_factory=asyncio.Event)
    asked: list[bytes] = field(default_factory=list)
    ended: list[bytes] = field(default_factory=list)

    async def send(self, request: SubgraphRequest, /) -> SubgraphAnswer:
        self.asked.append(request.body)
        try:
            if b"slow" in request.body:
                await self.go.wait()
        finally:
            self.ended.append(request.body)
        return SubgraphAnswer(200, b'{"data": {"a": 1, "slow": 2, "m": 3}}')

    def endpoint(self, **changes: Any) -> GraphQLEndpoint:
        composed = compose([SubgraphSource("one", "http://one", SDL)])
        assert isinstance(composed, Composed)
        settings = Settings(graphiql=False, **changes)
        cell = Cell(graph_of(supergraph_of(composed.supergraph_sdl, settings), settings, self.send))
        return endpoint(settings, answering(cell), answering_in_parts(cell))

    async def ask(self, query: str, accept: str = EVENTS, body: bytes | None = None) -> Client:
        asking = await client(self.port)
        sent = json.dumps({"query": query}).encode() if body is None else body
        head = f"POST /graphql HTTP/1.1\r\nhost: x\r\naccept: {accept}\r\ncontent-type: application/json\r\n"
        await asking.send(f"{head}connection: close\r\ncontent-length: {len(sent)}\r\n\r\n".encode() + sent)
        return asking

    async def get(self, query: str) -> Client:
        asking = await client(self.port)
        head = f"GET /graphql?query={quote(query)} HTTP/1.1\r\nhost: x\r\naccept: {EVENTS}\r\nconnection: close\r\n\r\n"
        await asking.send(head.encode())
        return asking


@asynccontextmanager
async def house(**changes: Any) -> AsyncIterator[House]:
    made = House()
    async with served(made.endpoint(**changes), limited(ClientLimits())) as made.port:
        yield made


@dataclass(frozen=True)
class Told:
    status: int
    headers: dict[str, str]
    text: str

    @property
    def next(self) -> Any:
        """The only part; after it the answer is complete."""
        assert self.text.endswith(COMPLETE), self.text
        (line,) = self.text.removesuffix(COMPLETE).strip().split("\n\n")
        assert line.startswith("event: next\ndata: ")
        return json.loads(line.removeprefix("event: next\ndata: "))


async def told(asking: Client) -> Told:
    head, _, body = (await asking.ended()).decode().partition("\r\n\r\n")
    first, *lines = head.split("\r\n")
    headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
    if headers.get("transfer-encoding") == "chunked":
        body = unchunked(body)
    return Told(int(first.split()[1]), headers, body)


def unchunked(body: str) -> str:
    text = ""
    while body:
        size, _, rest = body.partition("\r\n")
        text, body = text + rest[: int(size, 16)], rest[int(size, 16) + 2 :]
    return text


async def test_a_query_is_one_next_and_complete() -> None:
    async with house() as asked:
        for asking in (await asked.ask("{ a }"), await asked.get("{ a }")):
            answer = await told(asking)
            assert (answer.status, answer.next) == (200, {"data": {"a": 1}})
            assert answer.headers["content-type"].startswith(EVENTS)
            assert answer.headers["cache-control"] == "no-store"
            assert answer.headers["x-accel-buffering"] == "no"
            assert "content-length" not in answer.headers


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("{", "GRAPHQL_PARSE_FAILED"),
        ("{ nope }", "GRAPHQL_VALIDATION_FAILED"),
        ("{ " + " ".join(f"a{number}: a" for number in range(9)) + " }", "MAX_ALIASES_EXCEEDED"),
    ],
)
async def test_what_the_graph_refuses_is_told_in_the_stream(query: str, code: str) -> None:
    async with house(limit_aliases=5) as asked:
        answer = await told(await asked.ask(query))
        assert answer.status == 200
        assert "data" not in answer.next
        assert answer.next["errors"][0]["extensions"]["code"] == code


async def test_what_http_refuses_stays_http() -> None:
    async with house(batch_limit=5) as asked:
        mutation = await told(await asked.get("mutation { m }"))
        assert (mutation.status, mutation.headers["allow"]) == (405, "POST")
        batch = await told(await asked.ask("", body=b'[{"query": "{ a }"}]'))
        assert (batch.status, json.loads(batch.text)["errors"][0]["extensions"]["code"]) == (
            400,
            "BATCHING_NOT_SUPPORTED",
        )
        assert batch.headers["content-type"].startswith("application/json")
        broken = await told(await asked.ask("", body=b"{"))
        assert (broken.status, json.loads(broken.text)["errors"][0]["extensions"]["code"]) == (400, "INVALID_JSON")
        assert asked.asked == []


async def test_a_mutation_comes_by_post() -> None:
    async with house() as asked:
        assert (await told(await asked.ask("mutation { m }"))).next == {"data": {"m": 3}}


async def test_who_can_read_one_body_gets_one(ask: Any) -> None:
    application = House().endpoint()
    for accept in ("text/event-stream, application/json", "*/*", "application/json, text/event-stream;q=0.9"):
        reply = await ask(application, body={"query": "{ a }"}, headers={"accept": accept})
        assert reply.json == {"data": {"a": 1}}
    reply = await ask(application, body={"query": "{ a }"}, headers={"accept": "text/event-stream, */*;q=0.1"})
    assert reply.headers["content-type"].startswith(EVENTS)


async def test_somebody_is_heard_while_the_answer_is_made(monkeypatch: pytest.MonkeyPatch) -> None:
    pieces: list[bytes] = []
    beat, go = asyncio.Event(), asyncio.Event()

    async def send(message: Any) -> None:
        pieces.append(message.get("body", b""))
        if message.get("body") == b":\n\n":
            beat.set()

    async def parts() -> Any:
        await go.wait()
        yield Part(b"{}")

    sending = asyncio.create_task(send_events(send, parts(), lambda _: b"", beat=0.001))
    await asyncio.wait_for(beat.wait(), 30)
    go.set()
    await sending
    assert pieces[0] == b""
    assert pieces[-2:] == [b"event: next\ndata: {}\n\n", COMPLETE.encode()]
    assert events.BEAT_SECONDS == 12


async def test_a_failure_of_ours_is_told_in_the_stream() -> None:
    pieces: list[bytes] = []

    async def send(message: Any) -> None:
        pieces.append(message.get("body", b""))

    async def parts() -> Any:
        yield Part(b'{"data":1}')
        raise ValueError

    await send_events(send, parts(), lambda error: type(error).__name__.encode())
    assert pieces[1:] == [b'event: next\ndata: {"data":1}\n\n', b"event: next\ndata: ValueError\n\n", COMPLETE.encode()]


async def test_who_leaves_ends_what_he_asked_for() -> None:
    async with house() as asked:
        leaving = await asked.ask("{ slow }")
        await until(lambda: asked.asked, "the call came")
        leaving.leave()
        await until(lambda: asked.ended, "the call ended with its client")
        assert not asked.go.is_set()


@pytest.mark.parametrize(
    ("code", "status", "wait"), [(PublicCode.PLANNING_BUSY, 503, "1"), (PublicCode.DEADLINE_EXCEEDED, 504, None)]
)
async def test_who_cannot_be_prepared_now_is_told_by_http(
    ask: Any, code: PublicCode, status: int, wait: str | None
) -> None:
    async def begin(_: object) -> Any:
        raise RequestError("Later.", code=code)

    async def answer(_: object) -> Any:
        raise AssertionError

    application = endpoint(Settings(graphiql=False), answer, begin)
    reply = await ask(application, body={"query": "{ a }"}, headers={"accept": EVENTS})
    assert (reply.status, reply.code, reply.headers.get("retry-after")) == (status, code.value, wait)


async def test_the_time_of_a_request_holds_for_events() -> None:
    async with house(request_deadline=2) as asked:
        answer = (await told(await asked.ask("{ slow }"))).next
        assert answer["data"] == {"slow": None}
        assert answer["errors"][0]["extensions"]["code"] == "SUBREQUEST_TIMEOUT"
