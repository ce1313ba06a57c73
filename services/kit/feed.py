"""The feed of changes: what other services may copy, in order, from any place on, at least once.

A document appears once, at the place of its newest change, so a feed is never longer than what it tells of. Places are
given in the order of the commits (see the migration ``changes`` of the services): whoever goes on from the cursor of
the last record misses nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import strawberry
from strawberry import federation

from services.kit.civic import LocalizedText
from services.kit.errors import BadInputError
from services.kit.guard import Guard, requires_scopes
from services.kit.making import made
from services.kit.paging import decode_cursor, encode_cursor

LARGEST_FEED_PAGE = 1000
LAST_PLACE = 2**63 - 1  # PostgreSQL's bigint
CURSOR = (int,)  # the place


@dataclass(frozen=True, slots=True)
class FeedPage:
    """``first`` records after the place ``after``; 0 is the beginning."""

    after: int
    first: int


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """A record at its place. What it says of the document is of this moment; nothing when it is deleted.

    Times and ``stored_status`` are those that ``shown_offer_status`` takes, with the programme of the offer in them:
    who copies the document needs to know nothing of the programme. ``regions`` are ARS, or NUTS codes where only these
    are known; ``region_ars`` is the first ARS. ``actor_ids`` are organisations, never persons.
    """

    seq: int
    entity_type: str
    entity_id: str
    deleted: bool
    text: str | None
    topic_slugs: list[str]
    region_ars: str | None
    at: datetime
    title: Mapping[str, str] | None
    summary: Mapping[str, str] | None
    kind: str | None
    stored_status: str | None
    opens_at: datetime | None
    apply_until: datetime | None
    starts_at: datetime | None
    ends_at: datetime | None
    url: str | None
    programme: str | None
    language: str | None
    audiences: list[str]
    regions: list[str]
    actor_ids: list[str]


@federation.type(shareable=True, inaccessible=True)
class ChangeRecord:
    cursor: str
    entity_type: str
    entity_id: strawberry.ID
    deleted: bool
    text: str | None
    topic_slugs: list[strawberry.ID]
    region_ars: strawberry.ID | None
    at: datetime
    title: LocalizedText | None
    summary: LocalizedText | None
    kind: str | None = strawberry.field(description="Of a support offer, its kind; null for all others.")
    stored_status: str | None = strawberry.field(description="What was decided; what is shown follows from the time.")
    opens_at: datetime | None
    apply_until: datetime | None
    starts_at: datetime | None
    ends_at: datetime | None
    url: str | None
    programme: strawberry.ID | None = strawberry.field(description="Its slug; null for the house's own programme.")
    language: str | None = strawberry.field(description="Of the title, where it is written in one language.")
    audiences: list[str] = strawberry.field(description="Sectors; empty: everybody.")
    regions: list[strawberry.ID] = strawberry.field(description="By ARS, or by NUTS code where only that is known.")
    actor_ids: list[strawberry.ID] = strawberry.field(description="Organisations that it is of; never persons.")


def for_indexers() -> Guard:
    """Feeds are read by machines that keep an index."""
    return requires_scopes("service:index")


def feed_page(feed: str, since: str | None, first: int | None) -> FeedPage:
    """The arguments of a feed; ``BadInputError`` for a size out of range or a cursor of something else."""
    if first is None or not 1 <= first <= LARGEST_FEED_PAGE:
        raise BadInputError(f"first must be from 1 to {LARGEST_FEED_PAGE}, not {'null' if first is None else first}.")
    return FeedPage(0 if since is None else place(feed, since), first)


def place(feed: str, cursor: str) -> int:
    """Where a cursor of this feed stands."""
    try:
        (seq,) = decode_cursor(feed, cursor, CURSOR)
    except BadInputError:
        seq = -1
    if not 0 <= seq <= LAST_PLACE:
        raise BadInputError("since is not a cursor of this feed; take it from a record, or leave it out to begin.")
    return int(seq)


def change_records(feed: str, rows: Sequence[ChangeRow]) -> list[ChangeRecord]:
    return [made(ChangeRecord, row, cursor=encode_cursor(feed, (row.seq,))) for row in rows]
