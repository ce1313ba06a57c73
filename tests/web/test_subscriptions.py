"""Subscriptions over Server-Sent Events, on real sockets from the client to the services: what each event brings."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import AsyncGenerator, AsyncIterator, Callable
from contextlib import aclosing, asynccontextmanager
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any
from urllib.parse import quote, urlsplit

import pytest
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from gateway.answering.graph import Graph
from gateway.answering.parts import begin
from gateway.answering.subscribers import Subscribers
from gateway.answering.swap import Swapping
from gateway.app import wired
from gateway.composition import compose
from gateway.ground.by_subgraph import for_all
from gateway.ground.cell import Cell
from gateway.ground.codes import PublicCode
from gateway.ground.errors import RequestError
from gateway.making import graph_of, not_open, supergraph_of
from gateway.model.caller import Caller
from gateway.model.composition import Composed, SubgraphSource
from gateway.model.exchange import GraphQLRequest, SubgraphAnswer, SubgraphRequest
from gateway.observe.counts import Counts
from gateway.settings import Settings
from gateway.ways import opened_for, streams_for
from tests.serving import PATIENCE, Client, client, served, until
from tests.web.whole import gateway, started, subgraph

LINK = (
    'extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@tag", "@authenticated"])'
)
IDEAS = (
    LINK
    + """
type Query { ideas: [Idea!]! }
type Subscription {
  ideaChanged(id: ID): Idea
  secret: Int @authenticated
}
type Idea @key(fields: "id") { id: ID! title: String }
"""
)
FUNDS = (
    LINK
    + """
type Query { fund: Int }
type Idea @key(fields: "id") { id: ID! funding: Int }
"""
)
EVENTS = "text/event-stream"
ASKED = "subscription { ideaChanged { id title funding } }"


@dataclass
class House:
    """Two services: ``tell`` lets the first say something to all who listen; what the second is asked is counted."""

    address: str = ""
    listeners: list[asyncio.Queue[bytes | None]] = field(default_factory=list)
    bodies: list[Any] = field(default_factory=list)
    left: int = 0
    funded: int = 0
    is_down: bool = False
    counts: Counts = field(default_factory=Counts)

    def figures(self) -> dict[str, dict[tuple[Any, ...], float]]:
        """What is counted of subscriptions, by the last word of its name."""
        told = {name: cells for name, cells in self.counts.figures().items() if ".subscriptions." in name}
        return {name.rpartition(".")[2]: {key: cell[0] for key, cell in cells} for name, cells in told.items()}

    async def ideas(self, request: Request) -> Response:
        self.bodies.append((dict(request.headers), await request.json()))
        if EVENTS not in request.headers["accept"]:
            return JSONResponse({"data": {"ideas": []}})
        heard: asyncio.Queue[bytes | None] = asyncio.Queue()
        self.listeners.append(heard)

        async def text() -> AsyncIterator[bytes]:
            try:
                yield b":\n\n"
                while (piece := await heard.get()) is not None:
                    yield piece
            finally:
                self.left += 1

        return StreamingResponse(text(), media_type=EVENTS)

    async def funds(self, request: Request) -> Response:
        self.funded += 1
        if self.is_down:
            return Response(status_code=500)
        asked = (await request.json())["variables"]
        ((_, references),) = asked.items()
        return JSONResponse({"data": {"_entities": [{"funding": len(each["id"])} for each in references]}})

    async def tell(self, event: bytes | None) -> None:
        await until(lambda: self.listeners, "somebody listened")
        for each in self.listeners:
            each.put_nowait(event)

    async def changed(self, name: str) -> None:
        said = json.dumps({"data": {"ideaChanged": {"__typename": "Idea", "id": name, "title": f"Idea {name}"}}})
        await self.tell(b"event: next\ndata: " + said.encode() + b"\n\n")

    async def ask(self, query: str = ASKED, accept: str = EVENTS, method: str = "POST") -> Client:
        parts = urlsplit(self.address)
        asking = await client(parts.port or 0)
        if method == "GET":
            head = f"GET /graphql?query={quote(query)} HTTP/1.1\r\nhost: x\r\naccept: {accept}\r\n\r\n"
            await asking.send(head.encode())
        else:
            await asking.ask(query, accept=accept)
        return asking


@asynccontextmanager
async def house(**changes: Any) -> AsyncIterator[House]:
    made = House()
    services = {"ideas": (IDEAS, made.ideas), "funds": (FUNDS, made.funds)}
    async with gateway(Settings(graphiql=False, **changes), services) as made.address:
        yield made


@asynccontextmanager
async def swapped_house() -> AsyncIterator[tuple[House, Swapping, Cell[Graph]]]:
    """The same, with what swaps its graph."""
    made, settings = House(), Settings(graphiql=False, ready_probe=0)
    async with subgraph(made.ideas) as ideas, subgraph(made.funds) as funds:
        composed = compose([SubgraphSource("ideas", ideas, IDEAS), SubgraphSource("funds", funds, FUNDS)])
        assert isinstance(composed, Composed)
        counts = Counts()
        graph = graph_of(supergraph_of(composed.supergraph_sdl, settings), settings, not_open, observe=counts)
        cell = Cell(graph)
        ways = partial(opened_for, settings=settings), partial(streams_for, settings=settings)
        swapping = Swapping(cell, *ways)
        application = wired(settings, cell, counts, swapping=swapping)
        async with started(application), served(application, HttpToolsProtocol) as port:
            made.address, made.counts = f"http://127.0.0.1:{port}/graphql", counts
            yield made, swapping, cell


async def head_of(asking: Client) -> tuple[int, str]:
    head = (await asyncio.wait_for(asking.reader.readuntil(b"\r\n\r\n"), PATIENCE)).decode()
    return int(head.split()[1]), head.lower()


async def event_of(asking: Client) -> tuple[str, Any]:
    """The next event; comments are passed over."""
    while True:
        size = int(await asyncio.wait_for(asking.reader.readline(), PATIENCE), 16)
        piece = (await asking.reader.readexactly(size)).decode()
        await asking.reader.readexactly(2)
        if piece.startswith("event: "):
            name, _, data = piece.partition("\n")
            text = data.removeprefix("data:").strip()
            return name.removeprefix("event: "), json.loads(text) if text else None


@pytest.mark.parametrize("method", ["POST", "GET"])
async def test_each_event_is_an_answer_with_what_other_ministries_know(method: str) -> None:
    async with house() as asked:
        asking = await asked.ask(method=method)
        status, head = await head_of(asking)
        assert (status, EVENTS in head, "no-store" in head) == (200, True, True)
        for number, name in enumerate(("a", "bb", "ccc"), 1):
            await asked.changed(name)
            answer = {"id": name, "title": f"Idea {name}", "funding": number}
            assert await event_of(asking) == ("next", {"data": {"ideaChanged": answer}})
        await asked.tell(b"event: complete\ndata:\n\n")
        assert await event_of(asking) == ("complete", None)
        headers, body = asked.bodies[0]
        assert headers["accept"] == EVENTS
        assert body["query"].startswith("subscription")
        assert "funding" not in body["query"]


async def test_a_service_that_fails_costs_its_field_of_one_event() -> None:
    async with house() as asked:
        asking = await asked.ask()
        await head_of(asking)
        asked.is_down = True
        await asked.changed("a")
        _, torn = await event_of(asking)
        assert torn["data"] == {"ideaChanged": {"id": "a", "title": "Idea a", "funding": None}}
        assert torn["errors"][0]["path"] == ["ideaChanged", "funding"]
        asked.is_down = False
        await asked.changed("b")
        assert (await event_of(asking))[1]["data"]["ideaChanged"]["funding"] == 1


async def test_a_stream_that_breaks_off_is_told_with_the_service_that_broke_it() -> None:
    async with house() as asked:
        asking = await asked.ask()
        await head_of(asking)
        await asked.tell(None)
        name, body = await event_of(asking)
        assert (name, body["data"]) == ("next", {"ideaChanged": None})
        assert body["errors"][0]["extensions"] == {"code": "SUBREQUEST_HTTP_ERROR", "service": "ideas"}
        assert await event_of(asking) == ("complete", None)


async def test_a_client_that_leaves_is_left_by_the_gateway() -> None:
    async with house() as asked:
        asking = await asked.ask()
        await head_of(asking)
        await until(lambda: asked.listeners, "the gateway listened")
        asking.leave()
        await until(lambda: asked.left == 1, "the service was left")


async def test_one_answer_is_not_enough_for_a_subscription() -> None:
    async with house() as asked:
        asking = await asked.ask(accept="application/json")
        status, body = await asking.answer()
        assert (status, body["errors"][0]["extensions"]["code"]) == (406, "SUBSCRIPTION_TRANSPORT_NEEDED")
        assert asked.bodies == []


async def test_who_may_not_see_it_listens_to_nothing() -> None:
    async with house() as asked:
        asking = await asked.ask("subscription { secret }")
        await head_of(asking)
        name, body = await event_of(asking)
        assert (name, body["data"]) == ("next", {"secret": None})
        assert body["errors"][0]["extensions"]["code"] == "UNAUTHENTICATED"
        assert await event_of(asking) == ("complete", None)
        assert asked.bodies == []


async def test_places_are_bounded_and_given_back() -> None:
    async with house(subscriptions_per_caller=1) as asked:
        first = await asked.ask()
        await head_of(first)
        second = await asked.ask()
        status, body = await second.answer()
        assert (status, body["errors"][0]["extensions"]["code"]) == (503, "SUBSCRIPTION_LIMIT_EXCEEDED")
        await until(lambda: asked.listeners, "the gateway listened")
        first.leave()
        await until(lambda: asked.left == 1, "the first was left")
        third = await asked.ask()
        assert (await head_of(third))[0] == 200


async def test_two_root_fields_are_refused_in_the_stream() -> None:
    async with house() as asked:
        asking = await asked.ask("subscription { ideaChanged { id } secret }")
        await head_of(asking)
        _, body = await event_of(asking)
        assert body["errors"][0]["extensions"]["code"] == "GRAPHQL_VALIDATION_FAILED"
        assert await event_of(asking) == ("complete", None)


async def test_a_swap_ends_it_so_that_the_client_comes_again_and_the_old_graph_goes() -> None:
    async with swapped_house() as (asked, swapping, cell):
        asking = await asked.ask()
        await head_of(asking)
        await asked.changed("a")
        assert (await event_of(asking))[1]["data"]["ideaChanged"]["id"] == "a"
        assert asked.figures() == {"active": {("sse", "ideas"): 1}, "events": {("sse", "ideas"): 1}}
        await swapping.put(cell.value)
        name, body = await event_of(asking)
        assert (name, body["errors"][0]["extensions"]["code"]) == ("next", "SUBSCRIPTION_SCHEMA_CHANGED")
        assert await event_of(asking) == ("complete", None)
        await until(lambda: swapping.living == 1 and asked.left == 1, "nothing is left of the old graph")
        assert asked.figures() == {
            "active": {("sse", "ideas"): 0},
            "events": {("sse", "ideas"): 1},
            "dropped": {("sse", "ideas", "SUBSCRIPTION_SCHEMA_CHANGED"): 1},
        }


async def test_a_gateway_that_stops_says_so() -> None:
    async with swapped_house() as (asked, _, cell):
        asking = await asked.ask()
        await head_of(asking)
        await until(lambda: asked.listeners, "the gateway listened")
        await asyncio.to_thread(cell.value.held.over.say, PublicCode.SUBSCRIPTION_STOPPED)
        _, body = await event_of(asking)
        assert body["errors"][0]["extensions"]["code"] == "SUBSCRIPTION_STOPPED"
        assert await event_of(asking) == ("complete", None)


async def test_it_ends_with_the_token_of_who_listens() -> None:
    async with swapped_house() as (_, _, cell):
        caller = Caller("anna", claims={"exp": 0})
        parts = await begin(cell.value, GraphQLRequest(ASKED, caller=caller))
        bodies = [json.loads(part.body) async for part in parts]
        assert [body["errors"][0]["extensions"]["code"] for body in bodies] == ["UNAUTHENTICATED"]


async def flood(_: SubgraphRequest, /) -> AsyncGenerator[SubgraphAnswer, None]:
    """A service that always has one more event ready."""
    while True:
        yield SubgraphAnswer(200, b'{"data":{"ideaChanged":{"__typename":"Idea","id":"a"}}}')


async def codes_after_two(graph: Graph, caller: Caller, then: Callable[[], object]) -> list[str | None]:
    """The codes of a flood's first four events at most, of which ``then`` happens after the second."""
    found: list[str | None] = []
    asked = GraphQLRequest("subscription { ideaChanged { id } }", caller=caller)
    async with aclosing(await begin(graph, asked)) as parts:
        async for part in parts:
            found += [each["extensions"]["code"] for each in json.loads(part.body).get("errors", [])] or [None]
            if len(found) == 2:
                then()
            if len(found) == 4:
                break
    return found


async def test_a_flood_of_events_outlasts_neither_its_graph_nor_a_token(monkeypatch: pytest.MonkeyPatch) -> None:
    async with swapped_house() as (_, _, cell):
        graph = replace(cell.value, stream=flood)
        caller = Caller("anna", claims={"exp": time.time() + 600})
        later = time.time() + 601
        ended = await codes_after_two(graph, caller, lambda: monkeypatch.setattr(time, "time", lambda: later))
        assert ended == [None, None, "UNAUTHENTICATED"]
        ended = await codes_after_two(
            graph, Caller("anna"), lambda: graph.held.over.say(PublicCode.SUBSCRIPTION_STOPPED)
        )
        assert ended == [None, None, "SUBSCRIPTION_STOPPED"]


async def test_what_no_client_can_read_costs_one_event_with_its_code() -> None:
    async with house() as asked:
        asking = await asked.ask()
        await head_of(asking)
        for said in (b"\xff\xfe", b"", b"[]", b'{"data":', b'{"data":{"ideaChanged":"\xc3("}}', b"[" * 100_000):
            await asked.tell(b"event: next\ndata: " + said + b"\n\n")
            name, body = await event_of(asking)
            assert (name, body["data"]) == ("next", {"ideaChanged": None})
            assert body["errors"][0]["extensions"]["service"] == "ideas"
        await asked.changed("a")
        assert (await event_of(asking))[1]["data"]["ideaChanged"]["id"] == "a"


async def test_an_event_that_is_too_large_ends_it() -> None:
    async with house(subgraph_answer=10_000) as asked:
        asking = await asked.ask()
        await head_of(asking)
        for _ in range(11):
            await asked.tell(b"data: " + b"x" * 1_000 + b"\n")
        _, body = await event_of(asking)
        assert body["errors"][0]["extensions"] == {"code": "SUBREQUEST_HTTP_ERROR", "service": "ideas"}
        assert await event_of(asking) == ("complete", None)
        await until(lambda: asked.left == 1, "the gateway left the service")


REFUSED = b'{"errors":[{"message":"No%s","extensions":{"code":"FORBIDDEN"}}],"data":null}' % (b"." * 1_000_000)
"""More than comes in one piece."""


@pytest.mark.parametrize("ends", [True, False])
async def test_a_refusal_is_read_whole_and_not_for_ever(ends: bool) -> None:
    let = asyncio.Event()

    async def refuse(_: Request) -> Response:
        async def text() -> AsyncIterator[bytes]:
            yield REFUSED[:40]
            if not ends:
                await let.wait()
            yield REFUSED[40:]

        return StreamingResponse(text(), media_type="application/json")

    services = {"ideas": (IDEAS, refuse)}
    within = 60.0 if ends else 0.2
    async with gateway(Settings(graphiql=False, subgraph_deadline=for_all(within)), services) as address:
        asking = await client(urlsplit(address).port or 0)
        await asking.ask("subscription { ideaChanged { id } }", accept=EVENTS)
        await head_of(asking)
        _, body = await event_of(asking)
        code = body["errors"][0]["extensions"]["code"]
        assert code == ("FORBIDDEN" if ends else "SUBREQUEST_TIMEOUT")
        assert await event_of(asking) == ("complete", None)
        let.set()


def test_all_places_are_counted_beside_each_callers() -> None:
    places = Subscribers(most=2, most_of_one=5)
    one, other = (GraphQLRequest("", caller=Caller(name)) for name in ("anna", "bert"))
    with places.place_of(one), places.place_of(other):
        with pytest.raises(RequestError) as refused, places.place_of(one):
            """Never reached."""
        assert refused.value.code is PublicCode.SUBSCRIPTION_LIMIT_EXCEEDED
    assert places.count == 0
