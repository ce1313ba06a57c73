"""What the steward and the workers say to each other: lines of JSON over a Unix socket."""

from __future__ import annotations

import asyncio
from typing import Any, TypeAlias, TypeVar

import msgspec

from gateway.model.standing import Standing

LONGEST = 256 * 1024 * 1024
"""Bytes of a line: a supergraph of the largest networks and its escapes."""


class Swap(msgspec.Struct, frozen=True, tag="swap"):
    """To a worker: serve this supergraph. ``listed``: all subgraphs of the list, whether they are in it or not."""

    number: int
    sdl: str
    standing: Standing
    listed: frozenset[str] = frozenset()


class Note(msgspec.Struct, frozen=True, tag="note"):
    """To a worker: how the gateway stands, to be told by /health/ready."""

    standing: Standing


class Report(msgspec.Struct, frozen=True, tag="report"):
    """To a worker: say what you have counted."""


class Swapped(msgspec.Struct, frozen=True, tag="swapped"):
    """From a worker. ``problem``: why it goes on with the old one, None if it does not."""

    number: int
    problem: str | None = None


class Reported(msgspec.Struct, frozen=True, tag="reported"):
    """From a worker: its figures."""

    figures: Any = None


ToWorker: TypeAlias = Swap | Note | Report
FromWorker: TypeAlias = Swapped | Reported
M = TypeVar("M")

TO_WORKER: msgspec.json.Decoder[ToWorker] = msgspec.json.Decoder(Swap | Note | Report)
FROM_WORKER: msgspec.json.Decoder[FromWorker] = msgspec.json.Decoder(Swapped | Reported)


async def send(writer: asyncio.StreamWriter, message: ToWorker | FromWorker) -> None:
    """Raises OSError when the other side is gone."""
    writer.write(msgspec.json.encode(message) + b"\n")
    await writer.drain()


async def receive(reader: asyncio.StreamReader, decoder: msgspec.json.Decoder[M]) -> M | None:
    """The next message; None when the other side is gone. Raises ValueError for what is none."""
    line = await reader.readline()
    return decoder.decode(line) if line.endswith(b"\n") else None
