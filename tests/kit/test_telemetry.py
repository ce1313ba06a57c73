"""What a service tells its operator: figures of requests, statements, connections and loaders; logs; spans."""

from __future__ import annotations

import asyncio
import json
import logging
import shutil
import subprocess
import sys
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson
import pytest
import strawberry
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from prometheus_client.parser import text_string_to_metric_families
from starlette.types import ASGIApp
from strawberry import federation

from services.kit.app import application
from services.kit.civic import Info
from services.kit.context import RequestContext
from services.kit.database import Database, open_database
from services.kit.errors import StartError
from services.kit.field import field
from services.kit.identity import Verifier
from services.kit.logs import AccessLog, Correlating, JsonForm
from services.kit.observed import watched
from services.kit.relation import Loads, many
from services.kit.schema import subgraph
from services.kit.settings import read_settings
from services.kit.sql import Statement
from services.kit.tracing import Tracing
from services.kit.watching import is_traced
from tests.kit.asking import request

ROOT = Path(__file__).parents[2]
PROMTOOL = shutil.which("promtool")
MARK = "Geheimnis"
TRACE = "0af7651916cd43dd8448eb211c80319c"
PARENT = f"00-{TRACE}-b7ad6b7169203331-01".encode()


@dataclass(frozen=True, slots=True)
class Row:
    parent: int
    said: str


WORDS = many(Row, Statement("words", "Row", "SELECT parent, 'word ' || parent FROM unnest($1::int[]) parent"))
ECHO = Statement("echo", "str", "SELECT $1::text")
WRONG = Statement("wrong", "int", "SELECT 1 / 0")


@strawberry.type
class Item:
    number: int

    @field()
    async def words(self, info: Info) -> list[str]:
        return [row.said for row in await info.context.load(WORDS, self.number)]


@federation.type()
class Query:
    @field()
    async def items(self) -> list[Item]:
        return [Item(number=number) for number in range(3)]

    @field()
    async def echo(self, info: Info, text: str) -> str | None:
        database = info.context.load.database
        assert database is not None
        return str(await database.value(ECHO, text))

    @field()
    async def wrong(self, info: Info) -> int | None:
        database = info.context.load.database
        assert database is not None
        return int(await database.value(WRONG))


@pytest.fixture
async def database(kit_url: str) -> AsyncIterator[Database]:
    async with open_database(kit_url, schema="told", pool_size=3) as opened:
        yield opened


@pytest.fixture
def app(database: Database) -> ASGIApp:
    def context(caller: Any, language: Any) -> RequestContext:
        return RequestContext(caller, language, load=Loads(database))

    return application(subgraph(Query), context, Verifier(), database.ping, figures=database.figures)


async def ask(app: ASGIApp, query: str, variables: dict[str, Any] | None = None, *headers: tuple[bytes, bytes]) -> Any:
    body = orjson.dumps({"query": query, "variables": variables or {}})
    given = {"content-type": "application/json", **{name.decode(): value.decode() for name, value in headers}}
    return (await request(app, "POST", "/graphql", body=body, headers=given)).json


async def figures(app: ASGIApp) -> tuple[str, dict[tuple[str, tuple[str, ...]], float]]:
    text = (await request(app, "GET", "/metrics")).body.decode()
    found = {
        (each.name, tuple(each.labels.values())): each.value
        for family in text_string_to_metric_families(text)
        for each in family.samples
    }
    return text, found


async def test_figures_are_those_of_what_happened(app: ASGIApp) -> None:
    assert (await ask(app, "{ items { words } }"))["data"]["items"][2] == {"words": ["word 2"]}
    assert "errors" in await ask(app, "{ wrong }")
    text, found = await figures(app)
    assert found["civic_service_loader_keys_sum", ("words",)] == 3
    assert found["db_client_operation_duration_seconds_count", ("postgresql", "words")] == 1
    assert found["db_client_operation_duration_seconds_count", ("postgresql", "wrong", "DivisionByZeroError")] == 1
    assert found["civic_service_operations_total", ("query", "true")] == 1
    assert found["civic_service_operations_total", ("query", "false")] == 1
    assert found["http_server_request_duration_seconds_count", ("POST", "/graphql", "200")] == 2
    assert found["http_server_active_requests", ()] == 1, "whoever asks for the figures"
    assert (
        found["civic_service_pool_connections", ("told", "idle")]
        + found["civic_service_pool_connections", ("told", "used")]
    )
    assert found["civic_service_pool_connections_most", ("told",)] == 3
    if PROMTOOL:
        process = await asyncio.create_subprocess_exec(
            PROMTOOL, "check", "metrics", stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
        )
        assert await process.communicate(text.encode()) == (b"", b"")


async def test_a_trip_in_a_transaction_counts_with_the_others(app: ASGIApp, database: Database) -> None:
    async with database.transaction() as inside:
        await inside.value(ECHO, "x")
    _, found = await figures(app)
    assert found["db_client_operation_duration_seconds_count", ("postgresql", "echo")] == 1


async def test_spans_of_a_request_and_its_statements_without_values(app: ASGIApp) -> None:
    spans = InMemorySpanExporter()
    traced = watched(app, (Tracing("small", SimpleSpanProcessor(spans)),))
    asked = await ask(traced, "query($a: String!) { echo(text: $a) }", {"a": MARK}, (b"traceparent", PARENT))
    assert asked == {"data": {"echo": MARK}}
    trip, server = spans.get_finished_spans()
    assert (server.name, server.kind.name, trip.name, trip.kind.name) == ("POST /graphql", "SERVER", "echo", "CLIENT")
    assert server.parent is not None
    assert trip.parent is not None
    assert f"{server.parent.trace_id:032x}" == TRACE
    assert trip.parent.span_id == server.context.span_id
    assert dict(trip.attributes or {}) == {
        "db.system.name": "postgresql",
        "db.query.summary": "echo",
        "db.query.text": ECHO.text,
    }
    assert (server.attributes or {})["graphql.operation.type"] == "query"
    assert MARK not in "".join(each.to_json() for each in spans.get_finished_spans())


async def test_what_is_not_sampled_makes_no_spans(app: ASGIApp) -> None:
    spans = InMemorySpanExporter()
    traced = watched(app, (Tracing("small", SimpleSpanProcessor(spans)),))
    await ask(traced, "{ items { words } }", None, (b"traceparent", PARENT[:-2] + b"00"))
    assert spans.get_finished_spans() == ()


async def test_each_request_leaves_a_record_without_values(app: ASGIApp, caplog: pytest.LogCaptureFixture) -> None:
    told = watched(app, (Correlating(), AccessLog()))
    with caplog.at_level(logging.INFO, "services.access"):
        await ask(told, "query Ask($a: String!) { echo(text: $a) }", {"a": MARK}, (b"traceparent", PARENT))
    (record,) = (each for each in caplog.records if each.name == "services.access")
    said = json.loads(JsonForm().format(record))
    assert {key: said[key] for key in ("operation_type", "operation_name", "statements", "status", "message")} == {
        "operation_type": "query",
        "operation_name": "Ask",
        "statements": 1,
        "status": 200,
        "message": "/graphql",
    }
    assert MARK not in json.dumps(said)


async def test_nothing_of_it_is_imported_where_no_collector_is_set() -> None:
    script = "import sys, services.cip.__main__; print([m for m in sys.modules if m.startswith('opentelemetry')])"
    process = await asyncio.create_subprocess_exec(sys.executable, "-c", script, cwd=ROOT, stdout=subprocess.PIPE)
    assert (await process.communicate())[0] == b"[]\n"


def test_the_settings_say_which_log() -> None:
    assert read_settings({"LOG_FORMAT": "json", "P_ACCESS_LOG": "on"}, "P", 1).log_format == "json"
    with pytest.raises(StartError, match="P_LOG_FORMAT must be text or json"):
        read_settings({"P_LOG_FORMAT": "xml"}, "P", 1)
    on = {"OTEL_EXPORTER_OTLP_ENDPOINT": "http://collector:4318"}
    assert (is_traced({}), is_traced(on), is_traced({**on, "OTEL_SDK_DISABLED": "true"})) == (False, True, False)
    with pytest.raises(StartError, match="http/protobuf"):
        is_traced({**on, "OTEL_EXPORTER_OTLP_PROTOCOL": "grpc"})
