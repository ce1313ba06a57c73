"""What clients may take of a server, the gateway's or a service's: large heads, half requests, unread answers."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path
from typing import Any, TypeAlias

import orjson
import pytest

from gateway.web.serving import arrival as of_the_gateway
from services.kit import arrival as of_the_services
from services.kit.settings import Limits
from tests.serving import Client, client, served, until

LONG = 3600
LARGE = 40_000_000
"""Bytes of an answer that no system takes into its own buffers."""
Serve: TypeAlias = Callable[..., AbstractAsyncContextManager[int]]


def gateways(head: int, arrival: float, idle: float, stall: float) -> Any:
    return of_the_gateway.limited(of_the_gateway.ClientLimits(head, arrival, idle, stall))


def services(head: int, arrival: float, idle: float, stall: float) -> Any:
    limits = Limits(head=head, arrival=arrival, idle=idle, stall=stall)  # type: ignore[arg-type]  # parts of seconds
    return of_the_services.protocol_of(limits)


async def application(scope: Any, receive: Any, send: Any) -> None:
    """Tells the path and the size of the body; /large answers much, /early before it has read, /headers names them,
    /values says what they are.
    """
    size: int | str = 0
    more = scope["path"] != "/early"
    while more:
        message = await receive()
        if message["type"] == "http.disconnect":
            return
        size, more = int(size) + len(message["body"]), message.get("more_body", False)
    if scope["path"] == "/headers":
        size = b" ".join(name for name, _ in scope["headers"]).decode()
    if scope["path"] == "/values":
        size = b"|".join(value for _, value in scope["headers"]).decode()
    told = b'"' + b"x" * LARGE + b'"' if scope["path"] == "/large" else orjson.dumps([scope["path"], size])
    headers = [(b"content-length", b"%d" % len(told))]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": told})


@pytest.fixture(params=[gateways, services])
def serve(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Serve:
    """A server with limits that nobody meets, but for those that are given."""
    for module in (of_the_gateway, of_the_services):
        monkeypatch.setattr(module, "SWEEP_SECONDS", 0.02)

    @asynccontextmanager
    async def started(
        *, head: int = 2000, arrival: float = LONG, idle: float = LONG, stall: float = LONG
    ) -> AsyncIterator[int]:
        async with served(application, request.param(head, arrival, idle, stall)) as port:
            yield port

    return started


def code(answer: Any) -> str:
    (error,) = answer["errors"]
    return str(error["extensions"]["code"])


async def refused(asking: Client, status: int, expected: str) -> None:
    found, answer = await asking.answer()
    assert (found, code(answer)) == (status, expected)
    assert await asking.ended() == b""


PADDING = b"x" * 1_000_000
LARGE_HEADS = {
    "one header, whole": b"GET / HTTP/1.1\r\nx: " + PADDING + b"\r\n\r\n",
    "one header that never ends": b"GET / HTTP/1.1\r\nx: " + PADDING,
    "a name that never ends": b"GET / HTTP/1.1\r\n" + PADDING,
    "an address": b"GET /" + PADDING + b" HTTP/1.1\r\nhost: x\r\n\r\n",
    "many headers": b"GET / HTTP/1.1\r\n" + b"a: b\r\n" * 1000 + b"\r\n",
    "just beyond": b"GET / HTTP/1.1\r\nx: " + b"x" * 2000 + b"\r\n\r\n",
}


@pytest.mark.parametrize("head", LARGE_HEADS.values(), ids=LARGE_HEADS.keys())
async def test_a_large_head_is_refused(serve: Serve, head: bytes) -> None:
    async with serve() as port:
        asking = await client(port)
        await asking.send(head[:50_000])
        await refused(asking, 431, "HEADERS_TOO_LARGE")


@pytest.mark.parametrize("head", LARGE_HEADS.values(), ids=LARGE_HEADS.keys())
async def test_a_large_head_is_refused_on_a_connection_that_was_used(serve: Serve, head: bytes) -> None:
    async with serve() as port:
        asking = await client(port)
        await asking.send(b"GET /first HTTP/1.1\r\nhost: x\r\n\r\n")
        assert await asking.answer() == (200, ["/first", 0])
        reading = asyncio.create_task(asking.answer())
        for start in range(0, 50_000, 1000):
            # Who goes on sending after the refusal loses it: TCP resets a connection that is closed with data unread.
            if reading.done():
                break
            await asking.send(head[start : start + 1000])
            await asyncio.sleep(0.01)
        status, answer = await reading
        assert (status, code(answer)) == (431, "HEADERS_TOO_LARGE")


async def test_bodies_and_many_requests_do_not_count_as_heads(serve: Serve) -> None:
    async with serve() as port:
        asking = await client(port)
        head = b"POST /some HTTP/1.1\r\nhost: x\r\ncontent-length: 100000\r\nx: " + b"x" * 1900 + b"\r\n\r\n"
        posted = head + b"x" * 100_000
        await asking.send(posted * 3)
        await asking.send(b"GET /more HTTP/1.1\r\nhost: x\r\n\r\n" * 200)
        for _ in range(3):
            assert await asking.answer() == (200, ["/some", 100_000])
        for _ in range(200):
            assert await asking.answer() == (200, ["/more", 0])


async def test_what_is_not_http_is_refused_in_our_words(serve: Serve) -> None:
    async with serve() as port:
        asking = await client(port)
        await asking.send(b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03 nonsense\r\n\r\n")
        await refused(asking, 400, "BAD_REQUEST")


@pytest.mark.parametrize("coding", [b"gzip, chunked", b"deflate, Chunked", b"chunked, chunked"])
async def test_a_body_in_another_transfer_coding_is_refused(serve: Serve, coding: bytes) -> None:
    async with serve() as port:
        asking = await client(port)
        await asking.send(b"POST / HTTP/1.1\r\nhost: x\r\ntransfer-encoding: " + coding + b"\r\n\r\n0\r\n\r\n")
        await refused(asking, 400, "BAD_REQUEST")


HOSTS = {
    "none": [],
    "two": [b"host: a", b"host: b"],
    "the same one twice": [b"host: a", b"Host: a"],
    "a list": [b"host: a, b"],
    "more than a name": [b"host: somebody@a"],
    "a path": [b"host: a/b"],
    "half an address": [b"host: [::1"],
    "a port that is none": [b"host: a:b"],
}


@pytest.mark.parametrize("hosts", HOSTS.values(), ids=HOSTS.keys())
async def test_a_request_has_one_host(serve: Serve, hosts: list[bytes]) -> None:
    async with serve() as port:
        asking = await client(port)
        await asking.send(b"\r\n".join([b"GET / HTTP/1.1", *hosts, b"x: y", b"", b""]))
        await refused(asking, 400, "BAD_REQUEST")


@pytest.mark.parametrize("host", [b"", b"a", b"a.b:4000", b"[::1]:4000", b"127.0.0.1", b"_a-b.c", b"a:"])
async def test_any_name_of_a_host_is_taken(serve: Serve, host: bytes) -> None:
    async with serve() as port:
        asking = await client(port)
        await asking.send(b"GET / HTTP/1.1\r\nhost: " + host + b"\r\n\r\n")
        assert await asking.answer() == (200, ["/", 0])


async def test_http_before_hosts_has_none(serve: Serve) -> None:
    async with serve() as port:
        asking = await client(port)
        await asking.send(b"GET / HTTP/1.0\r\n\r\n")
        assert await asking.answer() == (200, ["/", 0])


CHUNKED = b"POST /headers HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\n\r\n"
BETWEEN = {
    "a trailer": b"3\r\nabc\r\n0\r\nx: " + PADDING + b"\r\n\r\n",
    "a trailer that never ends": b"3\r\nabc\r\n0\r\nx: " + PADDING,
    "a name that never ends": b"3\r\nabc\r\n0\r\n" + PADDING,
    "many trailers": b"3\r\nabc\r\n0\r\n" + b"a: b\r\n" * 9000,
    "no body, and a trailer": b"0\r\nx: " + PADDING,
    "an extension of a chunk": b"3\r\nabc\r\n3;x=" + PADDING,
    "a size of many digits": b"3\r\nabc\r\n" + b"0" * 50_000,
}


@pytest.mark.parametrize("sent", BETWEEN.values(), ids=BETWEEN.keys())
async def test_what_stands_between_and_behind_chunks_counts_as_a_head(serve: Serve, sent: bytes) -> None:
    async with serve() as port:
        asking = await client(port)
        reading = asyncio.create_task(asking.answer())
        whole = CHUNKED + sent
        for start in range(0, 50_000, 500):
            if reading.done():
                break
            await asking.send(whole[start : start + 500])
            await asyncio.sleep(0.005)
        status, answer = await reading
        assert (status, code(answer)) == (431, "HEADERS_TOO_LARGE")


async def test_a_trailer_is_no_header(serve: Serve) -> None:
    async with serve() as port:
        asking = await client(port)
        for _ in range(2):
            await asking.send(CHUNKED + b"3;x=y\r\nabc\r\n0\r\nauthorization: Bearer a\r\n\r\n")
            assert await asking.answer() == (200, ["/headers", "host transfer-encoding"])


async def test_white_space_around_a_value_is_not_of_it(serve: Serve) -> None:
    async with serve() as port:
        asking = await client(port)
        for padding in (b" ", b"\t", b" \t  "):
            host, more = b"host:" + padding + b"x" + padding, b"a: b" + padding + b"c" + padding
            await asking.send(b"\r\n".join([b"GET /values HTTP/1.1", host, more, b"empty:" + padding, b"", b""]))
            assert await asking.answer() == (200, ["/values", f"x|b{padding.decode()}c|"])


async def test_many_small_chunks_do_not_count_as_a_head(serve: Serve) -> None:
    async with serve() as port:
        asking = await client(port)
        sent = CHUNKED.replace(b"/headers", b"/some") + b"1\r\na\r\n" * 5000
        for start in range(0, len(sent), 700):
            await asking.send(sent[start : start + 700])
            await asyncio.sleep(0)
        await asking.send(b"0\r\n\r\n")
        assert await asking.answer() == (200, ["/some", 5000])


HALVES = {
    "half a line": b"GET /gra",
    "half a head": b"GET / HTTP/1.1\r\nhost: x\r\n",
    "half a body": b"POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 10\r\n\r\n12345",
    "half a piece": b"POST / HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\n\r\n5\r\n123",
}


@pytest.mark.parametrize("half", HALVES.values(), ids=HALVES.keys())
@pytest.mark.parametrize("before", [b"", b"GET /first HTTP/1.1\r\nhost: x\r\n\r\n"], ids=["new", "used"])
async def test_half_a_request_ends(serve: Serve, half: bytes, before: bytes) -> None:
    async with serve(arrival=0.1) as port:
        asking = await client(port)
        await asking.send(before + half)
        if before:
            assert await asking.answer() == (200, ["/first", 0])
        await refused(asking, 408, "REQUEST_TIMEOUT")


async def test_bytes_that_come_one_by_one_do_not_help(serve: Serve) -> None:
    async with serve(arrival=0.2) as port:
        asking = await client(port)
        reading = asyncio.create_task(asking.answer())
        await asking.send(b"POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 1000000\r\n\r\n")
        while not reading.done():
            asking.writer.write(b"x")
            await asyncio.sleep(0.01)
        status, answer = await reading
        assert (status, code(answer)) == (408, "REQUEST_TIMEOUT")


async def test_a_body_nobody_reads_does_not_keep_its_connection(serve: Serve) -> None:
    async with serve(arrival=0.2) as port:
        asking = await client(port)
        await asking.send(b"POST /early HTTP/1.1\r\nhost: x\r\ncontent-length: 1000000\r\n\r\nxxx")
        assert await asking.answer() == (200, ["/early", 0])
        assert b"HTTP/1.1 200" not in await asking.ended()


async def test_a_connection_on_which_nothing_comes_is_closed(serve: Serve) -> None:
    async with serve(arrival=0.1) as port:
        assert await (await client(port)).ended() == b""


@pytest.mark.parametrize("noise", [b"", b"\r\n"], ids=["silence", "empty lines"])
async def test_a_connection_that_is_not_used_again_is_closed(serve: Serve, noise: bytes) -> None:
    async with serve(idle=0.2) as port:
        asking = await client(port)
        await asking.send(b"GET /first HTTP/1.1\r\nhost: x\r\n\r\n")
        assert await asking.answer() == (200, ["/first", 0])
        reading = asyncio.create_task(asking.ended())
        while noise and not reading.done():
            asking.writer.write(noise)
            await asyncio.sleep(0.01)
        assert await reading == b""


async def test_an_answer_that_nobody_reads_is_given_up(serve: Serve) -> None:
    async with serve(stall=0.2) as port:
        asking = await client(port)
        asking.writer.transport.pause_reading()  # type: ignore[attr-defined]
        await asking.send(b"GET /large HTTP/1.1\r\nhost: x\r\n\r\n")
        await asyncio.sleep(0.1)
        assert asking.reader.at_eof() is False
        await until(lambda: asking.writer.transport.is_closing() or not connections(port), "the server gave it up")
        asking.writer.transport.resume_reading()  # type: ignore[attr-defined]
        assert len(await asking.ended()) < LARGE


def connections(port: int) -> list[str]:
    """Established connections of the server, as the system sees them."""
    table = Path("/proc/net/tcp").read_text(encoding="ascii")
    rows = [line.split() for line in table.splitlines()[1:]]
    return [row[1] for row in rows if row[1].endswith(f":{port:04X}") and row[3] == "01"]


async def test_a_slow_reader_gets_all_of_it(serve: Serve) -> None:
    async with serve(stall=5) as port:
        asking = await client(port)
        await asking.send(b"GET /large HTTP/1.1\r\nhost: x\r\n\r\n")
        status, answer = await asking.answer()
        assert (status, len(answer)) == (200, LARGE)
