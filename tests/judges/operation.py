"""How fast what clients held is free again, in milliseconds, by ``make judge-operation``; never in ``make test``."""

from __future__ import annotations

import asyncio
import os
import time

import pytest

from tests.kit.conftest import kit_url
from tests.kit.test_departure import Service, service
from tests.serving import client, until
from tests.web.test_departure import graph

__all__ = ["kit_url", "service"]
CLIENTS = 100


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
