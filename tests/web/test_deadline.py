"""The time of a request over real HTTP: one subgraph answers, another never does."""

from __future__ import annotations

import asyncio
from contextlib import AsyncExitStack
from dataclasses import replace
from typing import Any

import orjson
import pytest

from gateway.answering.answer import answering
from gateway.composition import compose
from gateway.ground.cell import Cell
from gateway.ground.errors import RequestError
from gateway.making import graph_of, supergraph_of
from gateway.model.composition import Composed, SubgraphSource
from gateway.model.exchange import SubgraphAnswer, SubgraphRequest
from gateway.settings import Settings
from gateway.subgraphs.http import open_network
from gateway.subgraphs.lean import open_lean_network
from gateway.ways import patient
from gateway.web.edge import endpoint
from gateway.web.http.headers import wait_of
from gateway.web.serving.arrival import ClientLimits, limited
from tests.answering.test_deadline import Held, Over
from tests.serving import served, until
from tests.web.test_departure import Subgraph

SLOW = "type Query { slow: Int }"
QUICK = "type Query { quick: Int }"


async def exchanged(port: int, header: bytes, query: bytes = b"{ slow quick }") -> tuple[int, dict[str, Any]]:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    body = orjson.dumps({"query": query.decode()})
    writer.write(b"POST /graphql HTTP/1.1\r\nhost: x\r\nconnection: close\r\ncontent-type: application/json\r\n")
    writer.write(header + b"content-length: %d\r\n\r\n%b" % (len(body), body))
    head, _, text = (await reader.read()).partition(b"\r\n\r\n")
    writer.close()
    return int(head.split()[1]), orjson.loads(text)


async def test_a_house_that_never_answers_costs_its_fields_and_no_more_time_than_there_is() -> None:
    async with AsyncExitStack() as stack:
        houses = {}
        for name, sdl in {"slow": SLOW, "quick": QUICK}.items():
            subgraph = Subgraph()
            server = await asyncio.start_server(subgraph.serve, "127.0.0.1", 0)
            stack.push_async_callback(subgraph.close)
            stack.callback(server.close)
            url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/graphql"
            houses[name] = (subgraph, SubgraphSource(name, url, sdl))
        composed = compose([source for _, source in houses.values()])
        assert isinstance(composed, Composed)
        settings = Settings(graphiql=False)
        limits: dict[str, Any] = {"connections": 10, "largest_answer": 10_000}
        network: Any = await stack.enter_async_context(open_network(**limits))
        network = await stack.enter_async_context(open_lean_network(network, **limits))
        send, answered = patient(network, settings, {}), []

        async def noting(request: SubgraphRequest, /) -> SubgraphAnswer:
            got = await send(request)
            answered.append(request.subgraph)
            return got

        graph = graph_of(supergraph_of(composed.supergraph_sdl, settings), settings, noting)
        held = Held()
        application = endpoint(settings, answering(Cell(replace(graph, deadline=held))))
        port = await stack.enter_async_context(served(application, limited(ClientLimits())))
        asking = asyncio.ensure_future(exchanged(port, b"x-deadline-ms: 1500\r\n"))
        await until(lambda: answered == ["quick"], "the quick one answered")
        assert [each.seconds for each in held.allotted] == [1.5]
        held.allotted[0].ring()
        status, got = await asking
        assert status == 200
        assert got["data"] == {"slow": None, "quick": 2}
        assert [(error["path"], error["extensions"]) for error in got["errors"]] == [
            (["slow"], {"code": "SUBREQUEST_TIMEOUT", "service": "slow"})
        ]
        status, got = await exchanged(port, b"x-deadline-ms: soon\r\n")
        assert status == 400
        assert got["errors"][0]["extensions"]["code"] == "BAD_REQUEST"
        assert "x-deadline-ms" in got["errors"][0]["message"]
        over = endpoint(settings, answering(Cell(replace(graph, deadline=Over()))))
        port = await stack.enter_async_context(served(over, limited(ClientLimits())))
        status, got = await exchanged(port, b"x-deadline-ms: 1\r\n")
        assert (status, got["errors"][0]["extensions"]["code"]) == (504, "DEADLINE_EXCEEDED")


@pytest.mark.parametrize("value", [b"", b"0", b"000", b"-1", b"1.5", b"1e3", b"5, 6", b" 5", b"x", b"\xb2", b"\xff"])
def test_what_is_no_number_of_milliseconds_is_refused(value: bytes) -> None:
    with pytest.raises(RequestError, match="x-deadline-ms"):
        wait_of({b"x-deadline-ms": value})


@pytest.mark.parametrize(("value", "seconds"), [(b"1", 0.001), (b"00020", 0.02), (b"9" * 5000, float("inf"))])
def test_any_number_of_milliseconds_is_a_time(value: bytes, seconds: float) -> None:
    assert wait_of({b"x-deadline-ms": value}) == seconds
