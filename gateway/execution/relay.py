"""From one way of executing to another in the middle: the second is given all that the first one got."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Generic, Protocol, TypeAlias, TypeVar

from gateway.execution.run import Call
from gateway.ground.errors import SubgraphError
from gateway.model.exchange import SubgraphAnswer

Received: TypeAlias = SubgraphAnswer | SubgraphError


class Execution(Protocol):
    """What Run and the faster ways have in common."""

    def ready(self) -> list[Call]: ...

    def receive(self, number: int, answer: Received, /) -> None: ...


R = TypeVar("R", bound=Execution)


class Relay(Generic[R]):
    """``run`` in place of one that sent the requests ``sent`` and got the answers ``kept``, in this order.

    It asks for the same fetches, of which those under way are not sent again. What it would not have asked for it does
    not get.
    """

    __slots__ = ("_calls", "_given", "_sent", "run")

    def __init__(self, run: R, sent: Collection[int], kept: Iterable[tuple[int, Received]]) -> None:
        self.run = run
        self._sent = sent
        self._given: set[int] = set()
        self._calls: list[Call] = []
        self._go_on()
        for number, answer in kept:
            self.receive(number, answer)
            self._go_on()

    def ready(self) -> list[Call]:
        """As Run.ready."""
        self._go_on()
        calls, self._calls = self._calls, []
        return calls

    def receive(self, number: int, answer: Received) -> None:
        """As Run.receive."""
        if number in self._given:
            self.run.receive(number, answer)

    def _go_on(self) -> None:
        for call in self.run.ready():
            self._given.add(call.fetch)
            if call.fetch not in self._sent:
                self._calls.append(call)
