"""Addresses that somebody writes, and names that become a part of one."""

from __future__ import annotations

import re
from urllib.parse import quote, urlsplit

LONGEST = 2_000
FORBIDDEN = re.compile(r'[\x00-\x20\x7f-\xa0<>"{}|\\^`\u2028\u2029]')
"""RFC 3987 2.2 has none of these; one of them would make a document of RDF unreadable as a whole (Turtle, IRIREF)."""
MEDIA_TYPE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._+-]{0,126}/[A-Za-z0-9][A-Za-z0-9._+-]{0,126}")
"""RFC 6838 4.2, without the signs that no registered type has."""


def is_address(text: object) -> bool:
    """Whether it is an absolute address by https or http.

    >>> is_address("https://example.org/Größe?a=b"), is_address("https://example.org/a b"), is_address("ftp://e.org")
    (True, False, False)
    """
    if not isinstance(text, str) or len(text) > LONGEST or FORBIDDEN.search(text):
        return False
    try:
        parts = urlsplit(text)
        return parts.scheme in ("https", "http") and bool(parts.hostname) and parts.port != 0
    except ValueError:  # half an address of IPv6, or a port that is none
        return False


def as_address(text: str) -> str:
    """The same address with what it must not have written as RFC 3986 2.1 says; for what was written down before.

    >>> as_address("https://example.org/a b")
    'https://example.org/a%20b'
    """
    return FORBIDDEN.sub(lambda found: quote(found[0], safe=""), text)


def is_media_type(text: str) -> bool:
    """Whether it has the form of one: ``text/csv``."""
    return MEDIA_TYPE.fullmatch(text) is not None
