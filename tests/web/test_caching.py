"""Answers by HTTP, over real sockets: how long they may be kept, what has changed, and how they are packed."""

from __future__ import annotations

import asyncio
import gzip
import json
import zlib
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

import aiohttp
import orjson
import pytest
from starlette.requests import Request
from starlette.responses import Response

from gateway.ground.codings import PACK
from gateway.ground.unpacking import TAKEN, unpacked
from gateway.settings import read_settings
from tests.web.whole import gateway

ONE = "type Query { a: Int long: String mine: Int fails: Int } type Mutation { m: Int }"
TWO = "type Query { b: Int never: Int }"
SETTINGS = {"GATEWAY_COMPRESS_SUBGRAPHS": "all=off,two=on", "GATEWAY_LIMIT_BODY": "2000"}
LONG = "Ein langer Text. " * 40_000


@dataclass
class World:
    url: str = ""
    asked: list[dict[str, str]] = field(default_factory=list)
    value: int = 1
    is_packed: bool = False

    async def one(self, request: Request) -> Response:
        query = (await request.json())["query"]
        self.asked.append(dict(request.headers))
        headers = {"cache-control": "public, max-age=60", "vary": "accept-language, accept-encoding"}
        if "mine" in query:
            return Response('{"data":{"mine":1}}', headers={"cache-control": "max-age=50"})
        if "fails" in query:
            return Response('{"data":{"fails":null},"errors":[{"message":"no"}]}', headers=headers)
        if "long" in query:
            return Response(orjson.dumps({"data": {"long": LONG}}), headers=headers)
        return Response(json.dumps({"data": {"a": self.value, "m": 1}}), headers=headers)

    async def two(self, request: Request) -> Response:
        query = (await request.json())["query"]
        self.asked.append(dict(request.headers))
        if "never" in query:
            return Response('{"data":{"never":1}}')
        body, headers = b'{"data":{"b":2}}', {"cache-control": "public, max-age=30, s-maxage=10"}
        if self.is_packed:
            body, headers = gzip.compress(body), {**headers, "content-encoding": "gzip"}
        return Response(body, headers=headers)


@pytest.fixture
async def world() -> AsyncIterator[World]:
    made = World()
    async with gateway(read_settings(SETTINGS), {"one": (ONE, made.one), "two": (TWO, made.two)}) as url:
        made.url = url
        yield made


@dataclass(frozen=True)
class Got:
    status: int
    headers: Any
    body: bytes


async def get(url: str, query: str, **headers: str) -> Got:
    async with (
        aiohttp.ClientSession(auto_decompress=False) as session,
        session.get(
            f"{url}?{urlencode({'query': query})}", headers={"accept-encoding": "identity", **headers}
        ) as answer,
    ):
        return Got(answer.status, answer.headers, await answer.read())


async def post(url: str, body: bytes, **headers: str) -> Got:
    given = {"content-type": "application/json", "accept-encoding": "identity", **headers}
    async with (
        aiohttp.ClientSession(auto_decompress=False) as session,
        session.post(url, data=body, headers=given) as answer,
    ):
        return Got(answer.status, answer.headers, await answer.read())


@pytest.mark.parametrize(
    ("query", "sent", "control"),
    [
        ("{ a }", {}, "public, max-age=60"),
        ("{ a b }", {}, "public, max-age=30, s-maxage=10"),
        ("{ a }", {"authorization": "Bearer t"}, "public, max-age=60"),
        ("{ mine }", {}, "max-age=50"),
        ("{ mine }", {"authorization": "Bearer t"}, "private, max-age=50"),
        ("{ a never }", {}, "no-store"),
        ("{ fails }", {}, "no-store"),
        ("{ __schema { queryType { name } } }", {}, "no-store"),
        ("{ nothing }", {}, "no-store"),
    ],
)
async def test_an_answer_is_kept_as_long_as_all_its_parts(
    world: World, query: str, sent: dict[str, str], control: str
) -> None:
    for _ in range(2):  # the second follows the first's execution
        got = await get(world.url, query, **sent)
        assert got.headers["cache-control"] == control
        assert got.headers["vary"].startswith("accept, accept-encoding")
        assert ("accept-language" in got.headers["vary"]) == ("a " in query and control != "no-store")


async def test_head_says_what_get_says_and_sends_no_body(world: World) -> None:
    """RFC 9110 9.3.2: length, validator and how long it may be kept; the connection goes on."""
    address = f"{world.url}?{urlencode({'query': '{ a }'})}"
    got = await get(world.url, "{ a }")
    async with aiohttp.ClientSession() as session:
        for held, status in ((None, 200), (got.headers["etag"], 304)):
            headers = {"accept-encoding": "identity", **({"if-none-match": held} if held else {})}
            async with session.head(address, headers=headers) as head:
                assert (head.status, await head.read()) == (status, b"")
                assert [head.headers[name] for name in ("etag", "cache-control", "vary")] == [
                    got.headers[name] for name in ("etag", "cache-control", "vary")
                ]
                assert held or head.headers["content-length"] == str(len(got.body))


async def test_a_mutation_is_never_kept(world: World) -> None:
    got = await post(world.url, b'{"query":"mutation { m }"}')
    assert (json.loads(got.body), got.headers["cache-control"]) == ({"data": {"m": 1}}, "no-store")
    assert "etag" not in got.headers


async def test_who_has_the_answer_is_sent_none(world: World) -> None:
    first = await get(world.url, "{ a }")
    tag = first.headers["etag"]
    assert (first.status, len(tag)) == (200, 24)
    for held in (tag, f'W/{tag}, "x"', "*"):
        again = await get(world.url, "{ a }", **{"if-none-match": held})
        assert (again.status, again.body) == (304, b"")
        assert again.headers["etag"] == tag
        assert again.headers["cache-control"] == "public, max-age=60"
        assert "accept-language" in again.headers["vary"]
    assert len(world.asked) == 4, "only who asked knows that nothing has changed"
    world.value = 2
    changed = await get(world.url, "{ a }", **{"if-none-match": tag})
    assert (changed.status, json.loads(changed.body)) == (200, {"data": {"a": 2}})
    assert changed.headers["etag"] != tag
    other = await get(world.url, "{ a }", accept="application/graphql-response+json")
    assert other.headers["etag"] != changed.headers["etag"], "another form of the answer"
    refused = await get(world.url, "{ nothing }", **{"if-none-match": "*"})
    assert refused.status == 200
    assert "etag" not in refused.headers


def plain(got: Got) -> bytes:
    coding = got.headers["content-encoding"]
    if coding == "br":
        return pytest.importorskip("brotli").decompress(got.body)  # type: ignore[no-any-return]
    return unpacked(got.body, coding, 10_000_000)


async def test_a_cache_keeps_apart_who_says_who_he_is_unless_all_is_public(world: World) -> None:
    mine, public = await get(world.url, "{ mine }"), await get(world.url, "{ a }")
    assert mine.headers["vary"] == "accept, accept-encoding, authorization"
    assert "authorization" not in public.headers["vary"]


@pytest.mark.parametrize("coding", ["zstd", "br", "gzip"])
async def test_a_large_answer_is_packed_for_who_takes_it(world: World, coding: str) -> None:
    if coding not in PACK:
        pytest.skip(f"the library for {coding} is not installed")
    whole = await get(world.url, "{ long }")
    assert "content-encoding" not in whole.headers
    got = await get(world.url, "{ long }", **{"accept-encoding": f"{coding}, deflate"})
    assert (got.headers["content-encoding"], plain(got)) == (coding, whole.body)
    assert int(got.headers["content-length"]) == len(got.body) < len(whole.body) / 10
    assert got.headers["etag"] == f'{whole.headers["etag"][:-1]}-{coding}"'
    again = await get(world.url, "{ long }", **{"accept-encoding": coding, "if-none-match": got.headers["etag"]})
    assert again.status == 304
    assert "content-encoding" not in (await get(world.url, "{ a }", **{"accept-encoding": coding})).headers
    query = orjson.dumps({"query": "{ long }"})
    assert plain(await post(world.url, query, **{"accept-encoding": coding})) == whole.body


async def test_what_several_can_is_chosen_by_the_client_then_by_us(world: World) -> None:
    best = next(iter(PACK))
    assert (await get(world.url, "{ long }", **{"accept-encoding": "*"})).headers["content-encoding"] == best
    weighed = await get(world.url, "{ long }", **{"accept-encoding": "zstd;q=0.5, br;q=0.5, gzip"})
    assert weighed.headers["content-encoding"] == "gzip"
    assert "content-encoding" not in (await get(world.url, "{ long }", **{"accept-encoding": "gzip;q=0"})).headers


@pytest.mark.parametrize("coding", TAKEN)
async def test_a_packed_request_is_read_up_to_the_limit(world: World, coding: str) -> None:
    query = b'{"query":"{ a }"}'
    packed = {"content-encoding": coding}
    assert json.loads((await post(world.url, PACK[coding](query), **packed)).body) == {"data": {"a": 1}}
    bomb = PACK[coding](b'{"query":"{ a }' + b" " * 10_000_000 + b'"}')
    assert len(bomb) < 20_000
    assert (await post(world.url, PACK[coding](query + b" " * 2_000), **packed)).status == 413
    assert (await post(world.url, PACK[coding](query)[:-3], **packed)).status == 400
    assert (await post(world.url, query, **packed)).status == 400


async def test_other_codings_are_refused_with_those_that_are_taken(world: World) -> None:
    for coding in ("deflate", "compress", "nonsense", "gzip, nonsense"):
        got = await post(world.url, zlib.compress(b"{}"), **{"content-encoding": coding})
        assert (got.status, json.loads(got.body)["errors"][0]["extensions"]["code"]) == (415, "UNSUPPORTED_MEDIA_TYPE")
        assert got.headers["accept-encoding"] == ", ".join((*TAKEN, "identity"))


async def test_a_subgraph_is_asked_for_packed_answers_where_the_setting_says_so(world: World) -> None:
    world.is_packed = True
    got = await post(world.url, b'{"query":"{ a b }"}')
    assert json.loads(got.body) == {"data": {"a": 1, "b": 2}}
    assert sorted(asked["accept-encoding"] for asked in world.asked) == sorted(["identity", ", ".join(TAKEN)])


async def test_off_means_that_nothing_is_kept_and_nothing_packed() -> None:
    made = World()
    settings = read_settings({"GATEWAY_CACHE_CONTROL": "off", "GATEWAY_COMPRESSION": "br"})
    services = {"one": (ONE, made.one), "two": (TWO, made.two)}
    async with gateway(settings, services) as url:
        got, packed = await asyncio.gather(get(url, "{ a }"), get(url, "{ long }", **{"accept-encoding": "gzip"}))
    assert got.headers["cache-control"] == "no-store"
    assert "content-encoding" not in packed.headers
