"""Rows of saved searches and of what is found for them; fields in the order of the columns."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class SavedSearchRow:
    """A search with its filters; an empty list does not narrow."""

    id: str
    owner_id: str
    name: str
    query: str
    kinds: list[str]
    topics: list[str]
    regions: list[str]
    programmes: list[str]
    statuses: list[str]
    languages: list[str]
    open_until: datetime | None
    alert: str
    created_at: datetime


@dataclass(frozen=True, slots=True)
class AlertedRow(SavedSearchRow):
    """A search of somebody who wants to be told; ``changed_at`` is when its words were said."""

    changed_at: datetime


@dataclass(frozen=True, slots=True)
class SavedSearchUnder(SavedSearchRow):
    """A search in the list of its owner."""

    parent: str


@dataclass(frozen=True, slots=True)
class FoundMatchUnder:
    """What came in for a search."""

    parent: str
    document_id: str
    type_name: str
    relevance: float
    found_at: datetime


@dataclass(frozen=True, slots=True)
class WatchedRow:
    """A search that is alerted; ``vector`` (little-endian float32) is null until it is derived."""

    id: str
    changed_at: datetime
    query: str
    vector: bytes | None


@dataclass(frozen=True, slots=True)
class SaidRow:
    """The share (0 to 1) of a search that a document says; ``is_led_to``: by rare words of the search."""

    document_id: str
    search_id: str
    said: float
    is_led_to: bool
