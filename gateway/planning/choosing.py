"""Choosing one way to each leaf so that all of them together take the fewest and earliest requests.

Weighted set cover over requests: exact when there are few combinations, else cover greedily and improve locally. A set
of requests is the bit set of ``Path.hops``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from math import prod
from typing import TypeAlias

from gateway.query_graph import Path

RequestSet: TypeAlias = int
FIRST_COST = 1000
"""Of a request to a subgraph at a depth at which none is sent to it yet; more of them there can share one request."""
DEPTH_COST = 150
ALONG_COST = 60
"""Of a further entity call that rides along in the same request."""
EXACT_UP_TO = 5000
IMPROVEMENTS = 400


@dataclass(slots=True)
class Prices:
    """``places``: (subgraph, depth) of each request, by its bit."""

    places: Sequence[tuple[str, int]]
    known: dict[RequestSet, int] = field(default_factory=dict)

    def of(self, requests: RequestSet) -> int:
        """The price of a set of requests; it never falls when the set grows."""
        price = self.known.get(requests)
        if price is None:
            places = [self.places[bit] for bit in bits(requests)]
            first = sum(FIRST_COST + DEPTH_COST * depth for _, depth in set(places))
            along = sum(ALONG_COST + depth for _, depth in places)
            price = self.known[requests] = first + along
        return price


def bits(requests: RequestSet) -> list[int]:
    """The numbers of the bits that are set."""
    found = []
    while requests:
        low = requests & -requests
        found.append(low.bit_length() - 1)
        requests ^= low
    return found


def choose(groups: Sequence[Sequence[Path]], prices: Prices) -> list[Path]:
    """One path of each group, in order."""
    options = [_undominated(group) for group in groups]
    distinct = list(dict.fromkeys(tuple(path.hops for path in each) for each in options))
    taken = choose_requests(distinct, prices)
    return [_best_within(each, taken, prices) for each in options]


def choose_requests(groups: Sequence[Sequence[RequestSet]], prices: Prices) -> RequestSet:
    """A cheap set of requests that contains at least one option of each group.

    >>> prices = Prices([("own1", 0), ("own2", 0), ("all", 0)])
    >>> choose_requests([(0b001, 0b100), (0b010, 0b100)], prices) == 0b100
    True
    """
    taken = 0
    for group in groups:
        if len(group) == 1:
            taken |= group[0]
    unmet = _unmet(groups, taken)
    if prod(len(group) for group in unmet[:30]) <= EXACT_UP_TO and len(unmet) <= 30:
        return _exact(sorted(unmet, key=len), taken, prices)
    chosen = _cover(unmet, taken, prices)
    return _improve(unmet, taken, chosen, prices)


def _undominated(group: Sequence[Path]) -> tuple[Path, ...]:
    """Without paths whose requests include all those of another one: they can never be the better choice."""
    kept: list[Path] = []
    for path in sorted(group, key=lambda each: each.hops.bit_count()):
        if not any(other.hops & ~path.hops == 0 for other in kept):
            kept.append(path)
    return tuple(kept)


def _best_within(group: Sequence[Path], taken: RequestSet, prices: Prices) -> Path:
    usable = [path for path in group if path.hops & ~taken == 0]
    return min(usable, key=lambda path: (path.depth, prices.of(path.hops)))


def _unmet(groups: Sequence[Sequence[RequestSet]], taken: RequestSet) -> list[Sequence[RequestSet]]:
    return [group for group in groups if not any(option & ~taken == 0 for option in group)]


def _exact(groups: Sequence[Sequence[RequestSet]], taken: RequestSet, prices: Prices) -> RequestSet:
    """Depth first; a set that already costs as much as the best one cannot become better."""
    best = _cover(groups, taken, prices)
    stack = [(0, taken)]
    while stack:
        number, so_far = stack.pop()
        if prices.of(so_far) >= prices.of(best):
            continue
        if number == len(groups):
            best = so_far
            continue
        extended = dict.fromkeys(so_far | option for option in groups[number])
        stack += [(number + 1, each) for each in sorted(extended, key=prices.of, reverse=True)]
    return best


def _cover(groups: Sequence[Sequence[RequestSet]], taken: RequestSet, prices: Prices) -> RequestSet:
    """Again and again the option that costs least for each group that it serves."""
    unmet = _unmet(groups, taken)
    while unmet:
        options = dict.fromkeys(option | taken for group in unmet for option in group)
        before = prices.of(taken)

        def rate(option: RequestSet, before: int = before, unmet: list[Sequence[RequestSet]] = unmet) -> float:
            served = sum(any(each & ~option == 0 for each in group) for group in unmet)
            return (prices.of(option) - before) / served

        taken = min(options, key=lambda option: (rate(option), prices.of(option)))
        unmet = _unmet(unmet, taken)
    return taken


def _improve(
    groups: Sequence[Sequence[RequestSet]], fixed: RequestSet, chosen: RequestSet, prices: Prices
) -> RequestSet:
    """Do without one request, serve its groups anew; keep what is cheaper."""
    tries = IMPROVEMENTS
    improved = True
    while improved and tries > 0:
        improved = False
        for bit in bits(chosen & ~fixed):
            tries -= 1
            without = chosen & ~(1 << bit)
            open_groups = [[option for option in group if not option >> bit & 1] for group in groups]
            if not all(open_groups) or tries <= 0:
                continue
            kept = fixed
            for group in open_groups:
                ready = [option for option in group if option & ~without == 0]
                kept |= ready[0] if ready else 0
            other = _cover(open_groups, kept, prices)
            if prices.of(other) < prices.of(chosen):
                chosen, improved = other, True
                break
    return chosen
