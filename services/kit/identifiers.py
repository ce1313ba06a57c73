"""New ids: a type prefix and a ULID, so that ids sort by the time of their making."""

from __future__ import annotations

import secrets
import time

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's Base32, as the ULID specification says
LENGTH = 26


def new_id(prefix: str) -> str:
    """An id such as ``idea_01J9ZK3V7Q...``: 48 bits of milliseconds and 80 random bits."""
    number = (time.time_ns() // 1_000_000) << 80 | secrets.randbits(80)
    return f"{prefix}_{''.join(ALPHABET[number >> shift & 31] for shift in range(5 * (LENGTH - 1), -1, -5))}"
