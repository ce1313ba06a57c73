"""Both network fillings against a real socket that behaves as badly as services do: they must not differ."""

from __future__ import annotations

import asyncio
import contextlib
import gzip
import zlib
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

import pytest
from msgspec.structs import replace

from gateway.ground.errors import SubgraphError
from gateway.model.exchange import SubgraphRequest
from gateway.model.operation import OperationKind
from gateway.subgraphs.http import open_network
from gateway.subgraphs.lean import open_lean_network
from gateway.subgraphs.retrying import again
from gateway.subgraphs.send import Send
from tests.listening import listening

# RFC 1952 2.3: a head with an extra field, a name, a comment and a checksum of its own.
HEAD = b"\x1f\x8b\x08\x1e\0\0\0\0\0\xff" + b"\x04\0ab\0\0" + b"name\0" + b"comment\0"
FULL_HEAD = HEAD + (zlib.crc32(HEAD) & 0xFFFF).to_bytes(2, "little") + gzip.compress(b'{"data":1}', mtime=0)[10:]

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

    async with listening(serve) as port:
        yield f"http://127.0.0.1:{port}/graphql", seen


@pytest.fixture(params=["aiohttp", "lean"])
async def network(request: pytest.FixtureRequest) -> AsyncIterator[Send]:
    limits: dict[str, Any] = {"connections": 10, "largest_answer": 1000}
    async with open_network(**limits) as full, open_lean_network(full, **limits) as lean:
        yield again(full if request.param == "aiohttp" else lean)


def query(url: str) -> SubgraphRequest:
    return SubgraphRequest("cip", url, OperationKind.QUERY, b'{"query":"{a}"}', {"x-request-id": "r1"})


async def test_body_and_headers_go_out_and_the_answer_comes_back(network: Send) -> None:
    async with service(ok(b'{"data":{}}', extra=b"X-Seen: yes\r\n")) as (url, seen):
        answer = await network(query(url))
    assert (answer.status, answer.body, answer.headers["x-seen"]) == (200, b'{"data":{}}', "yes")
    head, _, body = seen[0].partition(b"\r\n\r\n")
    lines = {line.lower() for line in head.split(b"\r\n")}
    assert body == b'{"query":"{a}"}'
    assert head.startswith(b"POST /graphql HTTP/1.1")
    assert {b"content-type: application/json", b"x-request-id: r1"} <= lines
    assert sum(line.startswith(b"content-type") for line in lines) == 1


async def test_a_connection_is_kept_and_used_again(network: Send) -> None:
    ports: set[object] = set()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        ports.add(writer.get_extra_info("peername"))
        while await reader.read(1000):
            writer.write(ok(b'{"data":{}}'))
        writer.close()

    async with listening(serve) as port:
        url = f"http://127.0.0.1:{port}/"
        for _ in range(3):
            await network(query(url))
    assert len(ports) == 1


async def test_a_query_is_sent_again_when_the_connection_was_closed(network: Send) -> None:
    async with service(ok(b'{"data":1}'), None, ok(b'{"data":2}')) as (url, seen):
        await network(query(url))
        assert (await network(query(url))).body == b'{"data":2}'
    assert len(seen) == 3


async def test_a_mutation_is_never_sent_twice(network: Send) -> None:
    async with service(None, ok(b'{"data":2}')) as (url, seen):
        with pytest.raises(SubgraphError, match="closed the connection"):
            await network(replace(query(url), kind=OperationKind.MUTATION))
    assert len(seen) == 1


async def test_a_service_that_always_hangs_up_is_not_asked_for_ever(network: Send) -> None:
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
        (b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: Upgrade\r\n\r\n", "The service 'cip' "),
        (b"HTTP/1.1 200 OK\r\nContent-Le", "The service 'cip' "),
        (b"HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n", "The service 'cip' "),
        (ok(b"\x1f\x8bnonsense", extra=b"Content-Encoding: gzip\r\n"), "could not be unpacked"),
        (ok(gzip.compress(b"{}")[:-3], extra=b"Content-Encoding: gzip\r\n"), "could not be unpacked"),
        (ok(gzip.compress(b"{}") + b"more", extra=b"Content-Encoding: gzip\r\n"), "could not be unpacked"),
        (ok(zlib.compress(b"{}") + b"more", extra=b"Content-Encoding: deflate\r\n"), "could not be unpacked"),
        (ok(b"", extra=b"Content-Encoding: gzip\r\n"), "could not be unpacked"),
        (ok(b"{}", extra=b"Content-Encoding: br\r\n"), "could not be unpacked"),
        (ok(b"{}", extra=b"Content-Encoding: compress\r\n"), "could not be unpacked"),
        (ok(b"{}", extra=b"Content-Encoding: " + b"gzip," * 9 + b"\r\n"), "could not be unpacked"),
        (ok(gzip.compress(b"x" * 600) * 2, extra=b"Content-Encoding: gzip\r\n"), "more than 1000 bytes"),
        (ok(gzip.compress(b"x" * 5000), extra=b"Content-Encoding: gzip\r\n"), "more than 1000 bytes"),
    ],
)
async def test_what_is_no_answer_is_an_error_that_names_the_service(network: Send, answer: bytes, words: str) -> None:
    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read(1000)
        writer.write(answer)
        writer.close()

    async with listening(serve) as port:
        url = f"http://127.0.0.1:{port}/"
        with pytest.raises(SubgraphError, match=words) as caught:
            await network(query(url))
    assert (caught.value.service, caught.value.code) == ("cip", "SUBREQUEST_HTTP_ERROR")
    assert "127.0.0.1" not in caught.value.message


@pytest.mark.parametrize(
    "answer",
    [
        ok(gzip.compress(b'{"data":1}'), extra=b"Content-Encoding: gzip\r\n"),
        ok(zlib.compress(b'{"data":1}'), extra=b"Content-Encoding: deflate\r\n"),
        ok(zlib.compress(b'{"data":1}', wbits=-15), extra=b"Content-Encoding: deflate\r\n"),
        ok(gzip.compress(b'{"data":1}'), extra=b"Content-Encoding: X-GZip\r\n"),
        ok(gzip.compress(b'{"da') + gzip.compress(b'ta":1}'), extra=b"Content-Encoding: gzip\r\n"),
        ok(gzip.compress(b'{"data":1}') + bytes(100), extra=b"Content-Encoding: gzip\r\n"),
        ok(FULL_HEAD, extra=b"Content-Encoding: gzip\r\n"),
        ok(gzip.compress(zlib.compress(b'{"data":1}')), extra=b"Content-Encoding: deflate,, identity , GZIP\r\n"),
        ok(
            gzip.compress(zlib.compress(b'{"data":1}')),
            extra=b"Content-Encoding: deflate\r\nContent-Encoding: gzip\r\n",
        ),
        ok(b'{"data":1}', extra=b"Content-Encoding: Identity\r\n"),
        b'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\n{"da\r\n6\r\nta":1}\r\n0\r\n\r\n',
        b'HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n{"data":1}',
        b'HTTP/1.0 200 OK\r\n\r\n{"data":1}',
        b"HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n" + ok(b'{"data":1}'),
    ],
)
async def test_an_answer_may_come_in_any_form_that_http_knows(network: Send, answer: bytes) -> None:
    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read(1000)
        for piece in (answer[:20], answer[20:]):
            writer.write(piece)
            await writer.drain()
            await asyncio.sleep(0.01)
        writer.close()

    async with listening(serve) as port:
        url = f"http://127.0.0.1:{port}/"
        for _ in range(2):
            assert (await network(query(url))).body == b'{"data":1}'


async def test_a_second_answer_to_one_question_is_nobodys_answer(network: Send) -> None:
    async with service(ok(b'{"data":1}') + ok(b'{"data":"stolen"}'), ok(b'{"data":2}')) as (url, _):
        assert (await network(query(url))).body == b'{"data":1}'
        assert (await network(query(url))).body == b'{"data":2}'


async def test_a_caller_that_goes_away_leaves_no_answer_behind(network: Send) -> None:
    served = 0
    asked, left = asyncio.Event(), asyncio.Event()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal served
        while await reader.read(1000):
            served += 1
            mine = served
            asked.set()
            await left.wait()
            writer.write(ok(b'{"data":%d}' % mine))
        writer.close()

    async with listening(serve) as port:
        url = f"http://127.0.0.1:{port}/"
        leaving = asyncio.ensure_future(network(query(url)))
        await asked.wait()
        leaving.cancel()
        with pytest.raises(asyncio.CancelledError):
            await leaving
        left.set()
        assert (await network(query(url))).body == b'{"data":2}'


async def test_no_more_connections_are_opened_than_allowed(network: Send) -> None:
    now = most = 0
    together = asyncio.Event()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal now, most
        while await reader.read(1000):
            now += 1
            most = max(most, now)
            if now > 1:
                together.set()
            await together.wait()
            await asyncio.sleep(0)
            now -= 1
            writer.write(ok(b'{"data":1}'))
        writer.close()

    async with listening(serve) as port:
        url = f"http://127.0.0.1:{port}/"
        await asyncio.gather(*(network(query(url)) for _ in range(40)))
    assert 2 <= most <= 10


@pytest.mark.parametrize("value", ["a\r\nx-admin: yes", "a\nb", "a\rb", "\u4e16"])
async def test_no_header_can_be_smuggled_in(network: Send, value: str) -> None:
    async with service(ok(b'{"data":1}')) as (url, seen):
        with contextlib.suppress(SubgraphError):
            await network(replace(query(url), headers={"x-request-id": value}))
    assert not any(b"x-admin" in head.lower().split(b"\r\n")[1:] for head in seen)
    assert not any(b"\r\nx-admin" in head for head in seen)


async def test_a_graphql_answer_counts_whatever_its_status(network: Send) -> None:
    async with service(ok(b'{"errors":[{"message":"no"}]}', status=b"400 Bad Request")) as (url, _):
        answer = await network(query(url))
    assert (answer.status, answer.body) == (400, b'{"errors":[{"message":"no"}]}')


@pytest.mark.parametrize(
    "url", ["http://127.0.0.1:1/", "http://no-such-host.invalid/", "nonsense", "http://[/", "ftp://x/"]
)
async def test_an_address_where_nobody_answers_is_an_error_of_that_service(network: Send, url: str) -> None:
    with pytest.raises(SubgraphError, match="The service 'cip'"):
        await network(query(url))


async def test_cookies_of_one_answer_do_not_travel_to_the_next_request(network: Send) -> None:
    async with service(ok(b'{"data":1}', extra=b"Set-Cookie: a=1\r\n"), ok(b'{"data":2}')) as (url, seen):
        await network(query(url))
        await network(query(url))
    assert b"cookie" not in seen[1].lower()
