"""A graph for another, while requests run: the new one is opened first, the old one closed after its last request."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager, AsyncExitStack
from dataclasses import replace
from typing import TypeAlias

from gateway.answering.graph import Graph
from gateway.ground.cell import Cell
from gateway.ground.codes import PublicCode
from gateway.ground.held import Held
from gateway.subgraphs.send import Send
from gateway.subgraphs.stream import Stream

Open: TypeAlias = Callable[[Graph], AbstractAsyncContextManager[Send]]
"""The way to the subgraphs of a graph: its addresses, its connections, what of it runs in this process."""
OpenStream: TypeAlias = Callable[[Graph], AbstractAsyncContextManager[Stream]]
"""The same for subscriptions."""


class Swapping:
    """Puts graphs into a cell, each with a way of its own to its subgraphs."""

    def __init__(
        self,
        cell: Cell[Graph],
        open_way: Open,
        open_stream: OpenStream | None = None,
        bury: Callable[[Graph], Awaitable[None]] | None = None,
    ) -> None:
        """``bury``: what is done with a graph that nobody uses any more, and that no other in the cell is made of."""
        self._cell = cell
        self._bury = bury
        self._open = open_way
        self._open_stream = open_stream
        self._now: tuple[Graph, AsyncExitStack] | None = None
        self._leaving: set[asyncio.Task[None]] = set()

    async def put(self, graph: Graph) -> None:
        """From here on everybody asks this graph; what is under way ends on the one that it began with, and is asked
        to end if it would not by itself.

        Raises ConfigurationError when the way cannot be opened; then nothing has changed.
        """
        way = AsyncExitStack()
        opened = replace(graph, send=await way.enter_async_context(self._open(graph)), held=Held())
        if self._open_stream is not None:
            opened = replace(opened, stream=await way.enter_async_context(self._open_stream(graph)))
        before, self._now = self._now, (opened, way)
        self._cell.put(opened)
        if before is not None:
            before[0].held.over.say(PublicCode.SUBSCRIPTION_SCHEMA_CHANGED)
            leaving = asyncio.create_task(_close_after(*before, self._bury), name="old graph")
            self._leaving.add(leaving)
            leaving.add_done_callback(self._leaving.discard)

    @property
    def living(self) -> int:
        """Graphs whose ways are open: the one in the cell, and those that somebody still runs on."""
        return (self._now is not None) + len(self._leaving)

    async def close(self) -> None:
        """Closes every way that is open, whoever still uses it."""
        leaving = tuple(self._leaving)
        for each in leaving:
            each.cancel()
        await asyncio.gather(*leaving, return_exceptions=True)
        now, self._now = self._now, None
        if now is not None:
            await now[1].aclose()


async def _close_after(graph: Graph, way: AsyncExitStack, bury: Callable[[Graph], Awaitable[None]] | None) -> None:
    try:
        await graph.held.left()
    finally:
        await way.aclose()
    if bury is not None:
        await bury(graph)
