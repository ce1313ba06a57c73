"""A graph that nobody uses any more is taken apart between the requests of others, so that counting frees all of it."""

from __future__ import annotations

import asyncio
from itertools import chain

from gateway.answering.graph import Graph

AT_ONCE = 8
"""Plans, types or nodes between two looks at what else there is to do: some tenths of a millisecond."""
PAUSE = 0.001
"""Seconds in which the others have the loop for themselves."""


async def taking_apart(graph: Graph) -> None:
    """Forgets what was remembered, then frees the schemas and the query graph."""
    for number, _ in enumerate(chain(graph.memory.clearing(), graph.take_apart()), start=1):
        if number % AT_ONCE == 0:
            await asyncio.sleep(PAUSE)
