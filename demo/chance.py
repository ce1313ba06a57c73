"""Chance without a state: every choice is a hash of the seed and of the name of what is chosen.

So the same world comes out on every machine and Python version, and a new kind of thing does not shift the others.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from hashlib import blake2b
from typing import TypeVar

T = TypeVar("T")
SEED = "civic-coding-2026"
Key = str | int


def number(*key: Key) -> float:
    """Evenly in [0, 1).

    >>> number("idea", 1) == number("idea", 1), number("idea", 1) == number("idea", 2)
    (True, False)
    """
    digest = blake2b("\x1f".join((SEED, *map(str, key))).encode(), digest_size=7).digest()
    return int.from_bytes(digest) / (1 << 56)


def between(low: int, high: int, *key: Key) -> int:
    """Evenly from low to high, both included."""
    return low + int(number(*key) * (high - low + 1))


def holds(share: float, *key: Key) -> bool:
    """True in this share of all cases."""
    return number(*key) < share


def pick(options: Sequence[T], *key: Key) -> T:
    """One of the options, all equally likely."""
    return options[int(number(*key) * len(options))]


def weighted(options: Sequence[T], weights: Sequence[float], *key: Key) -> T:
    """One of the options by weight."""
    left = number(*key) * sum(weights)
    for option, weight in zip(options, weights, strict=True):
        left -= weight
        if left < 0:
            return option
    return options[-1]


def shuffled(options: Sequence[T], *key: Key) -> list[T]:
    """All options in another order."""
    order = sorted(range(len(options)), key=lambda place: number(*key, place))
    return [options[place] for place in order]


def sample(options: Sequence[T], count: int, *key: Key) -> list[T]:
    """Some different options (all of them when there are too few)."""
    if count * 3 >= len(options):
        return shuffled(options, *key)[:count]
    chosen: dict[int, None] = {}
    attempt = 0
    while len(chosen) < count:
        chosen[int(number(*key, attempt) * len(options))] = None
        attempt += 1
    return [options[place] for place in chosen]


def spread(counts: Mapping[T, int], *key: Key) -> list[T]:
    """Each value exactly as often as said, in another order.

    >>> sorted(spread({"A": 2, "B": 1}, "example"))
    ['A', 'A', 'B']
    """
    return shuffled([value for value, count in counts.items() for _ in range(count)], *key)


def day(first: date, last: date, *key: Key) -> date:
    """A day from first to last, both included."""
    return first + timedelta(days=between(0, (last - first).days, *key))
