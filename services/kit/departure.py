"""The end of the work for a client that waits no longer: its execution, and the statements that run for it."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Iterator, MutableMapping
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, TypeVar

from services.kit.errors import DeadlineError
from services.kit.parameters import ClientGoneError

SOON = 0.02  # seconds: who is answered within them is never watched, and pays nothing for it
Item = TypeVar("Item")
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]


class Departure:
    """Watches one client from the moment when its request is no longer young.

    ``workers``: the tasks that wait for the database in its name. Loaders start tasks of their own, which would go on
    when the request's is cancelled.
    """

    __slots__ = ("_end", "_receive", "_task", "_timer", "_watch", "is_gone", "is_late", "workers")

    def __init__(self, receive: Receive, seconds: float | None = None) -> None:
        loop = asyncio.get_running_loop()
        self._receive = receive
        self._task = asyncio.current_task()
        self._watch: asyncio.Task[None] | None = None
        self.is_gone = self.is_late = False
        self.workers: set[asyncio.Task[Any]] = set()
        self._timer = loop.call_later(SOON, self._begin)
        self._end = None if seconds is None else loop.call_later(seconds, self._ring)

    def _ring(self) -> None:
        self.is_late = True
        if self._task is not None:
            self._task.cancel()

    def _begin(self) -> None:
        self._watch = asyncio.create_task(self._wait(), name="departure")

    async def _wait(self) -> None:
        while (await self._receive())["type"] != "http.disconnect":
            """The rest of a request that nobody waits for."""
        self.is_gone = True
        if self._task is not None:
            self._task.cancel()

    def end(self) -> None:
        self._timer.cancel()
        if self._end is not None:
            self._end.cancel()
        if self._watch is not None:
            self._watch.cancel()


CLIENT: ContextVar[Departure | None] = ContextVar("client", default=None)


@contextmanager
def ended_with_its_client(receive: Receive, seconds: float | None = None) -> Iterator[None]:
    """What happens inside ends when the client hangs up: then ``ClientGoneError`` is raised; or after the ``seconds``
    that it waits: then ``DeadlineError``.
    """
    client = Departure(receive, seconds)
    before = CLIENT.set(client)
    task = asyncio.current_task()
    try:
        yield
    except asyncio.CancelledError as error:
        for worker in client.workers - {task}:
            worker.cancel()
        # Somebody else may want the task to end, too, such as a server that is shut down.
        if (client.is_gone or client.is_late) and task is not None and task.uncancel() == 0:
            raise ClientGoneError if client.is_gone else DeadlineError from error
        raise
    finally:
        client.end()
        CLIENT.reset(before)


def while_awaited(items: Iterable[Item]) -> Iterator[Item]:
    """The items, for a long computation also in a thread; ``ClientGoneError`` as soon as the client has hung up,
    ``DeadlineError`` as soon as it waits no longer.
    """
    client = CLIENT.get()
    for each in items:
        if client is not None and (client.is_gone or client.is_late):
            raise ClientGoneError if client.is_gone else DeadlineError
        yield each


@contextmanager
def at_work() -> Iterator[None]:
    """What happens inside is a trip for the client of this context, and ends with it."""
    client, task = CLIENT.get(), asyncio.current_task()
    if client is None or task is None:
        yield
        return
    client.workers.add(task)
    try:
        yield
    finally:
        client.workers.discard(task)
