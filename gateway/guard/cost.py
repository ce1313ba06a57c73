"""What operations may cost: estimated before anything is asked, counted when the answer is there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from gateway.ground.by_caller import ByCaller, for_everybody
from gateway.ground.codes import PublicCode
from gateway.ground.cost_mode import CostMode
from gateway.ground.errors import RequestError
from gateway.guard.pricing import Price, PricedField, Variables, price
from gateway.guard.spent import spent
from gateway.model.budget import UNLIMITED, Budget
from gateway.model.caller import Caller
from gateway.model.operation import Operation
from gateway.model.supergraph import Supergraph

DEAREST = 5
"""So many places are named to whoever asked for too much."""


@dataclass(frozen=True, slots=True)
class Costing:
    """``most``: points of one operation, by the caller's class. ``list_size``: items of a list of which nothing is
    said. ``fetch``: points for each request to a subgraph. ``page``: the largest slicing argument.
    """

    supergraph: Supergraph
    mode: CostMode = CostMode.OFF
    most: ByCaller[int] = for_everybody(10_000)  # noqa: RUF009 - frozen
    list_size: int = 10
    fetch: int = 1
    page: int = 100

    def price(self, operation: Operation | None, fetches: int, budget: Budget = UNLIMITED) -> Price:
        """Once for each plan. Raises RequestError when a page that the operation itself asks for is too large."""
        found = price(operation, self.supergraph, fetches=fetches * self.fetch, list_size=self.list_size, budget=budget)
        self._check_page(found.largest)
        return found

    def estimated(self, found: Price, variables: Variables, caller: Caller) -> int:
        """Points of one request. Raises RequestError when a page is too large, or all of it too dear."""
        if found.slices:
            self._check_page(found.largest_page(variables))
        if self.mode is CostMode.OFF:
            return 0
        points = found.cost(variables)
        most = self.most_of(caller)
        if self.mode is CostMode.ENFORCE and most is not None and points > most:
            raise _too_dear(found, variables, points, most)
        return points

    def most_of(self, caller: Caller) -> int | None:
        """Points that this caller's operations may cost."""
        found = self.most.of(caller.is_authenticated, caller.scopes)
        return None if found is None else found[1]

    def spent(self, found: Price, body: bytes, fetches: int, planned: int) -> int:
        """Points of an answer, for ``fetches`` requests of those that were ``planned``."""
        return spent(found, body, fetches * self.fetch, planned * self.fetch)

    def _check_page(self, largest: int) -> None:
        if largest > self.page:
            message = f"A page of {largest} is too large; {self.page} are allowed at a time."
            raise RequestError(message, code=PublicCode.PAGE_TOO_LARGE)


def dearest(found: Price, variables: Variables) -> list[dict[str, object]]:
    """The places that cost most by themselves, the dearest first: ``{path, cost}``."""
    places = sorted(_places(found.fields, (), 1, variables), key=lambda each: -each[1])
    return [{"path": ".".join(path), "cost": points} for path, points in places[:DEAREST]]


def _places(
    fields: tuple[PricedField, ...], path: tuple[str, ...], times: int, variables: Variables
) -> Iterator[tuple[tuple[str, ...], int]]:
    for each in fields:
        here, count = (*path, each.key), times * each.count(variables)
        yield here, count * each.weight + times * each.once
        yield from _places((*each.fields, *(one for kind in each.kinds for one in kind)), here, count, variables)


def _too_dear(found: Price, variables: Variables, points: int, most: int) -> RequestError:
    return RequestError(
        f"The operation would cost {points} points; {most} are allowed. Ask for shorter lists, or for less at a time.",
        code=PublicCode.COST_ESTIMATED_TOO_EXPENSIVE,
        extensions={"cost": {"estimated": points, "max": most, "dearest": dearest(found, variables)}},
    )
