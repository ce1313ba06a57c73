"""Places at a subgraph: so many calls at once, so many who wait, and none of them for long."""

from __future__ import annotations

import asyncio

from gateway.ground.codes import PublicCode
from gateway.ground.errors import SubgraphError
from gateway.observe.events import Observe, Queued, nobody_hears
from gateway.subgraphs.turns import Turns

MANY = 1_000_000
"""Places, where nobody counts them."""


class Queues:
    """At most ``places`` calls to one subgraph at once; at most ``queue`` wait for that, at most ``wait`` seconds.

    ``turns``: of each subgraph that was called; take one where it is ``free``, else ``wait``.
    """

    __slots__ = ("_observe", "_places", "_queue", "_wait", "turns")

    def __init__(self, places: int = MANY, queue: int = 0, wait: float = 0.0, observe: Observe = nobody_hears) -> None:
        self._places = places
        self._queue = queue
        self._wait = wait
        self._observe = observe
        self.turns: dict[str, Turns] = {}

    def new(self, name: str) -> Turns:
        """The turns of a subgraph that was not called yet."""
        made = self.turns[name] = Turns(self._places)
        return made

    async def wait(self, name: str) -> None:
        """Until it is our turn. Raises SubgraphError with code SUBREQUEST_OVERLOADED for whoever is one too many, or
        waited too long.
        """
        turns = self.turns[name]
        if turns.waiting >= self._queue:
            raise _overloaded(name)
        self._observe(Queued(name, 1))
        try:
            async with asyncio.timeout(self._wait):
                await turns.wait()
        except TimeoutError as error:
            raise _overloaded(name) from error
        finally:
            self._observe(Queued(name, -1))


def _overloaded(name: str) -> SubgraphError:
    return SubgraphError(
        name,
        f"Too many calls wait for the service {name!r}; try again in a second.",
        code=PublicCode.SUBREQUEST_OVERLOADED,
    )
