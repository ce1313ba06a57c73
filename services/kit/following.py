"""Follows the events of other houses: each source in a task of its own, each effect in the transaction of its place.

A source that is away delays nothing but its own events. An event whose effect fails five times is put aside
(``inbox_parked``), said in /health and in the log, and the rest goes on.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any, TypeAlias

import orjson

from services.kit.clock import Clock
from services.kit.database import Database
from services.kit.errors import ServiceError
from services.kit.ground import QUERIES

LOG = logging.getLogger(__name__)
PAGE = 500
LOOK = "; `python -m services.<name> inbox` lists them, and does one again"
TRIES = 5
ERASURE_DUE = "member.erasure_due"
LASTING = frozenset({ERASURE_DUE, "member.erased"})
"""Kinds that are never put aside: an erasure that failed is tried until it succeeds, and what follows waits for it."""


class SourceError(Exception):
    """A source could not be asked, or what it answered is no page of events."""


class CursorRefusedError(SourceError):
    """The source does not know our place any more (restored from a backup, or we were away too long)."""


@dataclass(frozen=True, slots=True)
class Event:
    """An event as it came. ``cursor``: its place in the list of its source."""

    cursor: str
    kind: str
    subject_type: str
    subject_id: str
    actor_ids: tuple[str, ...]
    payload: Mapping[str, Any]


Ask: TypeAlias = Callable[[str | None, int], Awaitable[Sequence[Event]]]
"""(cursor or None, how many) -> the events after it. Raises SourceError."""
Effect: TypeAlias = Callable[[Database, Event], Awaitable[None]]
"""What an event does here, inside a transaction; doing it twice is doing it once."""
AtOnce: TypeAlias = Callable[[Event], Awaitable[None]]
"""What an event does as soon as it has come, before the effects of all others, in a transaction of its own."""


async def nothing_at_once(event: Event) -> None:
    """Most events do nothing before their turn."""


@dataclass(frozen=True, slots=True)
class Source:
    """Another house: its name, how it is asked, and what its events do here, by kind. Others are passed over.

    ``erasing``: what an erasure that is due does at once.
    """

    name: str
    ask: Ask
    effects: Mapping[str, Effect]
    erasing: AtOnce = nothing_at_once


@dataclass(frozen=True, slots=True)
class Pace:
    """Seconds: ``between`` two looks without news; after failures ``first``, doubled up to ``longest``."""

    between: float = 2.0
    first: float = 1.0
    longest: float = 60.0

    def after(self, failures: int) -> float:
        """How long to wait after so many failures in a row.

        >>> [Pace().after(failures) for failures in (1, 2, 3, 7, 9999)]
        [1.0, 2.0, 4.0, 60.0, 60.0]
        """
        return min(self.first * 2.0 ** min(failures - 1, 30), self.longest)


@dataclass(slots=True)
class Hurry:
    """Who waits until a source is read to its end. ``called``: somebody came; the next look does not wait."""

    called: asyncio.Event = field(default_factory=asyncio.Event)
    waiting: list[asyncio.Future[bool]] = field(default_factory=list)

    def answer(self, waiting: Sequence[asyncio.Future[bool]], *, is_current: bool) -> None:
        for each in waiting:
            if not each.done():
                each.set_result(is_current)


@dataclass(slots=True)
class Follower:
    """The tasks of one house, and how each source does."""

    database: Database
    sources: Sequence[Source]
    clock: Clock
    pace: Pace = field(default_factory=Pace)
    states: dict[str, str] = field(default_factory=dict)
    failures: dict[tuple[str, str], int] = field(default_factory=dict)
    hurries: dict[str, Hurry] = field(default_factory=dict)
    tasks: list[asyncio.Task[None]] = field(default_factory=list)

    def start(self) -> None:
        self.states = {source.name: "starting" for source in self.sources}
        self.hurries = {source.name: Hurry() for source in self.sources}
        self.tasks = [
            asyncio.create_task(self._follow(source), name=f"events {source.name}") for source in self.sources
        ]

    async def close(self) -> None:
        for task in self.tasks:
            task.cancel()
        await asyncio.gather(*self.tasks, return_exceptions=True)

    async def report(self) -> dict[str, str]:
        """For /health: each source, and how many events were put aside."""
        found = {f"events_{name}": state for name, state in self.states.items()}
        parked = await self.database.value(QUERIES.parked_events)
        return {**found, **({"events_parked": f"{parked}{LOOK}"} if parked else {})}

    async def caught_up(self, name: str, within: float) -> bool:
        """Looks at once; whether all that the source has told until now was read, in at most ``within`` seconds."""
        hurry = self.hurries.get(name)
        if hurry is None:
            return False
        answer: asyncio.Future[bool] = asyncio.get_running_loop().create_future()
        hurry.waiting.append(answer)
        hurry.called.set()
        try:
            return await asyncio.wait_for(answer, within)
        except TimeoutError:
            return False

    async def _follow(self, source: Source) -> None:
        failures, hurry = 0, self.hurries[source.name]
        while True:
            # Who comes during a look waits for the next one: what he asks for may have been told after the page.
            waiting, hurry.waiting = hurry.waiting, []
            hurry.called.clear()
            try:
                more = await self.step(source)
                self.states[source.name] = "behind" if more else "current"
                failures = 0
            except Exception as error:  # whatever it is, the next look may be better, and nothing is lost meanwhile
                failures += 1
                more = False
                self.states[source.name] = "away"
                self._say(source, error, self.pace.after(failures))
            if more:
                hurry.waiting += waiting
                continue
            hurry.answer(waiting, is_current=not failures)
            await self._rest(hurry, self.pace.after(failures) if failures else self.pace.between)

    async def _rest(self, hurry: Hurry, seconds: float) -> None:
        try:
            await asyncio.wait_for(hurry.called.wait(), seconds)
        except TimeoutError:
            return

    def _say(self, source: Source, error: Exception, wait: float) -> None:
        trace = None if isinstance(error, SourceError | ServiceError | OSError) else error
        LOG.warning("%s: no events; the next look is in %g s: %s", source.name, wait, error, exc_info=trace)

    async def step(self, source: Source) -> bool:
        """Reads a page and does what it says; whether there may be more to read."""
        since = await self.database.row(str, QUERIES.inbox_cursor, source.name)
        try:
            events = await source.ask(since, PAGE)
        except CursorRefusedError:
            await self.database.do(QUERIES.forget_inbox, source.name)
            raise
        for event in events:
            if event.kind == ERASURE_DUE:
                await source.erasing(event)
        is_full = len(events) >= PAGE
        if is_full and await self._took_all(source, since, events):
            return True
        for event in events:
            since = await self._take(source, since, event)
        return is_full

    async def _took_all(self, source: Source, since: str | None, events: Sequence[Event]) -> bool:
        """Who is far behind takes a page in one transaction; False when an effect failed: then one by one."""
        try:
            async with self.database.transaction() as inside:
                if await place(inside, source.name, since) != since:
                    raise SourceError("another process read further meanwhile")
                for event in events:
                    effect = source.effects.get(event.kind)
                    if effect is not None:
                        await effect(inside, event)
                await inside.do(QUERIES.move_inbox, source.name, events[-1].cursor, self.clock.now())
        except (SourceError, asyncio.CancelledError):
            raise
        except Exception as error:
            LOG.info("%s: a page of events is taken one by one: %s", source.name, error)
            return False
        return True

    async def _take(self, source: Source, since: str | None, event: Event) -> str:
        name = (source.name, event.cursor)
        try:
            async with self.database.transaction() as inside:
                if await place(inside, source.name, since) != since:
                    raise SourceError("another process read further meanwhile")
                effect = source.effects.get(event.kind)
                if effect is not None:
                    await effect(inside, event)
                await inside.do(QUERIES.move_inbox, source.name, event.cursor, self.clock.now())
        except (SourceError, asyncio.CancelledError):
            raise
        except Exception as error:
            self.failures[name] = self.failures.get(name, 0) + 1
            if self.failures[name] < TRIES or _is_away(error) or event.kind in LASTING:
                raise
            await self._park(source, event, error)
        self.failures.pop(name, None)
        return event.cursor

    async def _park(self, source: Source, event: Event, error: Exception) -> None:
        LOG.error("%s: the event %s of %s is put aside", source.name, event.kind, event.subject_id, exc_info=error)
        whole = orjson.loads(orjson.dumps({**asdict(event), "payload": dict(event.payload)}))
        async with self.database.transaction() as inside:
            now = self.clock.now()
            reason = f"{type(error).__name__}: {error}"[:1000]
            await inside.do(QUERIES.park_event, source.name, event.cursor, whole, reason, now)
            await inside.do(QUERIES.move_inbox, source.name, event.cursor, now)


async def place(inside: Database, source: str, since: str | None) -> str | None:
    """How far this house has read a source, locked: a second process of it waits, and sees that it is late."""
    if since is None:
        await inside.value(QUERIES.first_turn, source)
    return await inside.row(str, QUERIES.lock_inbox, source)


def _is_away(error: Exception) -> bool:
    """Our own database being away is no fault of the event."""
    return isinstance(error, ServiceError | OSError)
