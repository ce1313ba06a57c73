"""Headers by the operator's rules, over real sockets: what goes on, what comes back, and what never does."""

from __future__ import annotations

import asyncio
import json
from collections import Counter
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any

import aiohttp
import pytest
from starlette.requests import Request
from starlette.responses import Response

from gateway.settings import Settings, read_settings
from tests.serving import until
from tests.web.whole import gateway

RULES = """
to_subgraphs:
  all:
    - {propagate: authorization}
    - {propagate: "x-civic-*"}
    - {propagate: accept-language, default: de}
    - {propagate: cookie}
  two: [{insert: x-tenant, value: civic}, {remove: "x-civic-secret*"}, {propagate: x-a, rename: x-b}, {remove: cookie}]
to_client:
  all: [{propagate: set-cookie}, {propagate: x-remaining, merge: last}, {propagate: x-first, merge: first}]
  two: [{propagate: x-list}, {insert: x-two, value: asked}]
  one: [{propagate: x-list}]
"""
ONE = "type Query { a: Int slow: Int } type Mutation { login: Boolean after: Boolean }"
TWO = "type Query { b: Int fails: Int }"


@dataclass
class World:
    """What the two services were sent, and what each says beside its data."""

    url: str = ""
    seen: dict[str, list[dict[str, str]]] = field(default_factory=lambda: {"one": [], "two": []})
    calls: Counter[str] = field(default_factory=Counter)
    gate: asyncio.Event = field(default_factory=asyncio.Event)

    async def one(self, request: Request) -> Response:
        query = (await request.json())["query"]
        self.seen["one"].append(dict(request.headers))
        self.calls["one"] += 1
        if "login" in query:
            answer = Response('{"data":{"login":true,"after":true}}')
            answer.set_cookie("session", "s1", httponly=True)
            answer.set_cookie("theme", "dark, light")
            return answer
        if "slow" in query:
            await self.gate.wait()
            answer = Response('{"data":{"slow":1}}')
            answer.set_cookie("session", f"s{self.calls['one']}")
            return answer
        return Response('{"data":{"a":1}}', headers={"x-remaining": "9", "x-first": "one", "x-list": "1", "x-no": "1"})

    async def two(self, request: Request) -> Response:
        query = (await request.json())["query"]
        self.seen["two"].append(dict(request.headers))
        if "fails" in query:
            return Response("down", 503, headers={"x-remaining": "0"})
        headers = {"x-remaining": "5", "x-first": "two", "x-list": "2", "connection": "x-first, keep-alive"}
        return Response('{"data":{"b":2}}', headers=headers)


def settings() -> Settings:
    return read_settings({"GATEWAY_HEADERS": RULES, "GATEWAY_FORWARD_HEADERS": "x-request-id"})


@pytest.fixture
async def world() -> AsyncIterator[World]:
    made = World()
    async with gateway(settings(), {"one": (ONE, made.one), "two": (TWO, made.two)}) as url:
        made.url = url
        yield made


async def ask(session: aiohttp.ClientSession, url: str, query: str, **headers: str) -> tuple[Any, Any]:
    async with session.post(url, json={"query": query}, headers=headers) as answer:
        return await answer.json(content_type=None), answer.headers


SENT = {
    "authorization": "Bearer t",
    "cookie": "session=1",
    "x-civic-a": "1",
    "x-civic-secret-b": "2",
    "x-a": "3",
    "x-unknown": "4",
    "x-request-id": "r1",
}
GOES = {"authorization": "Bearer t", "x-civic-a": "1", "accept-language": "de", "x-request-id": "r1"}


async def test_each_subgraph_is_sent_what_its_rules_say(world: World) -> None:
    async with aiohttp.ClientSession() as session:
        await ask(session, world.url, "{ a b }", **SENT)
    spoken = {"accept", "accept-encoding", "content-type", "content-length", "user-agent", "host", "x-deadline-ms"}
    one, two = ({k: v for k, v in world.seen[name][0].items() if k not in spoken} for name in ("one", "two"))
    assert one == {**GOES, "cookie": "session=1", "x-civic-secret-b": "2"}
    assert two == {**GOES, "x-tenant": "civic", "x-b": "3"}


async def test_what_the_clients_connection_names_goes_nowhere(world: World) -> None:
    async with aiohttp.ClientSession() as session:
        await ask(session, world.url, "{ a }", **SENT, connection="keep-alive, X-Civic-A")
    assert "x-civic-a" not in world.seen["one"][0]
    assert world.seen["one"][0]["x-request-id"] == "r1"


async def test_what_comes_back_is_merged_in_the_order_of_the_plan(world: World) -> None:
    async with aiohttp.ClientSession() as session:
        for _ in range(3):  # the second and the third follow the first's execution
            got, headers = await ask(session, world.url, "{ a b }")
            assert got == {"data": {"a": 1, "b": 2}}
            assert (headers["x-remaining"], headers["x-first"], headers["x-list"]) == ("5", "one", "1, 2")
            assert headers["x-two"] == "asked"
            assert "x-no" not in headers
        _, headers = await ask(session, world.url, "{ a }")
    assert (headers["x-remaining"], headers.get("x-two")) == ("9", None)
    assert headers["cache-control"] == "no-store"


async def test_an_answer_of_no_graphql_has_headers_too(world: World) -> None:
    async with aiohttp.ClientSession() as session:
        got, headers = await ask(session, world.url, "{ a fails }")
    assert got["data"] == {"a": 1, "fails": None}
    assert headers["x-remaining"] == "0"


async def test_a_login_sets_cookies_that_a_browser_sends_back(world: World) -> None:
    async with aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True)) as session:
        got, headers = await ask(session, world.url, "mutation { login }")
        assert got == {"data": {"login": True}}
        assert len(headers.getall("set-cookie")) == 2
        await ask(session, world.url, "{ a }")
    assert "session=s1" in world.seen["one"][1]["cookie"]


async def test_answers_with_cookies_are_shared_with_nobody(world: World) -> None:
    async with aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar()) as session:
        asking = [asyncio.create_task(ask(session, world.url, "{ slow }")) for _ in range(5)]
        await until(lambda: world.calls["one"] == 5, "each of them has a call of its own")
        world.gate.set()
        answers = await asyncio.gather(*asking)
    assert all(got == {"data": {"slow": 1}} for got, _ in answers)


async def test_an_array_of_operations_has_the_lines_of_all() -> None:
    made = World()
    batching = read_settings({"GATEWAY_HEADERS": RULES, "GATEWAY_BATCH_LIMIT": "5"})
    async with (
        gateway(batching, {"one": (ONE, made.one), "two": (TWO, made.two)}) as url,
        aiohttp.ClientSession() as session,
        session.post(url, json=[{"query": "mutation { login }"}, {"query": "{ b }"}]) as answer,
    ):
        assert len(json.loads(await answer.read())) == 2
        assert len(answer.headers.getall("set-cookie")) == 2
        assert answer.headers["x-two"] == "asked"


async def test_a_change_is_marked_by_the_gateway_alone(world: World) -> None:
    """Also where the operator's rules would hand on what clients send under that name (domain_slice2 2.11)."""
    async with aiohttp.ClientSession() as session:
        for query in ("mutation { login }", "{ a }"):
            async with session.post(world.url, json={"query": query}, headers={"x-civic-client": "forged"}) as response:
                assert response.status == 200
    change, question = world.seen["one"]
    assert change["x-civic-client"] not in ("", "forged")
    assert "x-civic-client" not in question
