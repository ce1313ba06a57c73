"""The log as programs read it, and what stands in it of a request."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from aiohttp import web

from gateway.observe.trail import TRAIL, Trail
from gateway.telemetry.logs import JsonForm, TextForm
from tests.commands.conftest import listed, running, serve, services

__all__ = ["listed", "serve", "services"]
TRACE = "0af7651916cd43dd8448eb211c80319c"
PARENT = f"00-{TRACE}-b7ad6b7169203331-01"
MARK = "Geheimnis"
ASKED = 'query Shelf($no: Boolean!) { books { title @skip(if: $no) stars } a: __type(name: "Geheimnis") { name } }'


@pytest.fixture
def record() -> logging.LogRecord:
    return logging.LogRecord("gateway", logging.WARNING, "file.py", 1, "said %s", ("this",), None)


@pytest.fixture
def trail() -> Iterator[Trail]:
    token = TRAIL.set(Trail(TRACE, "b7ad6b7169203331"))
    yield Trail()
    TRAIL.reset(token)


@pytest.mark.usefixtures("trail")
def test_a_record_has_the_trace_of_its_request(record: logging.LogRecord) -> None:
    said = json.loads(JsonForm().format(record))
    assert said["message"] == "said this"
    assert (said["level"], said["trace_id"], said["span_id"]) == ("warning", TRACE, "b7ad6b7169203331")
    assert said["time"].endswith("+00:00")
    assert TextForm().format(record).endswith(f"said this trace_id={TRACE} span_id=b7ad6b7169203331")


def test_a_record_of_no_request_has_no_trace(record: logging.LogRecord) -> None:
    record.exc_info = (ValueError, ValueError("no"), None)
    said = json.loads(JsonForm().format(record))
    assert "trace_id" not in said
    assert said["exception"] == "ValueError: no"
    assert "trace_id" not in TextForm().format(record)


async def read(gateway: Any, records: int) -> list[dict[str, Any]]:
    """So many records of requests; every line on the way is an object."""
    found: list[dict[str, Any]] = []
    while len(found) < records:
        found += [
            said for said in [json.loads(await gateway.process.stdout.readline())] if said["logger"] == "gateway.access"
        ]
    return found


async def test_each_request_leaves_a_record_without_personal_data(serve: Any, services: Any, listed: Path) -> None:
    more = {
        "GATEWAY_SUBGRAPH_URLS": f"books={services.books},reviews={services.reviews}",
        "GATEWAY_LOG_FORMAT": "json",
        "GATEWAY_ACCESS_LOG": "true",
        "GATEWAY_TRUSTED_PROXIES": "127.0.0.0/8",
    }
    async with serve("--subgraphs", listed, **more) as gateway, aiohttp.ClientSession() as session:
        behind = {"x-forwarded-for": "203.0.113.9, 198.51.100.77"}
        headers = {"traceparent": PARENT, "authorization": f"Bearer {MARK}", "x-request-id": MARK, **behind}
        body = {"query": ASKED, "variables": {"no": False, "other": MARK}}
        async with session.post(gateway.url, json=body, headers=headers) as reply:
            answered = await reply.read()
        async with session.get(gateway.url, params={"query": "{ nothing }", "variables": f'{{"a":"{MARK}"}}'}) as reply:
            await reply.read()
        async with session.get(gateway.url.replace("/graphql", f"/{MARK}")) as reply:
            await reply.read()
        async with session.get(gateway.url.replace("/graphql", "/health")) as reply:
            await reply.read()
        whole, wrong, elsewhere = await read(gateway, 3)
        assert MARK not in json.dumps([whole, wrong, elsewhere])
    assert whole.pop("duration") > 0
    assert whole.pop("time")
    assert whole == {
        "level": "info",
        "logger": "gateway.access",
        "message": "POST /graphql",
        "method": "POST",
        "route": "/graphql",
        "status": 200,
        "operation_type": "query",
        "operation_name": "Shelf",
        "fetches": 2,
        "bytes": len(answered),
        "client": "198.51.100.0/24",
        "trace_id": TRACE,
        "span_id": "b7ad6b7169203331",
    }
    assert (wrong["status"], wrong["code"], "operation_name" in wrong) == (200, "GRAPHQL_VALIDATION_FAILED", False)
    assert (elsewhere["status"], "route" in elsewhere, elsewhere["message"]) == (404, False, "GET (elsewhere)")


async def test_what_is_withheld_is_found_by_the_reference_in_the_record(
    serve: Any, services: Any, listed: Path
) -> None:
    async def fail(_: web.Request) -> web.Response:
        return web.json_response({"data": None, "errors": [{"message": "inside", "extensions": {"code": "BROKEN"}}]})

    books = web.Application()
    books.router.add_post("/graphql", fail)
    more = {"GATEWAY_LOG_FORMAT": "json", "GATEWAY_ACCESS_LOG": "true"}
    async with running(books) as address:
        more["GATEWAY_SUBGRAPH_URLS"] = f"books={address},reviews={services.reviews}"
        async with serve("--subgraphs", listed, **more) as gateway:
            said = await gateway.ask("{ books { title } }")
            told = json.loads(await gateway.process.stdout.readline())
            (record,) = await read(gateway, 1)
    reference = said["errors"][0]["extensions"]["reference"]
    assert record["reference"] == reference
    assert reference in told["message"]
    assert "inside" in told["message"]
