"""What an account keeps in mind."""

from __future__ import annotations

from datetime import datetime

from services.kit.database import Database
from services.kit.ordering import Order
from services.kit.paging import PageRequest
from services.kit.relation import one
from services.marketplace.store.people_rows import AliasRow, EmailRow
from services.marketplace.store.reading import QUERIES
from services.marketplace.store.rows import CardRow

# The cards of all offers; they take the moment.
cards_by_ids = one(CardRow, QUERIES.cards_by_ids)
# Addresses of members; they take the viewer, who sees those of contacts and the own one.
emails_of_members = one(EmailRow, QUERIES.emails_of_members)
# Who a place-holder of the old community is now.
aliases = one(AliasRow, QUERIES.aliases)


async def bookmarks_of(
    database: Database,
    member_id: str,
    at: datetime,
    deadlines: tuple[datetime | None, datetime | None],
    order: Order,
    page: PageRequest,
) -> list[CardRow]:
    """The cards of the bookmarked offers whose deadline lies in a period (None is without end)."""
    given = (member_id, at, *deadlines, *page.after_or_nulls(2), page.first)
    return await database.rows(CardRow, QUERIES.sorted_by("bookmarks_of", order), *given)


async def bookmark_place(database: Database, member_id: str, order: Order, offer_id: str) -> object | None:
    """Where an offer stands among the bookmarks of a member; None where it is none of them."""
    place: object | None = await database.value(QUERIES.sorted_by("bookmark_place", order), member_id, offer_id)
    return place
