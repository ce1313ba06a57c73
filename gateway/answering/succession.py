"""Graphs that follow one another in the cell, each with a network of its own for as long as somebody runs on it."""

from __future__ import annotations

import asyncio
import weakref
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager, AsyncExitStack
from dataclasses import replace
from typing import TypeAlias

from gateway.answering.graph import Graph
from gateway.ground.cell import Cell
from gateway.subgraphs.send import Send

Open: TypeAlias = Callable[[Graph], AbstractAsyncContextManager[Send]]
"""The way to the subgraphs of a graph. It must not keep the graph itself."""


class Succession:
    """Puts graphs into the cell. Whoever runs on one that was replaced ends there: its network is closed once nothing
    refers to it any more, which costs requests nothing.
    """

    def __init__(self, cell: Cell[Graph], open_network: Open) -> None:
        self._cell = cell
        self._open = open_network
        self._stacks: dict[int, AsyncExitStack] = {}
        self._number = 0
        self._closing: set[asyncio.Task[None]] = set()

    async def put(self, graph: Graph) -> None:
        """Requests are answered by this graph from now on. Raises ConfigurationError: its network cannot be opened."""
        stack = AsyncExitStack()
        send = await stack.enter_async_context(self._open(graph))
        self._number += 1
        self._stacks[self._number] = stack
        ready = replace(graph, send=send)
        weakref.finalize(ready, self._left, self._number, asyncio.get_running_loop())
        self._cell.put(ready)

    def _left(self, number: int, loop: asyncio.AbstractEventLoop) -> None:
        # Whichever thread dropped it last, such as one that prepares.
        if not loop.is_closed():
            loop.call_soon_threadsafe(self._close_soon, number)

    def _close_soon(self, number: int) -> None:
        stack = self._stacks.pop(number, None)
        if stack is not None:
            closing = asyncio.ensure_future(stack.aclose())
            self._closing.add(closing)
            closing.add_done_callback(self._closing.discard)

    @property
    def living(self) -> int:
        """Graphs whose networks are open: the one in the cell, and those that somebody still runs on."""
        return len(self._stacks)

    async def close(self) -> None:
        """Every network, at the end of the process."""
        stacks, self._stacks = self._stacks, {}
        for stack in stacks.values():
            await stack.aclose()
