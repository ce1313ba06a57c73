"""Follows the feeds, each in a task of its own: a ministry that is down or slow delays only its own documents."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum

from services.kit.errors import ServiceError
from services.marketplace.harvest.documents import CursorRefusedError, FeedError, OvertakenError, Page
from services.marketplace.harvest.ministries import Ministry
from services.marketplace.harvest.reading import Ask, read_page

LOG = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Where documents are kept; filled by the store.

    ``keep`` writes a page and moves the cursor in one transaction, and gives the ids that could not be kept; raises
    ``OvertakenError`` when the cursor is not where the page began. ``begin_anew`` forgets the cursor.
    """

    cursor: Callable[[Ministry], Awaitable[str | None]]
    keep: Callable[[Ministry, Page], Awaitable[Sequence[str]]]
    begin_anew: Callable[[Ministry], Awaitable[None]]


class State(Enum):
    """What /health says of a feed."""

    STARTING = "starting"
    BEHIND = "behind"
    CURRENT = "current"
    AWAY = "away"


@dataclass(frozen=True, slots=True)
class Feed:
    """A ministry, and how it is asked."""

    ministry: Ministry
    ask: Ask


@dataclass(frozen=True, slots=True)
class Pace:
    """Seconds: ``between`` two looks at a feed without news; after failures ``first``, doubled up to ``longest``."""

    between: float = 2.0
    first: float = 1.0
    longest: float = 60.0

    def after(self, failures: int) -> float:
        """How long to wait after so many failures in a row.

        >>> [Pace().after(failures) for failures in (1, 2, 3, 7, 9999)]
        [1.0, 2.0, 4.0, 60.0, 60.0]
        """
        return min(self.first * 2.0 ** min(failures - 1, 30), self.longest)

    def until_next(self, state: State, failures: int) -> float:
        if failures:
            return self.after(failures)
        return 0 if state is State.BEHIND else self.between


class Harvest:
    """The tasks that follow the feeds, and how each of them does."""

    def __init__(self, feeds: Sequence[Feed], catalogue: Catalogue, pace: Pace | None = None) -> None:
        self._feeds = feeds
        self._catalogue = catalogue
        self._pace = pace or Pace()
        self._tasks: list[asyncio.Task[None]] = []
        self.states = {feed.ministry.name: State.STARTING for feed in feeds}

    def start(self) -> None:
        self._tasks = [
            asyncio.create_task(self._follow(feed), name=f"feed {feed.ministry.name}") for feed in self._feeds
        ]

    async def close(self) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def report(self) -> Mapping[str, str]:
        return {f"feed_{name}": state.value for name, state in self.states.items()}

    async def _follow(self, feed: Feed) -> None:
        ministry, failures = feed.ministry, 0
        while True:
            try:
                self.states[ministry.name] = await step(feed, self._catalogue)
                if failures:
                    LOG.info("%s: its documents are followed again", ministry.name)
                failures = 0
            except Exception as error:  # whatever it is, the next look may be better, and nothing is lost meanwhile
                failures += 1
                self.states[ministry.name] = State.AWAY
                self._tell(ministry, error, self._pace.after(failures))
            await asyncio.sleep(self._pace.until_next(self.states[ministry.name], failures))

    def _tell(self, ministry: Ministry, error: Exception, wait: float) -> None:
        # A traceback is for what nobody expected.
        trace = None if isinstance(error, FeedError | ServiceError | OSError) else error
        text = "%s: its documents stay as they are; the next look is in %g s: %s"
        LOG.warning(text, ministry.name, wait, error, exc_info=trace)


async def step(feed: Feed, catalogue: Catalogue) -> State:
    """Reads a page and keeps it; BEHIND when there is more to read."""
    ministry = feed.ministry
    since = await catalogue.cursor(ministry)
    try:
        page = await read_page(ministry, feed.ask, since)
    except CursorRefusedError:
        await catalogue.begin_anew(ministry)
        raise
    if page is None:
        return State.CURRENT
    try:
        refused = await catalogue.keep(ministry, page)
    except OvertakenError:
        return State.BEHIND
    for fault in [
        *page.faults,
        *(f"{entity_id} is of an unknown programme, or the id of something else" for entity_id in refused),
    ]:
        LOG.warning("%s: %s", ministry.name, fault)
    return State.CURRENT if page.is_last else State.BEHIND
