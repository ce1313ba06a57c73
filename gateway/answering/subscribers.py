"""How many subscriptions are open in this process, and of whom: each holds connections for as long as it goes on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

from gateway.answering.lanes import caller_name
from gateway.ground.codes import PublicCode
from gateway.ground.errors import RequestError
from gateway.model.exchange import GraphQLRequest


class Subscribers:
    """``most``: in all; ``most_of_one``: of each caller."""

    __slots__ = ("_most", "_most_of_one", "_open")

    def __init__(self, most: int = 500, most_of_one: int = 100) -> None:
        self._most = most
        self._most_of_one = most_of_one
        self._open: Counter[str] = Counter()

    @property
    def count(self) -> int:
        """Those that are open now."""
        return self._open.total()

    @contextmanager
    def place_of(self, request: GraphQLRequest) -> Iterator[None]:
        """A place for one more, which is given back at the end. Raises RequestError when there is none."""
        name = caller_name(request.caller.subject, request.address)
        if self.count >= self._most:
            raise _full("So many subscriptions are open here that there is no place for one more; try again later.")
        if self._open[name] >= self._most_of_one:
            raise _full(f"You have {self._most_of_one} subscriptions open; end one of them first.")
        self._open[name] += 1
        try:
            yield
        finally:
            self._open[name] -= 1
            if not self._open[name]:
                del self._open[name]


def _full(message: str) -> RequestError:
    return RequestError(message, code=PublicCode.SUBSCRIPTION_LIMIT_EXCEEDED)
