"""What a collector gets: one tree for a request, and nothing that tells who asked for what."""

from __future__ import annotations

import asyncio
import sys
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from aiohttp import web

from gateway.ground.errors import ConfigurationError
from gateway.settings import Settings
from gateway.telemetry.watching import watching_of
from tests.commands.conftest import ROOT, listed, running, serve, services
from tests.telemetry.collector import collecting

__all__ = ["listed", "serve", "services"]
TRACE = "0af7651916cd43dd8448eb211c80319c"
PARENT = f"00-{TRACE}-b7ad6b7169203331-01"
MARK = "Geheimnis"
ASKED = (
    "query Shelf($no: Boolean!) { books { title @skip(if: $no) stars }"
    ' a: __type(name: "Geheimnis") { name } } # Geheimnis'
)


def settings(services: Any, collector: Any, **more: str) -> dict[str, str]:
    return {
        "GATEWAY_SUBGRAPH_URLS": f"books={services.books},reviews={services.reviews}",
        "OTEL_EXPORTER_OTLP_ENDPOINT": collector.address,
        **more,
    }


async def ask(gateway: Any, headers: dict[str, str] | None = None) -> dict[str, Any]:
    body = {"query": ASKED, "variables": {"no": False, "other": MARK}}
    async with aiohttp.ClientSession() as session, session.post(gateway.url, json=body, headers=headers) as reply:
        found: dict[str, Any] = await reply.json()
        return found


async def test_one_tree_from_the_client_to_each_service(serve: Any, services: Any, listed: Path) -> None:
    headers = {"traceparent": PARENT, "authorization": f"Bearer {MARK}", "baggage": "a=1"}
    with collecting() as collector:
        more = settings(services, collector, GATEWAY_TRACE_DOCUMENTS="true", OTEL_SERVICE_NAME="edge")
        async with serve("--subgraphs", listed, **more) as gateway:
            said = await ask(gateway, headers)
            assert said.get("data"), said
        (server,) = (span for span in collector.spans if span.kind == "SERVER")
        assert (server.name, server.trace, server.parent) == ("POST /graphql", TRACE, "b7ad6b7169203331")
        assert server.attributes["http.response.status_code"] == 200
        assert collector.tree(server) == {"edge query": {"edge plan": {}, "edge POST": {}}}
        (operation,) = collector.below(server)
        assert operation.attributes == {
            "graphql.operation.type": "query",
            "graphql.operation.name": "Shelf",
            "graphql.document": "query Shelf ( $no : Boolean ! ) { books { title @skip ( if : $no ) stars }"
            " a : __type ( name : ? ) { name } }",
        }
        calls = {span.attributes["civic.subgraph.name"]: span for span in collector.spans if span.kind == "CLIENT"}
        assert calls["books"].attributes["civic.fetch.paths"] == ["(root)"]
        assert calls["reviews"].attributes["civic.fetch.paths"] == ["books[]"]
        # Each service hears of the very attempt that calls it, and not of the client.
        for service, _, heard in services.asked:
            assert heard["traceparent"] == f"00-{TRACE}-{calls[service].id}-01"
            assert heard["baggage"] == "a=1"
        assert MARK not in collector.whole
        assert not [name for span in collector.spans for name in span.attributes if name.startswith("client.")]


async def test_an_answer_as_events_has_the_same_tree(serve: Any, services: Any, listed: Path) -> None:
    with collecting() as collector:
        async with serve("--subgraphs", listed, **settings(services, collector)) as gateway:
            body, accept = {"query": ASKED, "variables": {"no": False}}, {"accept": "text/event-stream"}
            async with aiohttp.ClientSession() as session, session.post(gateway.url, json=body, headers=accept) as got:
                assert (await got.text()).startswith("event: next")
        (server,) = (span for span in collector.spans if span.kind == "SERVER")
        name = server.service
        assert collector.tree(server) == {f"{name} query": {f"{name} plan": {}, f"{name} POST": {}}}
        (operation,) = collector.below(server)
        assert operation.attributes["graphql.operation.name"] == "Shelf"


async def test_a_second_attempt_has_a_link_to_the_first(serve: Any, services: Any, listed: Path) -> None:
    asked: list[Any] = []

    async def fail_once(request: web.Request) -> web.Response:
        asked.append(request.headers["traceparent"])
        if len(asked) == 1:
            return web.Response(status=503)
        return web.json_response({"data": {"books": []}})

    books = web.Application()
    books.router.add_post("/graphql", fail_once)
    async with AsyncExitStack() as stack:
        address = await stack.enter_async_context(running(books))
        collector = stack.enter_context(collecting())
        more = settings(services, collector, GATEWAY_SUBGRAPH_URLS=f"books={address},reviews={services.reviews}")
        async with serve("--subgraphs", listed, **more) as gateway:
            assert await gateway.ask("{ books { title } }") == {"data": {"books": []}}
        first, second = (span for span in collector.spans if span.kind == "CLIENT")
        assert (first.attributes["http.response.status_code"], second.attributes["http.response.status_code"]) == (
            503,
            200,
        )
        assert first.attributes["error.type"] == "SUBREQUEST_HTTP_ERROR"
        assert second.links == [first.id]
        assert second.attributes["http.request.resend_count"] == 1
        assert [each.split("-")[2] for each in asked] == [first.id, second.id]


async def test_what_is_not_sampled_sends_nothing_and_says_so_to_the_services(
    serve: Any, services: Any, listed: Path
) -> None:
    with collecting() as collector:
        async with serve("--subgraphs", listed, **settings(services, collector)) as gateway:
            await ask(gateway, {"traceparent": PARENT[:-2] + "00"})
        assert collector.spans == []
    assert {heard["traceparent"][-3:] for _, _, heard in services.asked} == {"-00"}
    assert {heard["traceparent"][:35] for _, _, heard in services.asked} == {PARENT[:35]}


async def test_a_collector_that_is_away_costs_nobody_an_answer(serve: Any, services: Any, listed: Path) -> None:
    more = settings(services, type("Away", (), {"address": "http://127.0.0.1:9"})(), OTEL_EXPORTER_OTLP_TIMEOUT="1")
    async with serve("--subgraphs", listed, **more) as gateway:
        assert (await ask(gateway))["data"]["books"]


async def test_nothing_of_it_is_imported_where_no_collector_is_set() -> None:
    script = "import sys, gateway.commands.serving; print([m for m in sys.modules if m.startswith('opentelemetry')])"
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", script, cwd=ROOT, stdout=asyncio.subprocess.PIPE
    )
    assert (await process.communicate())[0] == b"[]\n"


def test_the_variables_of_opentelemetry_decide() -> None:
    on = {"OTEL_EXPORTER_OTLP_ENDPOINT": "http://collector:4318"}
    assert not watching_of(Settings(), {}).is_wanted
    assert watching_of(Settings(), on).is_traced
    assert watching_of(Settings(), on).forgotten == {"traceparent", "tracestate"}
    assert not watching_of(Settings(), {**on, "OTEL_SDK_DISABLED": "true"}).is_traced
    assert not watching_of(Settings(), {**on, "OTEL_TRACES_EXPORTER": "none"}).is_traced
    with pytest.raises(ConfigurationError, match="http/protobuf"):
        watching_of(Settings(), {**on, "OTEL_EXPORTER_OTLP_PROTOCOL": "grpc"})
