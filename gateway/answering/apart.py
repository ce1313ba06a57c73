"""A graph that nobody uses any more is taken apart between the requests of others, so that counting frees all of it."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from itertools import chain

from gateway.answering.graph import Graph

TURN = 0.0005
"""Seconds of computing between two looks at what else there is to do."""
PAUSE = 0.001
"""Seconds in which the others have the loop for themselves."""


async def taking_apart(graph: Graph, clock: Callable[[], float] = time.thread_time) -> None:
    """Forgets what was remembered, then frees the schemas and the query graph, one plan, type or node at a time."""
    until = clock() + TURN
    for _ in chain(graph.memory.clearing(), graph.take_apart()):
        if clock() >= until:
            await asyncio.sleep(PAUSE)
            until = clock() + TURN
