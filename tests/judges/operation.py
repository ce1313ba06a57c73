"""How fast what clients held is free again, in milliseconds, by ``make judge-operation``; never in ``make test``."""

from __future__ import annotations

import asyncio
import os
import time
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from aiohttp import web

from tests.commands.conftest import BOOKS, running, serve
from tests.kit.conftest import kit_url
from tests.kit.test_departure import Service, service
from tests.serving import client, until
from tests.web.test_departure import graph

__all__ = ["kit_url", "serve", "service"]
CLIENTS = 100
CROWD = 5_000
ONE = 'subgraphs: {books: {routing_url: "http://books.example/graphql", schema: {file: books.graphql}}}'
POST = b"POST /graphql HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: %d\r\n\r\n%s"


def told(what: str, milliseconds: float, most: float) -> None:
    """Writes a figure down beside the load of the machine."""
    print(f"\n{what}: {milliseconds:.0f} ms (at most {most:.0f}; load {os.getloadavg()[0]:.1f})")
    assert milliseconds <= most


async def test_the_subgraph_sees_its_connection_close() -> None:
    async with graph() as house:
        leaving = await house.ask("{ slow(n: 1) }")
        await asyncio.sleep(0.5)
        began = time.perf_counter()
        leaving.leave()
        await until(lambda: house.subgraph.calls[0].is_closed, "the connection closes")
        told("from the client's end to the subgraph's", (time.perf_counter() - began) * 1000, 100)


async def test_an_honest_query_after_a_hundred_who_left() -> None:
    async with graph() as house:
        clients = [await client(house.port) for _ in range(CLIENTS)]
        for number, each in enumerate(clients):
            await each.ask(f"{{ slow(n: {number}) }}")
        await until(lambda: len(house.subgraph.calls) == CLIENTS, "all connections are taken")
        await asyncio.sleep(0.5)
        for each in clients:
            each.leave()
        honest = await client(house.port)
        began = time.perf_counter()
        await honest.ask("{ quick }")
        assert await honest.answer() == (200, {"data": {"quick": 2}})
        told("an honest query after a hundred who left", (time.perf_counter() - began) * 1000, 200)


@pytest.mark.usefixtures("kit_url")
async def test_the_statement_is_gone(service: Service) -> None:  # pytest's way to use a fixture
    leaving = await service.ask("{ loaded }")
    await service.until_running("waits", 1)
    await asyncio.sleep(0.5)
    began = time.perf_counter()
    leaving.leave()
    await service.until_running("waits", 0)
    told("from the client's end to that of its statement", (time.perf_counter() - began) * 1000, 1000)


def megabytes(pid: int) -> float:
    """What a process and its children hold in memory."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    pages = sum(int(Path(f"/proc/{each}/statm").read_text().split()[1]) for each in (pid, *children))
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


async def test_five_thousand_open_requests(serve: Any, tmp_path: Path) -> None:
    """Each another question to a house that answers none: what it holds is bounded, and health is answered."""
    go = asyncio.Event()

    async def never(_: web.Request) -> web.Response:
        await go.wait()
        return web.json_response({"data": {"books": []}})

    application = web.Application()
    application.router.add_post("/graphql", never)
    (tmp_path / "books.graphql").write_text(BOOKS)
    (tmp_path / "supergraph.yaml").write_text(ONE)
    async with running(application) as books:
        settings = {"GATEWAY_SUBGRAPH_URLS": f"books={books}"}
        async with serve("--subgraphs", tmp_path / "supergraph.yaml", **settings) as gateway:
            port = int(gateway.url.split(":")[2].split("/")[0])
            before = megabytes(gateway.process.pid)
            open_ones = []
            for number in range(CROWD):
                reader, writer = await asyncio.open_connection("127.0.0.1", port)
                body = b'{"query":"query Q%d { books { title } }"}' % number
                writer.write(POST % (len(body), body))
                open_ones.append((reader, writer))
            took = []
            async with aiohttp.ClientSession() as session:
                for _ in range(50):
                    began = time.perf_counter()
                    async with session.get(gateway.url.replace("/graphql", "/health/live")) as answer:
                        assert answer.status == 200
                    took.append(time.perf_counter() - began)
            grown = megabytes(gateway.process.pid) - before
            print(f"\n{CROWD} open requests: {grown:.0f} MB more than before")
            assert grown < 300
            told("health beside them, the middle one", sorted(took)[25] * 1000, 50)
            go.set()
            for _, writer in open_ones:
                writer.close()
