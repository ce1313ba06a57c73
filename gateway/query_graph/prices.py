"""The price of a request to a subgraph: for the search, which counts requests alone, and for the planner, which knows
those that are sent anyway. Only the ratios matter.
"""

from __future__ import annotations

REQUEST = 1000
"""Of a request to a subgraph at a depth at which none is sent to it yet; more of them there can share one."""
DEPTH = 150
"""For each round in which it must wait for others."""
ALONG = 60
"""Of a further entity call that rides along in the same request."""


def request_price(depth: int) -> int:
    """Of a request by itself, after ``depth`` rounds.

    >>> request_price(0), request_price(2)
    (1000, 1300)
    """
    return REQUEST + DEPTH * depth
