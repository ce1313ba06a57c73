"""The feed of changes: what other services may copy, in order, from any place on, at least once.

A document appears once, at the place of its newest change, so a feed is never longer than what it tells of. Places are
given in the order of the commits (see the migration ``changes`` of the services): whoever goes on from the cursor of
the last record misses nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import strawberry
from strawberry import federation

from services.kit.errors import BadInputError
from services.kit.guard import Guard, requires_scopes
from services.kit.paging import decode_cursor, encode_cursor

LARGEST_FEED_PAGE = 1000
LAST_PLACE = 2**63 - 1  # PostgreSQL's bigint
CURSOR = (str, int)  # the feed's name, the place


@dataclass(frozen=True, slots=True)
class FeedPage:
    """``first`` records after the place ``after``; 0 is the beginning."""

    after: int
    first: int


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """A record at its place. ``text``, topics and region are those of this moment; none of them when it is deleted."""

    seq: int
    entity_type: str
    entity_id: str
    deleted: bool
    text: str | None
    topic_slugs: list[str]
    region_ars: str | None
    at: datetime


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
        name, seq = decode_cursor(cursor, CURSOR)
    except BadInputError:
        name, seq = "", -1
    if name != feed or not 0 <= seq <= LAST_PLACE:
        raise BadInputError("since is not a cursor of this feed; take it from a record, or leave it out to begin.")
    return int(seq)


def change_records(feed: str, rows: Sequence[ChangeRow]) -> list[ChangeRecord]:
    return [
        ChangeRecord(
            cursor=encode_cursor((feed, row.seq)),
            entity_type=row.entity_type,
            entity_id=strawberry.ID(row.entity_id),
            deleted=row.deleted,
            text=row.text,
            topic_slugs=[strawberry.ID(slug) for slug in row.topic_slugs],
            region_ars=None if row.region_ars is None else strawberry.ID(row.region_ars),
            at=row.at,
        )
        for row in rows
    ]
