"""Clients that leave before they are answered: what their requests hold is given back."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator, MutableMapping
from contextlib import contextmanager
from typing import Any, TypeAlias

from gateway.ground.flights import STAY, Stay
from gateway.web.http.reading import ClientGoneError

Receive: TypeAlias = Callable[[], Awaitable[MutableMapping[str, Any]]]
SOON = 0.02
"""Seconds: who is answered within them is never watched, and pays nothing for it."""


class _Watch:
    """Waits, once the request is no longer young, for the end of its client."""

    __slots__ = ("_receive", "_stay", "_task", "_timer")

    def __init__(self, receive: Receive, stay: Stay) -> None:
        self._receive = receive
        self._stay = stay
        self._task: asyncio.Task[None] | None = None
        self._timer = asyncio.get_running_loop().call_later(SOON, self._begin)

    def _begin(self) -> None:
        self._task = asyncio.create_task(self._wait(), name="departure")

    async def _wait(self) -> None:
        while (await self._receive())["type"] != "http.disconnect":
            """The rest of a body that nobody waits for."""
        self._stay.leave()

    def end(self) -> None:
        self._timer.cancel()
        if self._task is not None:
            self._task.cancel()


@contextmanager
def ended_with_its_client(receive: Receive) -> Iterator[None]:
    """What happens inside is cancelled when the client hangs up, unless others need it: then ClientGoneError is raised.

    ``receive`` must have given the whole body before.
    """
    task = asyncio.current_task()
    if task is None:
        raise RuntimeError("a request needs a task to end")
    stay = Stay(task)
    before = STAY.set(stay)
    watch = _Watch(receive, stay)
    try:
        yield
    except asyncio.CancelledError as error:
        # Somebody else may want the task to end, too, such as a server that is shut down.
        if stay.is_left and task.uncancel() == 0:
            raise ClientGoneError from error
        raise
    finally:
        stay.over()
        watch.end()
        STAY.reset(before)
