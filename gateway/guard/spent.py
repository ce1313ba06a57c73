"""What an answer has cost: the same weights as before it, times what really came."""

from __future__ import annotations

from typing import Any

import orjson

from gateway.guard.pricing import Price, PricedField


def spent(price: Price, body: bytes, fetches: int, expected: int) -> int:
    """Points of a whole answer. ``fetches``: points for the requests that were made, of the ``expected`` ones.

    >>> leaf = PricedField("topics", 1, 10, 0, (), (), 10)
    >>> offers = PricedField("offers", 1, 20, 0, (leaf,), (), 220)
    >>> spent(Price(2, (offers,)), b'{"data":{"offers":[{"topics":[{},{}]},null,{"topics":[]}]}}', 1, 2)
    5
    """
    base = price.base - expected + fetches
    if not price.fields:
        return base
    data = orjson.loads(body).get("data")
    return base + _below(price.fields, (), data) if isinstance(data, dict) else base


def _below(fields: tuple[PricedField, ...], kinds: tuple[tuple[PricedField, ...], ...], found: dict[str, Any]) -> int:
    points = 0
    for each in fields:
        points += each.once
        value = found.get(each.key)
        if value is not None:
            points += _of(each, value)
    if kinds:
        points += max(_below(kind, (), found) for kind in kinds)
    return points


def _of(priced: PricedField, value: Any) -> int:
    if value.__class__ is not list:
        return priced.weight + _below_value(priced, value)
    if not priced.fields and not priced.kinds:
        return priced.weight * _items(value)
    return sum(_of(priced, each) for each in value if each is not None)


def _below_value(priced: PricedField, value: Any) -> int:
    return _below(priced.fields, priced.kinds, value) if value.__class__ is dict else 0


def _items(values: list[Any]) -> int:
    """Those of lists of lists, too."""
    return sum(_items(each) if each.__class__ is list else 1 for each in values if each is not None)
