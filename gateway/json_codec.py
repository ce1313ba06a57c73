"""JSON at the borders: exact when reading, fast when writing."""

from __future__ import annotations

from typing import Any

import msgspec
import orjson


def read_json(data: bytes) -> Any:
    """Decode; integers of any size stay exact. Raises ValueError."""
    try:
        return msgspec.json.decode(data)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise ValueError(str(error)) from None


def write_json(value: Any) -> bytes:
    """Encode, without spaces."""
    try:
        return orjson.dumps(value)
    except TypeError:
        # orjson knows no integers beyond 64 bits, which a custom scalar may hold.
        return msgspec.json.encode(value)
