"""An answer whose length is known goes out as one packet; whatever else happens is as it was without that."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
import uvicorn
from uvicorn.server import ServerState

from gateway.web.serving.arrival import ClientLimits, limited
from services.kit.arrival import protocol_of
from services.kit.settings import Limits

LENGTH = (b"content-length", b"4")
BODY = {"type": "http.response.body", "body": b"body"}
ASKED = b"GET / HTTP/1.1\r\nhost: x\r\n\r\n"


class Transport:
    """Notes what reaches it."""

    def __init__(self) -> None:
        self.seen: list[bytes] = []

    def write(self, data: bytes) -> None:
        self.seen.append(data)

    def close(self) -> None:
        self.seen.append(b"closed")

    def pause_reading(self) -> None:
        """Nothing comes by itself."""

    resume_reading = pause_reading

    def is_closing(self) -> bool:
        return b"closed" in self.seen

    def get_extra_info(self, _: str) -> None:
        return None


def start(*headers: tuple[bytes, bytes]) -> dict[str, Any]:
    return {"type": "http.response.start", "status": 200, "headers": headers}


PROTOCOLS: dict[str, Any] = {"gateway": limited(ClientLimits()), "services": protocol_of(Limits())}


@pytest.fixture(params=PROTOCOLS, autouse=True)
def protocol(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Both have it: neither may import the other."""
    monkeypatch.setitem(PROTOCOLS, "tried", PROTOCOLS[request.param])


async def written(*messages: Any, asked: bytes = ASKED) -> list[bytes]:
    """What goes over the line of an application that sends these; an exception among them is raised."""

    async def application(_: Any, __: Any, send: Any) -> None:
        for message in messages:
            if isinstance(message, Exception):
                raise message
            await send(message)

    config = uvicorn.Config(application, http=PROTOCOLS["tried"], ws="none", log_config=None, access_log=False)
    config.load()
    made: Any = config.http_protocol_class
    connection = made(config=config, server_state=ServerState(), app_state={})
    transport = Transport()
    connection.connection_made(transport)
    connection.data_received(asked)
    for _ in range(5):
        await asyncio.sleep(0)
    assert connection.timeout_keep_alive_task is None, "the sweep looks after all connections"
    connection.connection_lost(None)
    return transport.seen[:-1]


async def test_head_and_body_are_one_packet() -> None:
    (packet,) = await written(start(LENGTH), BODY)
    assert packet == b"HTTP/1.1 200 OK\r\ncontent-length: 4\r\n\r\nbody"


async def test_a_head_without_a_length_waits_for_nothing() -> None:
    head, *_ = await written(start())
    assert head.startswith(b"HTTP/1.1 200 OK\r\n")


async def test_a_body_in_pieces_comes_whole() -> None:
    seen = await written(start(LENGTH), {**BODY, "body": b"bo", "more_body": True}, {**BODY, "body": b"dy"})
    assert b"".join(seen) == b"HTTP/1.1 200 OK\r\ncontent-length: 4\r\n\r\nbody"


async def test_a_head_alone_has_the_length_and_no_body() -> None:
    seen = await written(start(LENGTH), BODY, asked=ASKED.replace(b"GET", b"HEAD"))
    assert b"".join(seen) == b"HTTP/1.1 200 OK\r\ncontent-length: 4\r\n\r\n"


async def test_a_client_that_wants_it_so_is_closed() -> None:
    for asked, more in (
        (ASKED.replace(b"\r\n\r\n", b"\r\nconnection: close\r\n\r\n"), ()),
        (ASKED, ((b"connection", b"close"),)),
        (ASKED.replace(b"1.1", b"1.0"), ()),
    ):
        seen = await written(start(LENGTH, *more), BODY, asked=asked)
        assert b"".join(seen).endswith(b"connection: close\r\n\r\nbodyclosed")


async def test_nothing_of_an_answer_that_fails_before_its_body_is_sent() -> None:
    seen = await written(start(LENGTH), ValueError())
    assert b"".join(seen).startswith(b"HTTP/1.1 500 ")


async def test_a_value_cannot_begin_another_line() -> None:
    for header in ((b"a", b"b\r\nset-cookie: c"), (b"a: b\r\nc", b"d")):
        assert b"set-cookie" not in b"".join(await written(start(LENGTH, header), BODY))


async def test_a_body_of_another_length_is_not_sent_as_a_whole() -> None:
    seen = await written(start(LENGTH), {**BODY, "body": b"bodies"})
    assert b"bodies" not in b"".join(seen)


async def test_requests_behind_each_other_are_answered_in_turn() -> None:
    assert len(await written(start(LENGTH), BODY, asked=ASKED * 3)) == 3
