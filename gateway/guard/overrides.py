"""Progressive overrides: which labels of ``@override(label:)`` are active for a request.

Source: Federation 2.7, "Incremental migration with progressive @override".
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from typing import TypeAlias

from gateway.model.exchange import GraphQLRequest

PERCENT = re.compile(r"percent\((\d{1,3}(?:\.\d{1,8})?)\)")
Roll: TypeAlias = Callable[[GraphQLRequest], frozenset[str]]
Dice: TypeAlias = Callable[[], float]
"""A number from 0 up to, but not, 1."""


def roll_labels(labels: frozenset[str], active: frozenset[str], dice: Dice = random.random) -> Roll:
    """``percent(N)`` is active for N of 100 requests, any other label while the operator says so (``active``).

    >>> roll = roll_labels(frozenset({"percent(25)", "new-market", "old"}), frozenset({"new-market"}), lambda: 0.2)
    >>> sorted(roll(GraphQLRequest("")))
    ['new-market', 'percent(25)']
    """
    shares = {label: float(match[1]) for label in labels if (match := PERCENT.fullmatch(label))}
    always = labels & active - shares.keys()

    def roll(request: GraphQLRequest) -> frozenset[str]:
        if not shares:
            return always
        thrown = dice() * 100
        return always | {label for label, share in shares.items() if thrown < share}

    return roll
