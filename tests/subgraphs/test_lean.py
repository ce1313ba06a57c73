"""What the lean pool does with its connections while nobody uses them, and what it leaves to the other network."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass

import pytest
from msgspec.structs import replace

from gateway.model.exchange import SubgraphAnswer, SubgraphRequest
from gateway.model.operation import OperationKind
from gateway.subgraphs.http import IDLE_SECONDS
from gateway.subgraphs.lean import FRESH_SECONDS, LeanNetwork, Place, open_lean_network
from tests.listening import listening

ANSWER = b'HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n{"data":1}'


@dataclass
class Service:
    """A service that answers everything, and how many connections it has seen."""

    url: str = ""
    connections: int = 0


@pytest.fixture
async def service() -> AsyncIterator[Service]:
    served = Service()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        served.connections += 1
        while await reader.read(1000):
            writer.write(ANSWER)
        writer.close()

    async with listening(serve) as port:
        served.url = f"http://127.0.0.1:{port}/graphql"
        yield served


async def other(request: SubgraphRequest, /) -> SubgraphAnswer:
    return SubgraphAnswer(200, b"the other network")


@pytest.fixture
async def lean() -> AsyncIterator[LeanNetwork]:
    async with open_lean_network(other, connections=3, largest_answer=1000) as network:
        yield network


def query(url: str) -> SubgraphRequest:
    return SubgraphRequest("cip", url, OperationKind.QUERY, b"{}")


def only_place(lean: LeanNetwork) -> Place:
    (place,) = lean.places.values()
    return place


def grow_older(lean: LeanNetwork, seconds: float) -> None:
    for connection in only_place(lean).idle:
        connection.used -= seconds


async def test_a_mutation_takes_no_connection_that_may_just_be_closing(lean: LeanNetwork, service: Service) -> None:
    mutation = replace(query(service.url), kind=OperationKind.MUTATION)
    await lean(query(service.url))
    await lean(mutation)
    assert service.connections == 1, "used just now: good for a mutation too"
    grow_older(lean, FRESH_SECONDS + 1)
    await lean(mutation)
    assert service.connections == 2
    assert len(only_place(lean).idle) == 2, "the older one is kept for queries"
    grow_older(lean, FRESH_SECONDS + 1)
    await lean(query(service.url))
    assert service.connections == 2


async def test_a_connection_that_nobody_used_for_long_is_given_up(lean: LeanNetwork, service: Service) -> None:
    for kind in (OperationKind.QUERY, OperationKind.MUTATION):
        await lean(query(service.url))
        before = service.connections
        grow_older(lean, IDLE_SECONDS + 1)
        await lean(replace(query(service.url), kind=kind))
        assert service.connections == before + 1
        assert len(only_place(lean).idle) == 1


async def test_the_pool_never_grows_beyond_its_limit(lean: LeanNetwork, service: Service) -> None:
    for _ in range(3):
        await asyncio.gather(*(lean(query(service.url)) for _ in range(10)))
        assert 1 <= len(only_place(lean).idle) <= 3
    assert service.connections <= 3


@pytest.mark.parametrize(
    "url",
    ["https://cip.example/graphql", "http://user:secret@cip.example/", "ftp://x/", "nonsense", "http://x:y/", "http:///",
     "http://café.example/", "http://x/a b", "http://x/a\r\nx: y"],
)  # fmt: skip
async def test_the_unusual_is_left_to_the_other_network(lean: LeanNetwork, url: str) -> None:
    assert (await lean(query(url))).body == b"the other network"


async def test_two_addresses_of_one_host_share_its_connections(lean: LeanNetwork, service: Service) -> None:
    await lean(query(service.url))
    await lean(query(service.url.replace("/graphql", "/other?x=1")))
    assert service.connections == 1


async def test_a_connection_lives_so_long_and_no_longer(service: Service) -> None:
    """A moved address is found without a restart."""
    async with open_lean_network(other, connections=3, largest_answer=1000, age=100) as lean:
        await lean(query(service.url))
        await lean(query(service.url))
        assert service.connections == 1
        (idle,) = only_place(lean).idle
        idle.made -= 101
        await lean(query(service.url))
        assert service.connections == 2
        (idle,) = only_place(lean).idle
        idle.made -= 101
        only_place(lean).put_back(only_place(lean).idle.pop())
        assert only_place(lean).idle == [], "nor is it kept after its answer"
