"""The in-process filling gives what the network filling gives."""

from __future__ import annotations

import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from msgspec.structs import replace
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from gateway.ground.errors import ConfigurationError, SubgraphError
from gateway.model.exchange import SubgraphAnswer, SubgraphRequest
from gateway.model.operation import OperationKind
from gateway.model.supergraph import Subgraph
from gateway.subgraphs.inside import Inside, open_inside

QUERY = SubgraphRequest("cip", "http://cip/graphql?x=1", OperationKind.QUERY, b'{"query":"{a}"}', {"x-a": "b"})


async def echo(request: Request) -> Response:
    content = {
        "body": await request.json(),
        "header": request.headers["x-a"],
        "type": request.headers["content-type"],
        "query": str(request.url.query),
    }
    return JSONResponse(content, 201, {"X-Answer": "yes"})


async def test_an_application_is_called_as_over_the_network() -> None:
    send = Inside({"cip": Starlette(routes=[Route("/graphql", echo, methods=["POST"])])})
    answer = await send(QUERY)
    assert answer.status == 201
    assert answer.body == b'{"body":{"query":"{a}"},"header":"b","type":"application/json","query":"x=1"}'
    assert answer.headers["x-answer"] == "yes"


async def test_an_application_that_fails_costs_only_its_fields() -> None:
    async def broken(scope: object, receive: object, send: object) -> None:
        raise RuntimeError("secret")

    with pytest.raises(SubgraphError) as caught:
        await Inside({"cip": broken})(QUERY)
    assert caught.value.message == "The service 'cip' failed."


async def test_an_application_that_says_nothing_is_an_error() -> None:
    async def silent(scope: object, receive: object, send: object) -> None:
        pass

    with pytest.raises(SubgraphError, match="did not answer"):
        await Inside({"cip": silent})(QUERY)


async def test_an_unknown_subgraph_is_an_error() -> None:
    with pytest.raises(SubgraphError, match="does not run in this process"):
        await Inside({})(QUERY)


@asynccontextmanager
async def lifespan(_: Starlette) -> AsyncIterator[None]:
    EVENTS.append("started")
    yield
    EVENTS.append("stopped")


EVENTS: list[str] = []
running = Starlette(routes=[Route("/graphql", echo, methods=["POST"])], lifespan=lifespan)


async def failing(scope: Any, receive: Any, send: Any) -> None:
    await receive()
    await send({"type": "lifespan.startup.failed", "message": "no database"})


async def network(request: SubgraphRequest, /) -> SubgraphAnswer:
    return SubgraphAnswer(200, b"from the network")


def at(place: str) -> list[Subgraph]:
    return [Subgraph("CIP", "cip", f"asgi:{__name__}:{place}"), Subgraph("FAR", "far", "http://far/graphql")]


async def test_an_address_in_this_process_is_started_asked_and_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    EVENTS.clear()
    monkeypatch.setitem(sys.modules, __name__, sys.modules[echo.__module__])
    async with open_inside(network, at("running")) as send:
        assert EVENTS == ["started"]
        assert (await send(QUERY)).status == 201
        assert (await send(replace(QUERY, subgraph="far"))).body == b"from the network"
    assert EVENTS == ["started", "stopped"]


async def test_where_nothing_runs_inside_the_network_is_as_it_was() -> None:
    async with open_inside(network, at("running")[1:]) as send:
        assert send is network


@pytest.mark.parametrize(
    ("place", "why"), [("nothing", "cannot be imported"), ("failing", "did not start: no database")]
)
async def test_an_application_that_cannot_be_started_stops_the_start(
    place: str, why: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, __name__, sys.modules[echo.__module__])
    with pytest.raises(ConfigurationError, match=why):
        async with open_inside(network, at(place)):
            pass
