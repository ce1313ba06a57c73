"""The whole face: paths, CORS, health."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import Any

import pytest

from gateway.model.exchange import GraphQLAnswer, GraphQLRequest, Outcome
from gateway.model.standing import Standing, State, SubgraphState
from gateway.settings import Settings
from gateway.web.edge import Application, edge, endpoint
from gateway.web.pages.health import Condition, health_routes

THEN = "2026-03-01T08:00:00+00:00"
STATES = {
    "cip": SubgraphState(State.OK, THEN, is_reached=True),
    "marketplace": SubgraphState(State.FAILING, THEN, "SUBREQUEST_TIMEOUT"),
}
SHOWN = {
    "cip": {"state": "ok", "since": THEN, "code": None},
    "marketplace": {"state": "failing", "since": THEN, "code": "SUBREQUEST_TIMEOUT"},
}
STANDING = Standing("1", THEN, refused="why")


@asynccontextmanager
async def nothing_to_start(_: Any) -> AsyncIterator[None]:
    yield


@pytest.fixture
def face(graph: Any) -> Callable[..., Application]:
    def make(**changes: Any) -> Application:
        settings = Settings(**changes)
        health = health_routes(lambda: Condition(STANDING, STATES, {}, settings.ready_requires))
        return edge(settings, endpoint(settings, graph), health, nothing_to_start)

    return make


async def test_the_graph_is_where_the_settings_say(ask: Any, face: Any) -> None:
    application = face(path="/api/graph")
    assert (await ask(application, "POST", "/api/graph", body={"query": "{ hello }"})).status == 200
    for elsewhere in ("/graphql", "/api/graph/", "/api/graphs", "//api/graph"):
        assert (await ask(application, "POST", elsewhere, body={"query": "{ hello }"})).status == 404


ADDRESSES = "There are: /api/graph, /health, /health/live, /health/ready."
TYPOS = {"/api/graph/": "/api/graph", "/api/grahp": "/api/graph", "/API/GRAPH": "/api/graph", "/healthz": "/health"}


@pytest.mark.parametrize(("target", "meant"), [*TYPOS.items(), ("/", None), ("/" + "x" * 5000, None)])
@pytest.mark.parametrize("method", ["GET", "POST"])
async def test_where_there_is_nothing_the_answer_says_what_is_there(
    ask: Any, face: Any, method: str, target: str, meant: str | None
) -> None:
    reply = await ask(face(path="/api/graph"), method, target)
    assert (reply.status, reply.code) == (404, "PATH_NOT_FOUND")
    message = reply.json["errors"][0]["message"]
    guess = f" Did you mean {meant}?" if meant else ""
    assert message == f"There is nothing at {target[:100]}.{guess} {ADDRESSES}"
    assert reply.headers["content-type"] == "application/json; charset=utf-8"


async def test_a_person_reads_a_text(ask: Any, face: Any) -> None:
    reply = await ask(face(), "GET", "/graphql/", headers={"accept": "text/html,*/*;q=0.8"})
    assert (reply.status, reply.headers["content-type"]) == (404, "text/plain; charset=utf-8")
    assert reply.body.decode().startswith("There is nothing at /graphql/. Did you mean /graphql?")
    assert reply.headers["x-content-type-options"] == "nosniff"


async def test_a_method_that_an_address_does_not_take_is_refused_in_words(ask: Any, face: Any) -> None:
    reply = await ask(face(), "POST", "/health")
    assert (reply.status, reply.code) == (405, "METHOD_NOT_ALLOWED")
    assert set(reply.headers["allow"].split(", ")) == {"GET", "HEAD"}


@pytest.mark.parametrize("target", ["/health", "/health/live", "/health/ready"])
async def test_a_failing_subgraph_does_not_make_the_gateway_unhealthy(ask: Any, face: Any, target: str) -> None:
    reply = await ask(face(), "GET", target)
    assert (reply.status, reply.json["status"]) == (200, "degraded" if target == "/health/ready" else "ok")
    if target == "/health/ready":
        assert reply.json["subgraphs"] == SHOWN
        assert reply.json["supergraph"] == {"id": "1", "since": THEN, "refused": "why", "kept": []}


@pytest.mark.parametrize(
    ("condition", "status", "said"),
    [
        (Condition(STANDING, {}), 200, "ok"),
        (Condition(STANDING, {"cip": STATES["cip"]}, required=("cip",)), 200, "ok"),
        (Condition(STANDING, STATES, required=("marketplace",)), 503, "starting"),
        (Condition(STANDING, STATES, required=("away",)), 503, "starting"),
        (Condition(replace(STANDING, kept={"away": "why"}), {}), 200, "degraded"),
        (Condition(STANDING, STATES, is_draining=True), 503, "draining"),
    ],
)
async def test_requests_may_come_or_not(ask: Any, graph: Any, condition: Condition, status: int, said: str) -> None:
    settings = Settings()
    application = edge(settings, endpoint(settings, graph), health_routes(lambda: condition), nothing_to_start)
    for method in ("GET", "HEAD"):
        reply = await ask(application, method, "/health/ready")
        assert reply.status == status
        assert method == "HEAD" or reply.json["status"] == said
        assert (await ask(application, method, "/health/live")).status == 200


ORIGIN = {"origin": "https://civic.example"}
PREFLIGHT = {**ORIGIN, "access-control-request-method": "POST", "access-control-request-headers": "content-type"}


async def test_foreign_pages_may_not_read_unless_they_are_named(ask: Any, face: Any) -> None:
    reply = await ask(face(), body={"query": "{ hello }"}, headers=ORIGIN)
    assert "access-control-allow-origin" not in reply.headers
    assert (await ask(face(), "OPTIONS", headers=PREFLIGHT)).status == 405


async def test_a_named_origin_may_ask_and_read(ask: Any, face: Any) -> None:
    application = face(cors_origins=("https://civic.example",), cors_credentials=True)
    preflight = await ask(application, "OPTIONS", headers=PREFLIGHT)
    assert preflight.status == 200
    assert preflight.headers["access-control-allow-origin"] == "https://civic.example"
    reply = await ask(application, body={"query": "{ hello }"}, headers=ORIGIN)
    assert reply.headers["access-control-allow-origin"] == "https://civic.example"
    assert reply.headers["access-control-allow-credentials"] == "true"
    other = await ask(application, body={"query": "{ hello }"}, headers={"origin": "https://evil.example"})
    assert "access-control-allow-origin" not in other.headers
    refused = await ask(application, "OPTIONS", headers={**PREFLIGHT, "origin": "https://evil.example"})
    assert refused.status == 400


@pytest.mark.parametrize(
    "name", ["apollographql-client-name", "apollographql-client-version", "x-deadline-ms", "authorization"]
)
async def test_a_page_may_send_what_clients_of_graphql_send(ask: Any, face: Any, name: str) -> None:
    """A browser sends nothing at all when one header is not allowed."""
    application = face(cors_origins=("https://civic.example",))
    asked = {**PREFLIGHT, "access-control-request-headers": f"content-type, {name}"}
    preflight = await ask(application, "OPTIONS", headers=asked)
    assert preflight.status == 200
    assert name in preflight.headers["access-control-allow-headers"].lower()


async def test_a_page_may_send_what_the_operator_names_and_nothing_else(ask: Any, face: Any) -> None:
    asked = {**PREFLIGHT, "access-control-request-headers": "x-own"}
    named = face(cors_origins=("https://civic.example",), cors_headers=("x-own",))
    assert (await ask(named, "OPTIONS", headers=asked)).status == 200
    everything = face(cors_origins=("https://civic.example",), cors_headers=("*",))
    assert (await ask(everything, "OPTIONS", headers=asked)).status == 200
    assert (await ask(face(cors_origins=("https://civic.example",)), "OPTIONS", headers=asked)).status == 400


async def test_a_page_may_read_the_headers_that_are_named(ask: Any, face: Any) -> None:
    application = face(cors_origins=("https://civic.example",), cors_expose=("x-cost", "retry-after"))
    reply = await ask(application, body={"query": "{ hello }"}, headers=ORIGIN)
    assert reply.headers["access-control-expose-headers"] == "x-cost, retry-after"


async def test_more_requests_than_it_can_answer_are_shed_but_never_health(ask: Any) -> None:
    go, inside = asyncio.Event(), asyncio.Event()

    async def slow(_: GraphQLRequest) -> GraphQLAnswer:
        inside.set()
        await go.wait()
        return GraphQLAnswer(Outcome.EXECUTED, b'{"data":{}}')

    settings = Settings(max_in_flight=1)
    health = health_routes(lambda: Condition(STANDING, STATES))
    application = edge(settings, endpoint(settings, slow), health, nothing_to_start)
    first = asyncio.ensure_future(ask(application, body={"query": "{ hello }"}))
    await inside.wait()
    shed = await ask(application, body={"query": "{ hello }"})
    assert (shed.status, shed.code, shed.headers["retry-after"]) == (503, "OVERLOADED", "1")
    assert (await ask(application, "GET", "/health/ready")).status == 200
    go.set()
    assert (await first).status == 200
    assert (await ask(application, body={"query": "{ hello }"})).status == 200
