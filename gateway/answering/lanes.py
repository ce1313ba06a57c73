"""Where requests are prepared, beside the event loop: at once within a small budget, else in one slow lane.

Threads of our own, which end with the process: those of asyncio's pool keep it alive until their work is done.
"""

from __future__ import annotations

import asyncio
import threading
import time
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from ipaddress import IPv6Address, ip_address
from typing import Any, TypeAlias, TypeVar

from gateway.ground.codes import PublicCode
from gateway.ground.errors import GatewayError, RequestError
from gateway.model.budget import Budget, End, TooExpensiveError

V = TypeVar("V")
Clock: TypeAlias = Callable[[], float]
"""Seconds that the thread that asks has computed: how many others compute meanwhile is not the operation's fault."""

QUICK_THREADS = 1
"""Python computes in one thread at a time: a second one would only make the first slower."""
QUEUE = 4
"""Places in the slow lane, the one where work is done counted."""
PAUSE = 0.008
"""Seconds that the slow lane waits at each look while there is work in the quick one: a few milliseconds of work are
between two looks, and two threads that compute would share the time by halves."""
MOMENT = 0.003
"""Seconds that a lane waits for the next piece of the request whose piece it has just done, before it begins another
one (anticipation: Iyer, Druschel 2001). A request has some four pieces; it would wait for a stranger at each.
"""
CALLERS = 1_000
"""Callers whose turns are remembered though nothing of theirs waits."""


@dataclass(frozen=True, slots=True)
class Allowance:
    """``small``: the steps that everybody has at once. ``large``: the steps of the slow lane, and ``seconds`` of
    computing.
    """

    small: int = 5_000
    large: int = 200_000
    seconds: float = 2.0


class BusyError(RequestError):
    """No place in the slow lane."""

    def __init__(self, message: str) -> None:
        super().__init__(message, code=PublicCode.PLANNING_BUSY)


@dataclass(frozen=True, slots=True)
class _Job:
    work: Callable[[Budget], Any]
    budget: Callable[[], Budget]
    loop: asyncio.AbstractEventLoop
    done: asyncio.Future[Any]
    is_last: bool

    def run(self) -> bool:
        """Whether its request may go on. What nobody waits for any more is not begun: whoever hangs up again and again
        would keep the lane busy for long after.
        """
        goes_on = False
        if self.done.done():
            return goes_on
        try:
            budget = self.budget()
            end = budget.ended()
            if end is not None:
                raise TooExpensiveError(end)
            found = self.work(budget)
            goes_on = not self.is_last and not isinstance(found, GatewayError)
            tell = partial(self._tell, found)
        except GatewayError as error:
            # Not the one that was raised, on which hangs all that was being worked out: it ends here, and now.
            tell = partial(self._fail, error.anew())
        except Exception as error:
            tell = partial(self._fail, error)
        # Without the loop nobody waits any more.
        with suppress(RuntimeError):
            self.loop.call_soon_threadsafe(tell)
        return goes_on

    def _tell(self, found: Any) -> None:
        if not self.done.done():
            self.done.set_result(found)

    def _fail(self, error: Exception) -> None:
        if not self.done.done():
            self.done.set_exception(error)


class _Lane:
    """Some threads and the work that waits for them. Callers share the time that is computed, however much one of them
    sends: next is who has had the least of it (start-time fair queueing: Goyal, Vin, Cheng 1996). A request that was
    begun is done first, which may take no longer than its budget.

    ``moment``: seconds that are waited for it.
    """

    def __init__(self, threads: int, clock: Clock, moment: float) -> None:
        self.threads = threads
        self.clock = clock
        self.moment = moment
        self.begun: deque[tuple[str, _Job]] = deque()
        self.expects = False
        """Whether the request whose piece was done last may go on."""
        self.started = 0
        self.idle = 0
        self.waiting: dict[str, deque[_Job]] = {}
        self.turns: dict[str, float] = {}
        """For each caller the seconds of computing up to which it has had its share."""
        self.turn = 0.0
        """The share of the one whose work was begun last; who comes anew begins here."""
        self.changed = threading.Condition()

    @property
    def is_busy(self) -> bool:
        return self.idle < self.started

    def put(self, caller: str, job: _Job, *, is_begun: bool) -> None:
        """``is_begun``: some of the same request was worked out before."""
        with self.changed:
            if is_begun:
                self.begun.append((caller, job))
            else:
                if caller not in self.waiting:
                    self.turns[caller] = max(self.turn, self.turns.get(caller, 0.0))
                self.waiting.setdefault(caller, deque()).append(job)
            if self.idle or self.started == self.threads:
                self.changed.notify()
            else:
                self.started += 1
                threading.Thread(target=self._work, daemon=True, name="preparing").start()

    def _work(self) -> None:
        while True:
            self._work_once()

    def _work_once(self) -> None:
        """Holds nothing of it while it waits for the next."""
        caller, job = self._next()
        begin = self.clock()
        goes_on = job.run()
        self._count(caller, self.clock() - begin, goes_on=goes_on)

    def _next(self) -> tuple[str, _Job]:
        with self.changed:
            if self.waiting and self.expects:
                self.changed.wait_for(lambda: self.begun, self.moment)
            self.expects = False
            while not self.waiting and not self.begun:
                self.idle += 1
                self.changed.wait()
                self.idle -= 1
            if self.begun:
                return self.begun.popleft()
            caller = min(self.waiting, key=self.turns.__getitem__)
            self.turn = self.turns[caller]
            jobs = self.waiting[caller]
            job = jobs.popleft()
            if not jobs:
                del self.waiting[caller]
            return caller, job

    def _count(self, caller: str, seconds: float, *, goes_on: bool) -> None:
        with self.changed:
            self.expects = goes_on
            self.turns[caller] = max(self.turn, self.turns.get(caller, 0.0)) + seconds
            if len(self.turns) > CALLERS + len(self.waiting):
                self.turns = {
                    each: turn for each, turn in self.turns.items() if turn > self.turn or each in self.waiting
                }


class Lanes:
    """The lanes of one process. Threads are started when they are needed, so that a fork takes none along."""

    def __init__(
        self, allowance: Allowance | None = None, clock: Clock = time.thread_time, moment: float = MOMENT
    ) -> None:
        self.allowance = allowance or Allowance()
        self.clock = clock
        self.quick_until: float | None = None
        self.quick, self.slow = _Lane(QUICK_THREADS, clock, moment), _Lane(1, clock, 0)
        self.places: set[str] = set()
        """The callers who have something in the slow lane."""

    def close(self, grace: float = 0) -> None:
        """Ends the work in the slow lane at once, other work after so many seconds; the threads notice it within some
        milliseconds. May be called from a signal's handler.
        """
        self.quick_until = time.monotonic() + grace

    async def at_once(self, caller: str, work: Callable[[Budget], V], steps: float, *, is_last: bool = False) -> V:
        """Within so many steps. ``is_last``: nothing else of the request comes. Raises TooExpensiveError."""
        is_begun = steps < self.allowance.small
        make = partial(Budget, steps, self._stopped_quick)
        return await _done(self.quick, caller, work, make, is_begun=is_begun, is_last=is_last)

    async def slowly(self, caller: str, work: Callable[[Budget], V], steps: float) -> V:
        """In the slow lane. Raises BusyError when it is full or the caller is in it, and TooExpensiveError."""
        if self.quick_until is not None:
            raise BusyError(End.STOP.value)
        if caller in self.places:
            raise BusyError("A large operation of yours is being prepared; send them one after the other.")
        if len(self.places) >= QUEUE:
            raise BusyError("Too many large operations are being prepared; try again in a second.")
        self.places.add(caller)
        try:
            return await _done(self.slow, caller, work, lambda: Budget(steps, self._timed()), is_begun=False)
        finally:
            self.places.discard(caller)

    def _stopped_quick(self) -> End | None:
        return End.STOP if self.quick_until is not None and time.monotonic() > self.quick_until else None

    def _stopped(self) -> End | None:
        return None if self.quick_until is None else End.STOP

    def _timed(self) -> Callable[[], End | None]:
        until = self.clock() + self.allowance.seconds

        def ended() -> End | None:
            if self.quick.is_busy:
                time.sleep(PAUSE)
            return self._stopped() or (End.TIME if self.clock() > until else None)

        return ended


async def _done(
    lane: _Lane,
    caller: str,
    work: Callable[[Budget], V],
    budget: Callable[[], Budget],
    *,
    is_begun: bool,
    is_last: bool = False,
) -> V:
    loop = asyncio.get_running_loop()
    done: asyncio.Future[V] = loop.create_future()
    lane.put(caller, _Job(work, budget, loop, done, is_last), is_begun=is_begun)
    try:
        return await done
    finally:
        del done  # it keeps its error, which leads to this frame


@dataclass(slots=True)
class Account:
    """What preparing one request has taken so far, over all that is worked out for it. ``caller``: as caller_name."""

    lanes: Lanes
    caller: str
    spent: float = 0
    is_slow: bool = field(default=False)

    async def run(self, work: Callable[[Budget], V], *, is_last: bool = False) -> V:
        """At once if the small budget suffices, else in the slow lane from the beginning. ``is_last``: as at_once.

        Raises what ``work`` raises, TooExpensiveError and BusyError.
        """
        allowance = self.lanes.allowance
        if self.spent < allowance.small and not self.is_slow:
            try:
                left = allowance.small - self.spent
                return await self.lanes.at_once(self.caller, self._counted(work), left, is_last=is_last)
            except TooExpensiveError as error:
                if error.end is not None or allowance.large <= allowance.small:
                    raise
                self.is_slow = True
        return await self.lanes.slowly(self.caller, self._counted(work), allowance.large - self.spent)

    def _counted(self, work: Callable[[Budget], V]) -> Callable[[Budget], V]:
        def counted(budget: Budget) -> V:
            begin = budget.steps
            found = work(budget)
            self.spent += begin - budget.steps
            return found

        return counted


def caller_name(subject: str | None, address: str) -> str:
    """Who asks, in one word: the token's subject, else the address; of IPv6 its network, which is one household's.

    >>> caller_name("anna", "192.0.2.1"), caller_name(None, "192.0.2.1"), caller_name(None, "2001:db8::1:2")
    ('sub anna', '192.0.2.1', '2001:db8::/64')
    """
    if subject is not None:
        return f"sub {subject}"
    try:
        parsed = ip_address(address)
    except ValueError:
        return address
    if not isinstance(parsed, IPv6Address):
        return address
    return f"{IPv6Address(int(parsed) >> 64 << 64)}/64"
