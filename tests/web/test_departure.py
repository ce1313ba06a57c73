"""Clients that leave, on real sockets: what they asked for ends, unless it changes something or others wait for it."""

from __future__ import annotations

import asyncio
import gc
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import orjson
import pytest

from gateway.answering.answer import answering
from gateway.composition import compose
from gateway.ground.cell import Cell
from gateway.making import graph_of, supergraph_of
from gateway.model.composition import Composed, SubgraphSource
from gateway.model.exchange import GraphQLAnswer, GraphQLRequest, Outcome
from gateway.settings import Settings
from gateway.subgraphs.http import open_network
from gateway.subgraphs.lean import open_lean_network
from gateway.ways import patient
from gateway.web.edge import endpoint
from gateway.web.http import departure
from gateway.web.http.departure import SOON, Departures, Watched
from gateway.web.serving.arrival import ClientLimits, limited
from tests.serving import Client, client, served, until

SDL = """
type Query { slow(n: Int): Int quick: Int }
type Mutation { change: Int }
"""


@dataclass
class Call:
    """One request at the subgraph, answered only when the test says so."""

    text: str
    answer: asyncio.Event = field(default_factory=asyncio.Event)
    is_closed: bool = False


@dataclass
class Subgraph:
    """A bare TCP server. The quick field is answered at once."""

    calls: list[Call] = field(default_factory=list)
    serving: dict[asyncio.Task[Any], asyncio.StreamWriter] = field(default_factory=dict)

    async def close(self) -> None:
        for writer in self.serving.values():
            writer.transport.abort()
        await asyncio.gather(*self.serving)

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self.serving[task] = writer
        try:
            while True:
                head = await reader.readuntil(b"\r\n\r\n")
                length = int(head.lower().partition(b"content-length:")[2].split()[0])
                call = Call((await reader.readexactly(length)).decode())
                self.calls.append(call)
                if "quick" not in call.text and not await self._is_to_be_answered(call, reader):
                    return
                body = b'{"data": {"slow": 1, "quick": 2, "change": 3}}'
                writer.write(b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n")
                writer.write(b"content-length: %d\r\n\r\n%b" % (len(body), body))
        except (asyncio.IncompleteReadError, ConnectionResetError):
            """The gateway closed an idle connection."""
        finally:
            writer.close()

    async def _is_to_be_answered(self, call: Call, reader: asyncio.StreamReader) -> bool:
        """False when the gateway closes the connection before."""
        told, closed = asyncio.ensure_future(call.answer.wait()), asyncio.ensure_future(reader.read(1))
        await asyncio.wait({told, closed}, return_when=asyncio.FIRST_COMPLETED)
        call.is_closed = closed.done()
        told.cancel()
        closed.cancel()
        await asyncio.gather(told, closed, return_exceptions=True)
        return not call.is_closed

    def open(self) -> list[Call]:
        return [call for call in self.calls if not call.is_closed and "quick" not in call.text]


@dataclass
class Graph:
    """A gateway before the subgraph."""

    port: int
    subgraph: Subgraph

    async def ask(self, query: str) -> Client:
        """A client whose question has reached the subgraph."""
        before = len(self.subgraph.calls)
        asking = await client(self.port)
        await asking.ask(query)
        await until(lambda: len(self.subgraph.calls) > before, "the call came")
        return asking


@asynccontextmanager
async def graph(*, lean: bool = True, **changes: Any) -> AsyncIterator[Graph]:
    subgraph = Subgraph()
    async with AsyncExitStack() as stack:
        server = await asyncio.start_server(subgraph.serve, "127.0.0.1", 0)
        stack.push_async_callback(subgraph.close)
        stack.callback(server.close)
        url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/graphql"
        composed = compose([SubgraphSource("one", url, SDL)])
        assert isinstance(composed, Composed)
        settings = Settings(graphiql=False, **changes)
        limits: dict[str, Any] = {"connections": settings.subgraph_connections, "largest_answer": 10_000}
        network: Any = await stack.enter_async_context(open_network(**limits))
        if lean:
            network = await stack.enter_async_context(open_lean_network(network, **limits))
        send = patient(network, settings, {})
        cell = Cell(graph_of(supergraph_of(composed.supergraph_sdl, settings), settings, send))
        application = endpoint(settings, answering(cell))
        port = await stack.enter_async_context(served(application, limited(ClientLimits())))
        yield Graph(port, subgraph)


@pytest.mark.parametrize("lean", [True, False])
async def test_the_call_of_a_client_that_leaves_is_closed(lean: bool) -> None:
    async with graph(lean=lean) as house:
        leaving = await house.ask("{ slow(n: 1) }")
        (call,) = house.subgraph.calls
        assert not call.is_closed
        leaving.leave()
        await until(lambda: call.is_closed, "the subgraph saw its connection close")


@pytest.mark.parametrize("first", [0, 1])
async def test_a_call_that_is_shared_ends_with_the_last_who_waits_for_it(first: int) -> None:
    async with graph() as house:
        clients = [await house.ask("{ slow(n: 1) }"), await client(house.port), await client(house.port)]
        for each in clients[1:]:
            await each.ask("{ slow(n: 1) }")
        other = await house.ask("{ slow(n: 2) }")
        clients.pop(first).leave()
        other.leave()
        await until(lambda: len(house.subgraph.open()) == 1, "the call of the other is closed")
        assert len(house.subgraph.calls) == 2, "nobody had to ask again"
        clients.pop().leave()
        house.subgraph.calls[0].answer.set()
        assert await clients[0].answer() == (200, {"data": {"slow": 1}})


async def test_a_call_that_all_have_left_is_closed() -> None:
    async with graph() as house:
        clients = [await house.ask("{ slow(n: 1) }"), await client(house.port)]
        await clients[1].ask("{ slow(n: 1) }")
        await asyncio.sleep(2 * SOON)
        for each in clients:
            each.leave()
        await until(lambda: not house.subgraph.open(), "the call is closed")
        assert len(house.subgraph.calls) == 1


async def test_different_queries_that_share_one_call_leave_it_to_who_stays() -> None:
    async with graph() as house:
        first = await house.ask("{ slow(n: 1) }")
        second = await client(house.port)
        await second.ask("query Other { slow(n: 1) }")
        other = await house.ask("{ slow(n: 2) }")
        await asyncio.sleep(2 * SOON)
        first.leave()
        other.leave()
        await until(lambda: len(house.subgraph.open()) == 1, "the other's is closed")
        house.subgraph.open()[0].answer.set()
        assert await second.answer() == (200, {"data": {"slow": 1}})


async def test_a_mutation_runs_to_its_end() -> None:
    async with graph() as house:
        changing = await house.ask("mutation { change }")
        leaving = await house.ask("{ slow(n: 1) }")
        mutation, query = house.subgraph.calls
        changing.leave()
        leaving.leave()
        await until(lambda: query.is_closed, "who left was noticed")
        assert not mutation.is_closed
        mutation.answer.set()
        await house.ask("{ quick }")
        assert not mutation.is_closed


async def test_many_who_leave_free_what_they_held() -> None:
    async with graph(subgraph_connections=20) as house:
        clients = [await client(house.port) for _ in range(100)]
        for number, each in enumerate(clients):
            await each.ask(f"{{ slow(n: {number}) }}")
        await until(lambda: len(house.subgraph.calls) == 20, "all connections are taken")
        for each in clients:
            each.leave()
        honest = await client(house.port)
        await honest.ask("{ quick }")
        assert await honest.answer() == (200, {"data": {"quick": 2}})
        await until(lambda: not house.subgraph.open(), "all calls are closed")
        assert not any(call.answer.is_set() for call in house.subgraph.calls)


async def test_a_client_that_sends_two_requests_at_once_leaves_both() -> None:
    async with graph() as house:
        leaving = await client(house.port)
        await leaving.ask("{ slow(n: 1) }")
        await leaving.ask("{ slow(n: 2) }")
        await until(lambda: house.subgraph.calls, "the first came")
        leaving.leave()
        await until(lambda: not house.subgraph.open(), "its call is closed")


async def test_a_client_that_sends_another_request_while_it_is_watched_leaves_both(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """What is not read says nothing of who leaves behind it."""
    monkeypatch.setattr(departure, "SOON", 0.0)
    async with graph() as house:
        leaving = await house.ask("{ slow(n: 1) }")
        await leaving.ask("{ slow(n: 2) }")
        leaving.leave()
        async with asyncio.timeout(10):  # the request itself would end after thirty
            await until(lambda: not house.subgraph.open(), "its call is closed")


async def test_a_batch_is_left_as_a_whole_and_its_mutation_ends() -> None:
    async with graph(batch_limit=3) as house:
        leaving = await client(house.port)
        body = orjson.dumps([{"query": "{ slow(n: 1) }"}, {"query": "mutation { change }"}])
        await leaving.send(
            b"POST /graphql HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: %d\r\n\r\n%b"
            % (len(body), body)
        )
        await until(lambda: len(house.subgraph.calls) == 2, "both came")
        leaving.leave()
        mutation = next(call for call in house.subgraph.calls if "change" in call.text)
        query = next(call for call in house.subgraph.calls if "slow" in call.text)
        mutation.answer.set()
        await until(lambda: query.is_closed, "the query ends after the mutation")
        assert not mutation.is_closed


async def test_a_quick_request_is_never_watched(ask: Any) -> None:
    """A client that says nothing more would keep the second call of ``receive`` waiting, and it would be seen."""
    received = 0

    async def answer(request: GraphQLRequest) -> GraphQLAnswer:
        return GraphQLAnswer(Outcome.EXECUTED, b"{}")

    application = endpoint(Settings(), answer)

    async def counted(scope: Any, receive: Any, send: Any) -> None:
        async def receive_counted() -> Any:
            nonlocal received
            received += 1
            return await receive()

        await application(scope, receive_counted, send)

    assert (await ask(counted, body={"query": "{ a }"})).status == 200
    assert received == 1


async def test_a_request_that_was_watched_is_gone_with_its_answer() -> None:
    """The task that waited for its client keeps how it ended, and that leads to the request."""
    departures = Departures()
    # Not one that the request begins, which knows it for as long as requests are young.
    departures.timer = asyncio.get_running_loop().call_later(3600, gc.enable)

    async def receive() -> dict[str, Any]:
        await asyncio.Event().wait()
        return {}

    async def request() -> None:
        watched = Watched(departures, receive)
        with watched:
            departures.young.clear()
            watched.watch()
            await asyncio.sleep(0)

    gc.collect()
    gc.disable()
    try:
        await asyncio.create_task(request())
        for _ in range(3):
            await asyncio.sleep(0)
        there = [each for each in gc.get_objects() if isinstance(each, Watched)]
        assert not [each for each in there if each._all is departures]
    finally:
        departures.timer.cancel()
        gc.enable()
