"""The steward: one process beside the workers that reads, composes and checks, and hands out what may be put in.

Composing takes seconds of Python. Beside the loop that answers, even in a thread, everybody would wait for it.
"""

from __future__ import annotations

import asyncio
import gc
import logging
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from enum import Enum
from pathlib import Path

from gateway.ground.errors import ConfigurationError
from gateway.model.standing import Standing, now
from gateway.observe.counts import Figures, gone, together
from gateway.renewal.cache import write_known
from gateway.renewal.candidate import Candidate, candidate, id_of
from gateway.renewal.messages import (
    FROM_WORKER,
    LONGEST,
    FromWorker,
    Note,
    Report,
    Reported,
    Swap,
    Swapped,
    ToWorker,
    receive,
    send,
)
from gateway.renewal.source import Found, Source
from gateway.settings import Settings

log = logging.getLogger(__name__)


class Renewed(Enum):
    """What came of looking anew."""

    DONE = "done"
    UNCHANGED = "unchanged"
    REFUSED = "refused"


@dataclass(eq=False, slots=True)
class Worker:
    """A worker that follows, asked one thing at a time."""

    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter
    turn: asyncio.Lock = field(default_factory=asyncio.Lock)
    is_gone: asyncio.Event = field(default_factory=asyncio.Event)
    figures: Figures = field(default_factory=dict)

    async def ask(self, message: ToWorker) -> FromWorker | None:
        """Its answer; None if it is gone: whoever follows it is told the latest when it comes."""
        async with self.turn:
            try:
                await send(self.writer, message)
                answer = await receive(self.reader, FROM_WORKER)
            except (OSError, ValueError):
                answer = None
            if answer is None:
                self.is_gone.set()
            return answer

    async def tell(self, standing: Standing) -> None:
        async with self.turn:
            try:
                await send(self.writer, Note(standing))
            except OSError:
                self.is_gone.set()


class Steward:
    """``first``: what was read and is served at the start, as ``sdl``."""

    def __init__(self, settings: Settings, source: Source, first: Found, sdl: str) -> None:
        self.settings = settings
        self.source = source
        self.found = first
        self.known: Mapping[str, str] = first.known
        self.served = Candidate(sdl, first.listed, frozenset())
        self.standing = Standing(id_of(sdl), now(), kept=first.kept)
        self.number = 0
        self.swaps = dict.fromkeys((Renewed.DONE, Renewed.REFUSED), 0)
        self.workers: set[Worker] = set()
        self.ended: list[Figures] = []
        self._turn = asyncio.Lock()
        self._tried: object = first.content

    @asynccontextmanager
    async def listening(self, path: Path) -> AsyncIterator[None]:
        """Takes workers at this socket, each for as long as it lives."""
        server = await asyncio.start_unix_server(self._follow, path, limit=LONGEST)
        try:
            yield
        finally:
            server.close()

    async def _follow(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        worker = Worker(reader, writer)
        # Both before anything is awaited: what is handed out meanwhile reaches either this message or this worker.
        self.workers.add(worker)
        is_newer, swap = self.number > 0, self._swap()
        try:
            if is_newer:
                await worker.ask(swap)
            else:
                await worker.tell(self.standing)
            await worker.is_gone.wait()
        except asyncio.CancelledError:
            """The loop ends: Python 3.11 would log that as an error of whoever called us."""
        finally:
            self.workers.discard(worker)
            self._keep(worker)
            writer.close()

    def _keep(self, worker: Worker) -> None:
        if worker.figures:
            self.ended = [together((*self.ended, gone(worker.figures)))]

    async def look_at_saved(self) -> None:
        """Learns which saved queries the first supergraph answers: those must not be lost."""
        try:
            self.served = await asyncio.to_thread(
                candidate, self.served.sdl, self.settings, self.served.listed, frozenset()
            )
        except ConfigurationError as error:
            log.warning("the first supergraph cannot be checked: %s", _in_words(error))
        await asyncio.to_thread(write_known, self.settings.supergraph_cache, self.known)

    async def renew(self, *, is_asked: bool) -> tuple[Renewed, str | None]:
        """Looks anew, and lets the workers swap if there is something new, or if somebody asked for it.

        When it returns, all workers have swapped. The text says why not.
        """
        async with self._turn:
            try:
                found = await self.source.read(self.known)
                self.found = found
                self.known = {**self.known, **found.known}
                if found.content == self._tried and not is_asked:
                    await self._stand(replace(self.standing, kept=found.kept))
                    return Renewed.UNCHANGED, self.standing.refused
                new = await asyncio.to_thread(self._candidate, found)
            except ConfigurationError as error:
                return await self._refused(_in_words(error), is_asked=is_asked)
            self._tried = found.content
            handed_out = await self._hand_out(new, found, is_asked=is_asked)
            gc.collect()  # what composing has left; nobody waits for this process
            return handed_out

    def _candidate(self, found: Found) -> Candidate:
        try:
            answered = self.served.answered
            return candidate(found.supergraph(), self.settings, found.listed, answered, is_composed=found.is_composed)
        except ConfigurationError:
            self._tried = found.content
            raise

    async def _refused(self, why: str, *, is_asked: bool) -> tuple[Renewed, str]:
        if is_asked or why != self.standing.refused:
            self.swaps[Renewed.REFUSED] += 1
            log.error("a new supergraph is refused, the old one goes on: %s", why)
        await self._stand(replace(self.standing, refused=why))
        return Renewed.REFUSED, why

    async def _hand_out(self, new: Candidate, found: Found, *, is_asked: bool) -> tuple[Renewed, str | None]:
        if new.sdl == self.served.sdl and not is_asked:
            await self._stand(replace(self.standing, refused=None, kept=found.kept))
            return Renewed.UNCHANGED, None
        self.number += 1
        self.served, self.standing = new, Standing(id_of(new.sdl), now(), kept=found.kept)
        problems = []
        # One after the other: the others answer with all the machine has while one is building.
        for worker in list(self.workers):
            answer = await worker.ask(self._swap())
            if isinstance(answer, Swapped) and answer.problem is not None:
                problems.append(answer.problem)
        if problems:
            return await self._refused(problems[0], is_asked=True)
        self.swaps[Renewed.DONE] += 1
        log.info("supergraph %s is served", self.standing.id)
        await asyncio.to_thread(write_known, self.settings.supergraph_cache, self.known)
        return Renewed.DONE, None

    def _swap(self) -> Swap:
        return Swap(self.number, self.served.sdl, self.standing, self.served.listed)

    async def _stand(self, standing: Standing) -> None:
        if standing == self.standing:
            return
        self.standing = standing
        for worker in list(self.workers):
            await worker.tell(standing)

    async def reports(self) -> list[Figures]:
        """The figures of every worker, and what those that have ended had told before: sums never fall."""
        await asyncio.gather(*(self._report(worker) for worker in list(self.workers)))
        return [*(worker.figures for worker in self.workers), *self.ended]

    async def _report(self, worker: Worker) -> None:
        answer = await worker.ask(Report())
        if isinstance(answer, Reported):
            worker.figures = answer.figures


def _in_words(error: ConfigurationError) -> str:
    return " ".join((error.message, *error.problems))
