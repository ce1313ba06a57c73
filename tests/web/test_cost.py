"""Cost and rate over real sockets: headers, refusals, and whose points they are."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from gateway.settings import read_settings
from tests.web.whole import gateway

SDL = """
  extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@listSize"])
  type Query { ideas(first: Int = 20): [Idea] @listSize(slicingArguments: ["first"]) }
  type Idea { id: ID }
"""


async def one(_: Request) -> Response:
    return JSONResponse({"data": {"ideas": [{"id": "1"}, {"id": "2"}]}})


SETTINGS = {
    "GATEWAY_COST": "enforce",
    "GATEWAY_COST_MAX": "40",
    "GATEWAY_RATE": "anonymous=50/3600",
    "GATEWAY_TRUSTED_PROXIES": "127.0.0.0/8",
    "GATEWAY_LIMIT_VARIABLES": "100",
    "GATEWAY_BATCH_LIMIT": "3",
}
QUERY = {"query": "query Ideas($first: Int, $x: Boolean = true) { ideas(first: $first) { id @include(if: $x) } }"}


@pytest.fixture
async def url() -> AsyncIterator[str]:
    async with gateway(read_settings(SETTINGS), {"one": (SDL, one)}) as address:
        yield address


async def ask(url: str, body: Any, address: str = "192.0.2.1", **headers: str) -> tuple[int, Any, Any]:
    given = {"x-forwarded-for": address, **headers}
    async with aiohttp.ClientSession() as session, session.post(url, json=body, headers=given) as answer:
        return answer.status, await answer.json(content_type=None), answer.headers


async def test_who_asks_hears_what_it_cost(url: str) -> None:
    status, body, headers = await ask(url, QUERY, **{"x-cost": "1"})
    assert (status, len(body["data"]["ideas"])) == (200, 2)
    assert (headers["x-cost-estimated"], headers["x-cost-actual"]) == ("21", "3")
    assert headers["ratelimit-policy"] == '"anonymous";q=50;w=3600'
    assert headers["ratelimit"].startswith('"anonymous";r=47;')
    _, _, headers = await ask(url, QUERY)
    assert "x-cost-actual" not in headers
    assert headers["ratelimit"].startswith('"anonymous";r=44;'), "a repeated execution costs the same"


async def test_what_is_too_dear_is_refused_before_it_is_asked(url: str) -> None:
    status, body, headers = await ask(url, {**QUERY, "variables": {"first": 100}})
    assert status == 400
    (error,) = body["errors"]
    assert error["extensions"] == {
        "code": "COST_ESTIMATED_TOO_EXPENSIVE",
        "cost": {"estimated": 101, "max": 40, "dearest": [{"path": "ideas", "cost": 100}]},
    }
    assert headers["ratelimit"].startswith('"anonymous";r=49;'), "one point for having asked"


async def test_a_caller_without_points_waits_and_the_others_do_not(url: str) -> None:
    statuses = []
    for _ in range(20):
        status, body, headers = await ask(url, QUERY)
        statuses.append(status)
    assert statuses.index(429) > 5
    assert (status, body["errors"][0]["extensions"]["code"]) == (429, "RATE_LIMITED")
    assert int(headers["retry-after"]) == body["errors"][0]["extensions"]["retryAfter"] > 0
    events = {"accept": "text/event-stream"}
    assert (await ask(url, QUERY, **events))[0] == 429
    assert (await ask(url, QUERY, "192.0.3.1"))[0] == 200
    status, _, headers = await ask(url, QUERY, "192.0.3.1", **{"x-forwarded-for": "198.51.100.1, 192.0.4.1, 127.0.0.9"})
    assert headers["ratelimit"].startswith('"anonymous";r=47;'), "what our own proxies say counts, and no more"


async def test_each_of_a_batch_counts(url: str) -> None:
    status, body, headers = await ask(url, [QUERY, QUERY])
    assert (status, len(body)) == (200, 2)
    assert headers.getall("ratelimit") == [headers["ratelimit"]]


async def test_variables_have_a_size(url: str) -> None:
    status, body, _ = await ask(url, {**QUERY, "variables": {"more": "x" * 100}})
    assert (status, body["errors"][0]["extensions"]["code"]) == (400, "VARIABLES_TOO_LARGE")


async def test_an_answer_has_a_size() -> None:
    async def long(_: Request) -> Response:
        return JSONResponse({"data": {"ideas": [{"id": "x" * 2000}]}})

    async with gateway(read_settings({"GATEWAY_LIMIT_ANSWER": "1024"}), {"one": (SDL, long)}) as url:
        status, body, _ = await ask(url, QUERY)
    assert (status, body["data"], body["errors"][0]["extensions"]["code"]) == (200, None, "ANSWER_TOO_LARGE")


async def test_directives_and_fields_have_a_number() -> None:
    settings = read_settings({"GATEWAY_LIMIT_DIRECTIVES": "5", "GATEWAY_LIMIT_FIELDS": "10"})
    async with gateway(settings, {"one": (SDL, one)}) as url:
        many = "{ ideas { " + "id @skip(if: false) " * 6 + "} }"
        fields = "{ ideas { " + " ".join(f"a{number}: id" for number in range(10)) + " } }"
        for text, code in ((many, "MAX_DIRECTIVES_EXCEEDED"), (fields, "MAX_FIELDS_EXCEEDED")):
            _, body, _ = await ask(url, {"query": text})
            assert [error["extensions"]["code"] for error in body["errors"]] == [code]
