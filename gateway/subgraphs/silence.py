"""A service that takes calls and answers none is found out within seconds, not when the first call's time is over.

While calls wait and nothing at all comes back, the service is asked whether it is there, over a connection of its own:
one that is only slow answers that. One that is silent is left alone by its breaker, and its readers are let go.

The same question, at short intervals, finds out when one that was gone is back: its readers need not wait for the end
of the breaker's pause, and none of them has to try it.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Coroutine, Iterable, Iterator, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from functools import partial
from time import monotonic
from typing import Any

from gateway.ground.codes import PublicCode
from gateway.ground.errors import SubgraphError
from gateway.model.exchange import SubgraphRequest
from gateway.model.operation import OperationKind
from gateway.observe.events import BreakerMoved, Observe, nobody_hears
from gateway.subgraphs.breaker import Breaker, Clock, is_outage
from gateway.subgraphs.deadline import Deadline
from gateway.subgraphs.inside import ADDRESS
from gateway.subgraphs.send import Send

log = logging.getLogger("gateway.subgraphs")

LOOK_EVERY = 0.5
OFTEN = 2
"""So many times more often it is looked who may be back."""
SUSPICIOUS = 1.0
"""Seconds that a call waits, and that nothing has come, before it is asked."""
QUESTION = b'{"query":"{__typename}"}'
"""Every service answers it, and at once (GraphQL 4.1)."""


@dataclass(slots=True)
class Silence:
    """``ask``: a way that is not full of waiting calls, without a deadline. ``patience``: seconds that it may take.
    ``deadlines``: in which the calls wait. ``addresses``: of those who are asked whether they are back, by name.
    """

    ask: Send
    patience: float
    breakers: Mapping[str, Breaker]
    deadlines: Iterable[Deadline]
    observe: Observe = nobody_hears
    clock: Clock = monotonic
    addresses: Mapping[str, str] = field(default_factory=dict)
    asking: dict[str, asyncio.Task[None]] = field(default_factory=dict)

    async def watch(self) -> None:
        """Until it is cancelled."""
        try:
            while True:
                for _ in range(OFTEN):
                    await asyncio.sleep(LOOK_EVERY / OFTEN)
                    self.look_who_is_back()
                self.look()
        finally:
            for task in self.asking.values():
                task.cancel()

    def look(self) -> None:
        """Begins to ask whoever is under suspicion, each once at a time."""
        for name, url in dict(self._suspects()).items():
            if name not in self.asking:
                self._begin(name, self._sound(name, url))

    def look_who_is_back(self) -> None:
        """Begins to ask those who are left alone and whose turn it is, each once at a time."""
        now = self.clock()
        for name, breaker in self.breakers.items():
            url = self.addresses.get(name, ADDRESS)
            if name not in self.asking and not url.startswith(ADDRESS) and breaker.may_be_asked(now):
                self._begin(name, self._call(name, url))

    def _begin(self, name: str, question: Coroutine[Any, Any, None]) -> None:
        task = self.asking[name] = asyncio.ensure_future(question)
        task.add_done_callback(partial(self._asked, name))

    def _asked(self, name: str, _: asyncio.Task[None]) -> None:
        del self.asking[name]

    def _suspects(self) -> Iterator[tuple[str, str]]:
        now = self.clock()
        for deadline in self.deadlines:
            for request, seconds in deadline.waits():
                if seconds < SUSPICIOUS:
                    break  # those that follow began later
                breaker = self.breakers.get(request.subgraph)
                if request.url.startswith(ADDRESS):
                    continue  # in this process: it is silent when we are
                if breaker is not None and not breaker.has_answered(now, SUSPICIOUS):
                    yield request.subgraph, request.url

    async def _question(self, name: str, url: str) -> None:
        async with asyncio.timeout(self.patience):
            await self.ask(SubgraphRequest(name, url, OperationKind.QUERY, QUESTION))

    async def _call(self, name: str, url: str) -> None:
        """Asks one that is left alone whether it is back."""
        breaker = self.breakers[name]
        try:
            await self._question(name, url)
        except (SubgraphError, TimeoutError) as error:
            if not isinstance(error, SubgraphError) or is_outage(error):
                breaker.is_not_there(self.clock(), self.patience)
                return
        if breaker.is_there(self.clock()):
            log.warning("subgraph %s is there again", name)

    async def _sound(self, name: str, url: str) -> None:
        try:
            await self._question(name, url)
        except (SubgraphError, TimeoutError) as error:
            if isinstance(error, SubgraphError) and error.code is not PublicCode.SUBREQUEST_TIMEOUT:
                return  # it says something, or nobody is there at all: what waits will hear of it
        else:
            return
        breaker = self.breakers[name]
        if breaker.has_answered(self.clock(), self.patience):
            return
        if breaker.fell_silent(self.clock()):
            self.observe(BreakerMoved(name, breaker.phase))
            log.warning("breaker of subgraph %s: open, nothing answers there", name)
        for deadline in self.deadlines:
            deadline.end(partial(_is_query_to, name), partial(_silent, name))


def _is_query_to(name: str, request: SubgraphRequest) -> bool:
    """What changes something waits on: it may have been done, and who asked has to know."""
    return request.subgraph == name and request.kind is OperationKind.QUERY


def _silent(name: str) -> SubgraphError:
    message = f"The service {name!r} is silent: it does not even say that it is there."
    return SubgraphError(name, message, code=PublicCode.SUBREQUEST_TIMEOUT)


@asynccontextmanager
async def listening_for(silence: Silence) -> AsyncIterator[None]:
    """Watches for as long as the block lasts."""
    task = asyncio.create_task(silence.watch())
    try:
        yield
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task
