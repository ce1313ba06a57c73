"""What is written within one turn of the loop goes out as one packet, in order, and before the connection closes."""

from __future__ import annotations

import asyncio

from gateway.web.serving.together import Gathering


class Transport:
    """Notes what reaches it."""

    def __init__(self) -> None:
        self.seen: list[bytes] = []

    def write(self, data: bytes) -> None:
        self.seen.append(data)

    def close(self) -> None:
        self.seen.append(b"closed")

    def get_extra_info(self, name: str) -> str:
        return f"info of {name}"


async def test_writes_of_one_turn_are_one_packet() -> None:
    transport = Transport()
    gathering = Gathering(transport, asyncio.get_running_loop())  # type: ignore[arg-type]
    gathering.write(b"head ")
    gathering.write(b"body")
    assert transport.seen == []
    await asyncio.sleep(0)
    assert transport.seen == [b"head body"]
    gathering.write(b"next")
    gathering.close()
    await asyncio.sleep(0)
    assert transport.seen == [b"head body", b"next", b"closed"]


async def test_everything_else_is_the_transports_own() -> None:
    gathering = Gathering(Transport(), asyncio.get_running_loop())  # type: ignore[arg-type]
    assert gathering.get_extra_info("peername") == "info of peername"
