"""The words of a Cache-Control header (RFC 9111 5.2)."""

from __future__ import annotations

import re

LONGEST = 31_536_000
"""Seconds: a year, beyond which nobody should promise anything."""
WORD = re.compile(r'\s*([a-z-]+)\s*(?:=\s*(?:"([^"]*)"|([^",;\s]*)))?\s*(?:,|$)', re.IGNORECASE)


def directives(text: str) -> dict[str, str]:
    """The words of a Cache-Control, in small letters; of a word that stands twice the first (RFC 9111 4.2.1).

    >>> directives('Public, max-age=60, private="set-cookie"')
    {'public': '', 'max-age': '60', 'private': 'set-cookie'}
    """
    found: dict[str, str] = {}
    for match in WORD.finditer(text):
        name, quoted, plain = match.groups()
        found.setdefault(name.lower(), quoted or plain or "")
    return found


def seconds_of(text: str | None) -> int | None:
    """The number of a directive; None where it is not there."""
    # RFC 9111 1.2.2: what is too large counts as very large; 4.2.1: what cannot be read is stale.
    if text is None:
        return None
    return min(int(text[:12]), LONGEST) if text.isascii() and text.isdigit() else 0
