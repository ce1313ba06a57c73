"""The network filling against a real socket that behaves as badly as services do."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import replace

import pytest

from gateway.errors import SubgraphError
from gateway.model.exchange import SubgraphRequest
from gateway.model.operation import OperationKind
from gateway.subgraphs.http import Network, open_network

Behaviour = Callable[[bytes, asyncio.StreamWriter], Awaitable[None]]


def ok(body: bytes, *, status: bytes = b"200 OK", extra: bytes = b"") -> bytes:
    return b"HTTP/1.1 %s\r\nContent-Type: application/json\r\n%sContent-Length: %d\r\n\r\n%s" % (
        status,
        extra,
        len(body),
        body,
    )


@asynccontextmanager
async def service(*behaviours: bytes | None) -> AsyncIterator[tuple[str, list[bytes]]]:
    """Answers the n-th request with the n-th bytes; None: hangs up without a word. Yields address and requests seen."""
    seen: list[bytes] = []

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while True:
                head = await reader.readuntil(b"\r\n\r\n")
                length = next(
                    int(line[15:]) for line in head.split(b"\r\n") if line.lower().startswith(b"content-length:")
                )
                seen.append(head + await reader.readexactly(length))
                answer = behaviours[len(seen) - 1]
                if answer is None:
                    break
                writer.write(answer)
                await writer.drain()
        except asyncio.IncompleteReadError:
            pass
        finally:
            writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    async with server:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/graphql", seen
        server.close()


@pytest.fixture
async def network() -> AsyncIterator[Network]:
    async with open_network(connections=10, largest_answer=1000) as opened:
        yield opened


def query(url: str) -> SubgraphRequest:
    return SubgraphRequest("cip", url, OperationKind.QUERY, b'{"query":"{a}"}', {"x-request-id": "r1"})


async def test_body_and_headers_go_out_and_the_answer_comes_back(network: Network) -> None:
    async with service(ok(b'{"data":{}}', extra=b"X-Seen: yes\r\n")) as (url, seen):
        answer = await network(query(url))
    assert (answer.status, answer.body, answer.headers["x-seen"]) == (200, b'{"data":{}}', "yes")
    head, _, body = seen[0].partition(b"\r\n\r\n")
    lines = {line.lower() for line in head.split(b"\r\n")}
    assert body == b'{"query":"{a}"}'
    assert head.startswith(b"POST /graphql HTTP/1.1")
    assert {b"content-type: application/json", b"x-request-id: r1"} <= lines
    assert sum(line.startswith(b"content-type") for line in lines) == 1


async def test_a_connection_is_kept_and_used_again(network: Network) -> None:
    ports: set[object] = set()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        ports.add(writer.get_extra_info("peername"))
        while await reader.read(1000):
            writer.write(ok(b'{"data":{}}'))
        writer.close()

    async with await asyncio.start_server(serve, "127.0.0.1", 0) as server:
        url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/"
        for _ in range(3):
            await network(query(url))
        await network.session.close()
    assert len(ports) == 1


async def test_a_query_is_sent_again_when_the_connection_was_closed(network: Network) -> None:
    async with service(ok(b'{"data":1}'), None, ok(b'{"data":2}')) as (url, seen):
        await network(query(url))
        assert (await network(query(url))).body == b'{"data":2}'
    assert len(seen) == 3


async def test_a_mutation_is_never_sent_twice(network: Network) -> None:
    async with service(None, ok(b'{"data":2}')) as (url, seen):
        with pytest.raises(SubgraphError, match="closed the connection"):
            await network(replace(query(url), kind=OperationKind.MUTATION))
    assert len(seen) == 1


async def test_a_service_that_always_hangs_up_is_not_asked_for_ever(network: Network) -> None:
    async with service(None, None, None, None) as (url, seen):
        with pytest.raises(SubgraphError, match="closed the connection"):
            await network(query(url))
    assert len(seen) == 2


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (ok(b"<h1>Oh</h1>", status=b"503 Service Unavailable"), "answered 503 Service Unavailable and no GraphQL"),
        (ok(b"", status=b"302 Found", extra=b"Location: http://elsewhere.example/\r\n"), "answered 302 Found"),
        (ok(b"no", status=b"799 Odd"), "answered 799 and no GraphQL"),
        (ok(b"x" * 1001), "more than 1000 bytes"),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5DC\r\n" + b"x" * 1500 + b"\r\n0\r\n\r\n", "more than"),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\nshort", "could not be asked"),
        (b"SSH-2.0-OpenSSH\r\n\r\n", "could not be asked"),
    ],
)
async def test_what_is_no_answer_is_an_error_that_names_the_service(
    network: Network, answer: bytes, words: str
) -> None:
    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read(1000)
        writer.write(answer)
        writer.close()

    async with await asyncio.start_server(serve, "127.0.0.1", 0) as server:
        url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/"
        with pytest.raises(SubgraphError, match=words) as caught:
            await network(query(url))
    assert (caught.value.service, caught.value.code) == ("cip", "SUBREQUEST_HTTP_ERROR")
    assert "127.0.0.1" not in caught.value.message


async def test_a_graphql_answer_counts_whatever_its_status(network: Network) -> None:
    async with service(ok(b'{"errors":[{"message":"no"}]}', status=b"400 Bad Request")) as (url, _):
        answer = await network(query(url))
    assert (answer.status, answer.body) == (400, b'{"errors":[{"message":"no"}]}')


@pytest.mark.parametrize(
    "url", ["http://127.0.0.1:1/", "http://no-such-host.invalid/", "nonsense", "http://[/", "ftp://x/"]
)
async def test_an_address_where_nobody_answers_is_an_error_of_that_service(network: Network, url: str) -> None:
    with pytest.raises(SubgraphError, match="The service 'cip'"):
        await network(query(url))


async def test_cookies_of_one_answer_do_not_travel_to_the_next_request(network: Network) -> None:
    async with service(ok(b'{"data":1}', extra=b"Set-Cookie: a=1\r\n"), ok(b'{"data":2}')) as (url, seen):
        await network(query(url))
        await network(query(url))
    assert b"cookie" not in seen[1].lower()
