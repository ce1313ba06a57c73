"""Clients who ask at a steady rate whatever comes back, and what they saw."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Collection
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import aiohttp

QUERIES = {
    "cip": "{ competitionRounds { id } }",
    "ideenwerkstatt": "{ workshops(first: 2) { id } }",
    "civic_data_lab": "{ licenses { uri } }",
    "marketplace": "{ ideas(first: 2) { nodes { id } } }",
}
"""One for each house, so that it is seen whom a failure reaches. Each has a number as its operation's name: equal ones
that are under way together would be answered once."""
PATIENCE = 90.0


@dataclass(frozen=True, slots=True)
class Asked:
    """One request. ``at`` and ``took``: seconds. ``wrong``: what was, None if nothing."""

    house: str
    at: float
    took: float
    wrong: str | None


@dataclass(slots=True)
class Traffic:
    """``phases``: when each phase began, by its name."""

    address: str
    rate: float
    asked: list[Asked] = field(default_factory=list)
    phases: dict[str, float] = field(default_factory=dict)

    def phase(self, name: str) -> None:
        self.phases[name] = time.monotonic()

    def of(self, phase: str) -> list[Asked]:
        """The requests that were sent in a phase."""
        begin = self.phases[phase]
        end = min((at for at in self.phases.values() if at > begin), default=float("inf"))
        return [each for each in self.asked if begin <= each.at < end]

    def p99(self, phase: str, houses: Collection[str] = tuple(QUERIES)) -> float:
        """Milliseconds of the requests of a phase to these houses that were answered well."""
        times = sorted(each.took for each in self.of(phase) if each.wrong is None and each.house in houses)
        return times[min(len(times) - 1, int(0.99 * len(times)))] * 1000 if times else float("nan")

    @asynccontextmanager
    async def running(self) -> AsyncIterator[Traffic]:
        """Asks for as long as the block lasts, then waits for the answers that are still to come."""
        timeout = aiohttp.ClientTimeout(total=PATIENCE)
        connector = aiohttp.TCPConnector(limit=0)
        async with aiohttp.ClientSession(timeout=timeout, connector=connector) as session:
            tasks: set[asyncio.Task[None]] = set()
            asking = asyncio.create_task(self._ask_on(session, tasks))
            try:
                yield self
            finally:
                asking.cancel()
                await asyncio.gather(asking, *tasks, return_exceptions=True)

    async def _ask_on(self, session: aiohttp.ClientSession, tasks: set[asyncio.Task[None]]) -> None:
        begin, number, houses = time.monotonic(), 0, list(QUERIES)
        while True:
            # By the clock, not by pauses: who waits for the slow ones would measure less when it matters.
            await asyncio.sleep(max(0.0, begin + number / self.rate - time.monotonic()))
            task = asyncio.create_task(self._ask(session, houses[number % len(houses)], number))
            tasks.add(task)
            task.add_done_callback(tasks.discard)
            number += 1

    async def _ask(self, session: aiohttp.ClientSession, house: str, number: int) -> None:
        at = time.monotonic()
        body = {"query": f"query Q{number % 50} {QUERIES[house]}"}
        try:
            async with session.post(f"{self.address}/graphql", json=body) as answer:
                said = await answer.json(content_type=None)
                wrong = _wrong(answer.status, said)
        except (aiohttp.ClientError, OSError, TimeoutError, ValueError) as error:
            wrong = type(error).__name__
        self.asked.append(Asked(house, at, time.monotonic() - at, wrong))


def _wrong(status: int, said: object) -> str | None:
    """
    >>> _wrong(200, {"data": {"a": 1}}), _wrong(503, None)
    (None, '503')
    >>> _wrong(200, {"data": None, "errors": [{"message": "late", "extensions": {"code": "SUBREQUEST_TIMEOUT"}}]})
    'SUBREQUEST_TIMEOUT'
    """
    if isinstance(said, dict) and said.get("errors"):
        return str(said["errors"][0].get("extensions", {}).get("code", "error"))
    return None if status == 200 else str(status)
