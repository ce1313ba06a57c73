"""What the lists of the marketplace are sorted by, and the value of a row."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from operator import attrgetter

from services.kit.ordering import Key, ProgrammeOfferOrder, SortDirection
from services.marketplace.rules.vocabulary import IdeaOrder, ProfileOrder, SupportOfferOrder
from services.marketplace.store.rows import CardRow, FoundIdeaRow, ProfileRow

UP = SortDirection.ASC


def open_first(row: CardRow) -> str:
    """As the statement writes it: the place of the status, then the deadline in UTC."""
    return f"{row.place} {row.deadline.astimezone(UTC):%Y-%m-%d %H:%M:%S.%f}"


IDEAS: Mapping[IdeaOrder, Key[FoundIdeaRow]] = {
    IdeaOrder.NEWEST: Key(datetime, attrgetter("newest")),
    IdeaOrder.RECENTLY_UPDATED: Key(datetime, attrgetter("updated_at")),
    IdeaOrder.MOST_SUPPORTED: Key(int, attrgetter("supporters")),
    IdeaOrder.RELEVANCE: Key(float, attrgetter("relevance"), needs_text=True),
}
BOOKMARKS: Mapping[ProgrammeOfferOrder, Key[CardRow]] = {
    ProgrammeOfferOrder.NEWEST: Key(datetime, attrgetter("since")),
    ProgrammeOfferOrder.DEADLINE: Key(datetime, attrgetter("deadline"), UP),
    ProgrammeOfferOrder.TITLE: Key(str, lambda row: row.title["de"], UP),
}
"""They are not read page by page: of a bookmark nobody asks since when it is."""
PROFILES: Mapping[ProfileOrder, Key[ProfileRow]] = {
    ProfileOrder.NEWEST: Key(datetime, attrgetter("newest")),
    ProfileOrder.AVAILABILITY: Key(
        int, lambda row: -1 if row.availability_hours_per_month is None else row.availability_hours_per_month
    ),
}
OFFERS: Mapping[SupportOfferOrder, Key[CardRow]] = {
    SupportOfferOrder.OPEN_FIRST: Key(str, open_first, UP),
    SupportOfferOrder.DEADLINE: Key(datetime, attrgetter("deadline"), UP),
    SupportOfferOrder.TITLE: Key(str, lambda row: row.title["de"], UP),
}
