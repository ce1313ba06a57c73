"""The nouns of the harvest: what the catalogue keeps of what a ministry's feed tells."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Card:
    """What the catalogue keeps of a document. The names are those of its columns.

    ``category`` is SUPPORT_OFFER, PROJECT or DATASET; ``programme_slug`` None is the ministry's own programme;
    ``regions`` are ARS or NUTS codes; times are ISO 8601; ``kind`` belongs to offers alone;
    ``actors`` are organisations.
    """

    entity_id: str
    type_name: str
    status: str
    title: Mapping[str, str]
    summary: Mapping[str, str]
    category: str = "SUPPORT_OFFER"
    kind: str | None = None
    programme_slug: str | None = None
    topics: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    audiences: tuple[str, ...] = ()
    opens_at: str | None = None
    apply_until: str | None = None
    ends_at: str | None = None
    url: str | None = None
    starts_at: str | None = None
    actors: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Page:
    """A page of a feed: from the cursor ``since`` (None: the beginning) up to ``until``.

    ``gone`` are documents to take out; ``faults`` says what is wrong with some of them.
    """

    since: str | None
    until: str
    is_last: bool
    cards: tuple[Card, ...] = ()
    gone: tuple[str, ...] = ()
    faults: tuple[str, ...] = ()


class FeedError(Exception):
    """The ministry cannot be asked at the moment, or what it answers cannot be read; the text says which."""


class CursorRefusedError(FeedError):
    """The ministry does not know the cursor: its feed must be read from the beginning."""


class OvertakenError(Exception):
    """Somebody else moved the cursor meanwhile, such as another replica: nothing was written."""
