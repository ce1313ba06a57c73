"""A service that fails, seen by a client: what stands in for it is said; and how long anybody waits is said to it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import aiohttp
import pytest
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from gateway.settings import read_settings
from tests.web.whole import gateway

LINK = 'extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key"])\n'
IDEAS = LINK + 'type Query { ideas: [Idea] } type Idea @key(fields: "id") { id: ID title: String }'
NOTES = LINK + 'type Query { note: String } type Idea @key(fields: "id") { id: ID note: String }'


@dataclass
class World:
    url: str = ""
    is_away: bool = False
    waits: list[int] = field(default_factory=list)

    async def ideas(self, request: Request) -> Response:
        self.waits.append(int(request.headers.get("x-deadline-ms", "0")))
        return JSONResponse(
            {"data": {"ideas": [{"__typename": "Idea", "id": "1", "title": "A"}]}},
            headers={"cache-control": "public, max-age=60"},
        )

    async def notes(self, request: Request) -> Response:
        self.waits.append(int(request.headers.get("x-deadline-ms", "0")))
        if self.is_away:
            return Response("down", 503)
        body = await request.json()
        data = {"_entities": [{"note": "N"}]} if "_entities" in body["query"] else {"note": "N"}
        return JSONResponse({"data": data}, headers={"cache-control": "public, max-age=60, stale-if-error=600"})


@pytest.fixture
async def world() -> AsyncIterator[World]:
    made = World()
    settings = read_settings({"GATEWAY_SUBGRAPH_DEADLINE": "all=20,notes=5", "GATEWAY_RETRIES": "0"})
    async with gateway(settings, {"ideas": (IDEAS, made.ideas), "notes": (NOTES, made.notes)}) as url:
        made.url = url
        yield made


async def ask(world: World, query: str, **headers: str) -> tuple[Any, Mapping[str, str]]:
    async with (
        aiohttp.ClientSession() as session,
        session.post(world.url, json={"query": query}, headers=headers) as answer,
    ):
        return await answer.json(content_type=None), answer.headers


async def test_the_last_good_answer_stands_in_and_says_so(world: World) -> None:
    fresh, headers = await ask(world, "{ ideas { title note } note }")
    assert (headers["cache-control"], "cache-status" in headers, "extensions" in fresh) == (
        "public, max-age=60",
        False,
        False,
    )
    world.is_away = True
    stale, headers = await ask(world, "{ ideas { title note } note }", authorization="Bearer x")
    assert stale["data"] == fresh["data"]
    assert headers["cache-status"] == 'civic-gateway; fwd=stale; detail="notes"'
    assert headers["cache-control"] == "no-store"
    said = stale["extensions"]["stale"]
    assert {tuple(each["path"]) for each in said} == {("note",), ("ideas", "@", "note")}
    assert {each["service"] for each in said} == {"notes"}
    assert all(each["asOf"].endswith("+00:00") for each in said)
    other, _ = await ask(world, "{ n: note }")
    assert (other["data"]["n"], other["errors"][0]["extensions"]["service"]) == (None, "notes"), "nobody asked that"
    world.is_away = False
    again, headers = await ask(world, "{ ideas { title note } note }")
    assert (again, "cache-status" in headers) == (fresh, False)


async def test_services_hear_how_long_anybody_waits(world: World) -> None:
    await ask(world, "{ ideas { title } }")
    await ask(world, "{ note }")
    await ask(world, "{ note }", **{"x-deadline-ms": "700"})
    first, second, third = world.waits
    assert (first, second) == (20_000, 5_000), "at most as long as a call may take"
    assert 0 < third <= 700, "or what is left of the request"
