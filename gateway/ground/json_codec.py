"""JSON at the borders: exact when reading, fast when writing."""

from __future__ import annotations

from decimal import Decimal
from math import isfinite
from typing import Any

import msgspec
import orjson


def exact_number(text: str) -> float | Decimal:
    """A decimal number: a float where that has its value, else a Decimal with all its digits.

    >>> exact_number("19.99"), exact_number("12345678901234567.89"), exact_number("1e400")
    (19.99, Decimal('12345678901234567.89'), Decimal('1E+400'))
    """
    number = float(text)
    # IEEE 754: up to 15 digits come back from a double as they were.
    if len(text) <= 16 and "e" not in text and "E" not in text:
        return number
    exact = Decimal(text)
    return number if isfinite(number) and Decimal(repr(number)) == exact else exact


def as_floats(value: Any) -> Any:
    """A JSON value with the nearest float (or an infinity) for each Decimal, as a built-in Float takes it."""
    if isinstance(value, Decimal):
        return float(value)
    if isinstance(value, dict):
        return {name: as_floats(item) for name, item in value.items()}
    return [as_floats(item) for item in value] if isinstance(value, list) else value


_plain = msgspec.json.Decoder()
_exact = msgspec.json.Decoder(float_hook=exact_number)
_encoder = msgspec.json.Encoder(decimal_format="number")


def read_json(data: bytes, *, exact: bool = False) -> Any:
    """Decode; integers of any size stay exact, decimal numbers where ``exact`` is asked for. Raises ValueError."""
    try:
        return (_exact if exact else _plain).decode(data)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise ValueError(str(error)) from None


def write_json(value: Any) -> bytes:
    """Encode, without spaces."""
    try:
        return orjson.dumps(value)
    except TypeError:
        # orjson knows no integers beyond 64 bits and no Decimals, which a custom scalar may hold.
        return _encoder.encode(value)


def write_structs(value: msgspec.Struct) -> bytes:
    """Encode an object made of structs, without spaces."""
    return _encoder.encode(value)
