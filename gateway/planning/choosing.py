"""Choosing one way to each leaf so that all of them together take the fewest and earliest requests.

Weighted set cover over requests. What shares no undecided request is decided apart; each part exactly when it has few
combinations, else by covering greedily and improving locally. A set of requests is the bit set of ``Path.hops``.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import reduce
from math import prod
from operator import and_, or_
from typing import TypeAlias

from gateway.model.budget import UNLIMITED, Budget
from gateway.query_graph import Path
from gateway.query_graph.prices import ALONG, request_price

RequestSet: TypeAlias = int
Options: TypeAlias = tuple[RequestSet, ...]
"""The sets of requests of which one group of leaves needs one."""

EXACT_UP_TO = 5000
"""Combinations of one part."""
GREEDY_UP_TO = 100_000
"""Comparisons of one round of the greedy cover; a part that needs more is decided group by group."""
IMPROVEMENTS = 200


@dataclass(slots=True)
class Prices:
    """``places``: (subgraph, depth) of each request, by its bit."""

    places: Sequence[tuple[str, int]]
    together: dict[tuple[str, int], RequestSet] = field(default_factory=dict)
    """All requests of each place."""
    budget: Budget = UNLIMITED
    """Comparing counts, too: sixteen comparisons are a step."""

    def __post_init__(self) -> None:
        for bit, place in enumerate(self.places):
            self.together[place] = self.together.get(place, 0) | 1 << bit

    def of(self, requests: RequestSet, beside: RequestSet = 0) -> int:
        """What the requests cost beside others that are sent anyway; never less for more of them."""
        price = 0
        seen = beside
        self.budget.spend(1 + (requests & ~beside).bit_count() // 16)
        for bit in bits(requests & ~beside):
            place = self.places[bit]
            price += ALONG + place[1]
            if not self.together[place] & seen:
                price += request_price(place[1])
            seen |= 1 << bit
        return price


def bits(requests: RequestSet) -> Iterator[int]:
    """The numbers of the bits that are set."""
    while requests:
        low = requests & -requests
        yield low.bit_length() - 1
        requests ^= low


def choose(groups: Sequence[Sequence[Path]], prices: Prices) -> list[Path]:
    """One path of each group, in order."""
    prices.budget.spend(sum(len(group) ** 2 for group in groups) // 16)
    options = [_undominated(group) for group in groups]
    taken = choose_requests([tuple(path.hops for path in each) for each in options], prices)
    return [_best_within(each, taken, prices) for each in options]


def choose_requests(groups: Sequence[Options], prices: Prices) -> RequestSet:
    """A cheap set of requests that contains at least one option of each group.

    >>> prices = Prices([("own1", 0), ("own2", 0), ("all", 0)])
    >>> choose_requests([(0b001, 0b100), (0b010, 0b100)], prices) == 0b100
    True
    """
    taken = 0
    for group in groups:
        taken |= reduce(and_, group)  # what all options of a group contain is sent in any case
    for part in _parts(_unmet(groups, taken), taken):
        unmet = _unmet(part, taken)
        if prod(len(group) for group in unmet) <= EXACT_UP_TO:
            taken = _exact(unmet, taken, prices)
        else:
            taken = _improve(unmet, taken, _cover(unmet, taken, prices), prices)
    return taken


def _undominated(group: Sequence[Path]) -> tuple[Path, ...]:
    """Without paths whose requests include all those of another one: they can never be the better choice."""
    kept: list[Path] = []
    for path in sorted(group, key=lambda each: each.hops.bit_count()) if len(group) > 1 else group:
        if not any(other.hops & ~path.hops == 0 for other in kept):
            kept.append(path)
    return tuple(kept)


def _best_within(group: Sequence[Path], taken: RequestSet, prices: Prices) -> Path:
    if len(group) == 1:
        return group[0]
    usable = [path for path in group if path.hops & ~taken == 0]
    return min(usable, key=lambda path: (path.depth, prices.of(path.hops)))


def _unmet(groups: Sequence[Options], taken: RequestSet) -> list[Options]:
    """The groups without a free option, each once, without what is taken already."""
    found: dict[Options, None] = {}
    for group in groups:
        rest = tuple(option & ~taken for option in group)
        if 0 not in rest:
            found[rest] = None
    return list(found)


def _parts(groups: list[Options], taken: RequestSet) -> list[list[Options]]:
    """The groups, parted so that no request is in options of two parts."""
    parts: dict[int, list[Options]] = {}
    part_of: dict[int, int] = {}
    for number, group in enumerate(groups):
        reach = list(bits(reduce(or_, group) & ~taken))
        members = [group]
        for other in {part_of[bit] for bit in reach if bit in part_of}:
            absorbed = parts.pop(other)
            members += absorbed
            reach += [bit for each in absorbed for bit in bits(reduce(or_, each) & ~taken)]
        parts[number] = members
        part_of |= dict.fromkeys(reach, number)
    return list(parts.values())


def _exact(groups: list[Options], taken: RequestSet, prices: Prices) -> RequestSet:
    """Depth first; a set that already costs as much as the best one cannot become better."""
    ordered = sorted(groups, key=len)
    best = _cover(ordered, taken, prices)
    lowest = prices.of(best, taken)
    stack = [(0, taken)]
    while stack:
        number, so_far = stack.pop()
        price = prices.of(so_far, taken)
        if price >= lowest:
            continue
        if number == len(ordered):
            best, lowest = so_far, price
            continue
        extended = dict.fromkeys(so_far | option for option in ordered[number])
        stack += [(number + 1, each) for each in sorted(extended, key=lambda each: -prices.of(each, taken))]
    return best


def _cover(groups: list[Options], taken: RequestSet, prices: Prices) -> RequestSet:
    """Again and again the option that costs least for each group that it serves."""
    unmet = groups
    while unmet := _unmet(unmet, taken):
        options = dict.fromkeys(option for group in unmet for option in group)
        if len(options) * len(unmet) > GREEDY_UP_TO:
            unmet = unmet[:1]
            options = dict.fromkeys(unmet[0])
        rates = {option: _rate(option, unmet, taken, prices) for option in options}
        taken |= min(options, key=rates.__getitem__)
        unmet = groups
    return taken


def _rate(option: RequestSet, unmet: list[Options], taken: RequestSet, prices: Prices) -> tuple[float, int]:
    price = prices.of(option, taken)
    prices.budget.spend(len(unmet) // 16)
    served = sum(any(each & ~option == 0 for each in group) for group in unmet)
    return price / served, price


def _improve(groups: list[Options], fixed: RequestSet, chosen: RequestSet, prices: Prices) -> RequestSet:
    """Do without one request, serve its groups anew; keep what is cheaper."""
    if len(groups) ** 2 > GREEDY_UP_TO:
        return chosen
    tries = list(bits(chosen & ~fixed))[:IMPROVEMENTS]
    for bit in tries:
        without = chosen & ~(1 << bit)
        others = [tuple(option for option in group if not option >> bit & 1) for group in groups]
        if not all(others) or without == chosen:
            continue
        kept = fixed
        for group in others:
            kept |= next((option for option in group if option & ~without == 0), 0)
        other = _cover(others, kept, prices)
        if prices.of(other, fixed) < prices.of(chosen, fixed):
            chosen = other
    return chosen
