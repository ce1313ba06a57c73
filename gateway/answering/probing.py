"""Asking subgraphs that nobody asks, so that it is known how they do."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress

from gateway.answering.graph import Graph
from gateway.ground.cell import Cell
from gateway.ground.errors import SubgraphError
from gateway.model.exchange import SubgraphRequest
from gateway.model.operation import OperationKind

QUESTION = b'{"query":"{__typename}"}'


@asynccontextmanager
async def probing(
    cell: Cell[Graph], pause: float, also: Callable[[], Awaitable[object]] | None = None
) -> AsyncIterator[None]:
    """Probes all subgraphs every ``pause`` seconds, for as long as the block lasts; never with 0. ``also``: what else
    is tried then; it never fails.
    """
    task = asyncio.create_task(_probe(cell, pause, also)) if pause else None
    try:
        yield
    finally:
        if task is not None:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task


async def _probe(cell: Cell[Graph], pause: float, also: Callable[[], Awaitable[object]] | None) -> None:
    while True:
        graph = cell.value
        with graph.held:  # its way stays open to the last answer, also behind one that is put in its place
            await probe(graph)
        if also is not None:
            await also()
        await asyncio.sleep(pause)


async def probe(graph: Graph) -> None:
    """Asks each subgraph once; what came of it is in ``graph.states``."""
    await asyncio.gather(*(_ask(graph, name, each.url) for name, each in graph.supergraph.subgraphs.items()))


async def _ask(graph: Graph, name: str, url: str) -> None:
    with suppress(SubgraphError):
        await graph.send(SubgraphRequest(name, url, OperationKind.QUERY, QUESTION))
