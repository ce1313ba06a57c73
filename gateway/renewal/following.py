"""A worker follows its steward: it builds what it is handed beside the loop, warms it, and puts it in."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Collection, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

from gateway.answering.graph import Graph
from gateway.answering.swap import Swapping
from gateway.answering.warming import warm
from gateway.ground.cell import Cell
from gateway.ground.errors import ConfigurationError
from gateway.ground.garbage import Quiet, nothing_collected
from gateway.making import graph_of, not_open, supergraph_of
from gateway.model.standing import Standing
from gateway.renewal.messages import LONGEST, TO_WORKER, Note, Report, Reported, Swap, Swapped, receive, send
from gateway.settings import Settings
from gateway.web.pages.operations import read_operations

log = logging.getLogger(__name__)

AGAIN = 1.0
"""Seconds before a lost steward is looked for again."""
ALONE = "The process that watches the subgraphs has ended: no new supergraph comes until the gateway is restarted."


@dataclass(frozen=True, slots=True)
class Following:
    """``path``: the steward's socket. ``figures``: what this worker has counted, as JSON data."""

    path: Path
    settings: Settings
    cell: Cell[Graph]
    standing: Cell[Standing]
    swapping: Swapping
    figures: Callable[[], Any]
    quiet: Quiet

    @asynccontextmanager
    async def __call__(self) -> AsyncIterator[None]:
        """From the steward's first word on, so that a worker that comes late begins with what the others serve."""
        heard = asyncio.Event()
        tasks = (asyncio.create_task(self._follow(heard)), asyncio.create_task(self.quiet.watch()))
        try:
            await heard.wait()
            yield
        finally:
            for task in tasks:
                task.cancel()
                with suppress(asyncio.CancelledError):
                    await task

    async def _follow(self, heard: asyncio.Event) -> None:
        while True:
            try:
                await self._obey(heard)
            except (OSError, ValueError) as error:
                log.debug("the steward is gone: %s", error)
            if self.standing.value.refused != ALONE:
                log.error("%s", ALONE)
                self.standing.put(replace(self.standing.value, refused=ALONE))
            heard.set()
            await asyncio.sleep(AGAIN)

    async def _obey(self, heard: asyncio.Event) -> None:
        reader, writer = await asyncio.open_unix_connection(self.path, limit=LONGEST)
        try:
            while (message := await receive(reader, TO_WORKER)) is not None:
                match message:
                    case Swap():
                        await send(writer, Swapped(message.number, await self.swap(message)))
                    case Note():
                        self.standing.put(message.standing)
                    case Report():
                        await send(writer, Reported(self.figures()))
                heard.set()
        finally:
            writer.close()

    async def swap(self, message: Swap) -> str | None:
        """Serves what the message brings. Why not, if that cannot be."""
        before = self.cell.value
        try:
            with nothing_collected(asyncio.get_running_loop().call_later):
                graph = await asyncio.to_thread(partial(rebuilt, before, message.sdl, self.settings, message.listed))
                await warm(graph, before, self.settings.warm_operations, self.settings.warm_seconds)
                await self.swapping.put(graph)
        except ConfigurationError as error:
            return " ".join((error.message, *error.problems))
        except Exception:
            log.exception("a new supergraph could not be put in")
            return "A worker failed to put it in; its log says more."
        self.standing.put(message.standing)
        return None


def rebuilt(before: Graph, sdl: str, settings: Settings, listed: Collection[str]) -> Graph:
    """The graph of another supergraph in the place of ``before``, with the process's lanes and rate, and what is known
    of the subgraphs that stay. Raises ConfigurationError.
    """
    graph = graph_of(
        supergraph_of(sdl, settings, listed, is_checked=True),  # by the steward
        settings,
        not_open,
        operations=read_operations(settings.operations),
        lanes=before.lanes,
        rate=before.rate,
        observe=before.observe,
        before=before,
    )
    return replace(graph, states=_carried(before.states, graph.states))


def _carried(before: Mapping[str, Any], now: Mapping[str, Any]) -> dict[str, Any]:
    return {name: before.get(name, state) for name, state in now.items()}
