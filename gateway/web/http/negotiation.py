"""Media types: what a client sent, and in which form it wants its answer (GraphQL over HTTP, sections 4 and 6)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from functools import lru_cache


class Media(Enum):
    """The forms of an answer: two of one body, which differ in the statuses that they allow, and one of parts."""

    GRAPHQL = "application/graphql-response+json"
    JSON = "application/json"
    EVENTS = "text/event-stream"

    def __init__(self, name: str) -> None:
        self.content_type = f"{name}; charset=utf-8".encode()


BODIES = (Media.GRAPHQL, Media.JSON)


@dataclass(frozen=True, slots=True)
class _Range:
    """One element of Accept. ``exactness``: 2 for a type by name, 1 for ``application/*``, 0 for ``*/*``.

    Events are sent only to who names them: a wildcard is no sign that somebody can read them.
    """

    media: Media
    quality: float
    exactness: int


@lru_cache(maxsize=256)
def answer_media(accept: str | None) -> Media | None:
    """The form to answer in; None when the client takes neither (406).

    >>> answer_media("application/graphql-response+json, application/json;q=0.9").value
    'application/graphql-response+json'
    >>> answer_media("*/*").value, answer_media(None).value
    ('application/json', 'application/json')
    >>> answer_media("text/html") is None
    True
    """
    if accept is None or not accept.strip():
        return Media.JSON
    ranges = [found for part in accept.split(",") for found in _ranges(part)]
    # RFC 9110 12.5.1: the most exact range decides about a type; then the greater quality, then the newer type.
    decided = {
        media: max((r for r in ranges if r.media is media), key=lambda r: r.exactness, default=None) for media in Media
    }
    wanted = [found for found in decided.values() if found is not None and found.quality > 0]
    return max(wanted, key=lambda r: (r.quality, r.exactness, r.media is _preferred(r))).media if wanted else None


def _preferred(found: _Range) -> Media:
    # A wildcard says nothing about knowing the newer type; by name, it is the better of the two.
    return Media.GRAPHQL if found.exactness == 2 else Media.JSON


def _ranges(part: str) -> list[_Range]:
    name, parameters = media_type(part)
    if parameters.get("charset", "utf-8").lower() not in ("utf-8", "utf8"):
        return []
    quality = _quality(parameters.get("q", "1"))
    match name:
        case "*/*":
            return [_Range(media, quality, 0) for media in BODIES]
        case "application/*":
            return [_Range(media, quality, 1) for media in BODIES]
        case _:
            return [_Range(media, quality, 2) for media in Media if media.value == name]


def _quality(text: str) -> float:
    try:
        return min(max(float(text), 0.0), 1.0)
    except ValueError:
        return 0.0


@lru_cache(maxsize=256)
def media_type(text: str) -> tuple[str, dict[str, str]]:
    """The type in small letters, and its parameters.

    >>> media_type('Application/JSON; charset="UTF-8"')
    ('application/json', {'charset': 'UTF-8'})
    """
    name, *rest = text.split(";")
    pairs = (item.partition("=") for item in rest)
    return name.strip().lower(), {key.strip().lower(): value.strip().strip('"') for key, _, value in pairs if value}


def is_json(content_type: str) -> bool:
    """Whether a request body is one that we read: JSON in UTF-8.

    No other type is read at all. That is also what keeps foreign pages from sending operations with a visitor's
    credentials: a browser asks before it sends application/json across origins (CSRF), but not before a form's types.
    """
    name, parameters = media_type(content_type)
    return name == Media.JSON.value and parameters.get("charset", "utf-8").lower() in ("utf-8", "utf8")


def is_browser_page(accept: str | None) -> bool:
    """Whether this looks like a person opening the address in a browser, not like a client of the graph."""
    return accept is not None and any(media_type(part)[0] == "text/html" for part in accept.split(","))
