"""What an account keeps in mind."""

from __future__ import annotations

from datetime import datetime

from services.kit.database import Database
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


async def bookmarks_of(database: Database, member_id: str, at: datetime, most: int) -> list[CardRow]:
    """The cards of the bookmarked offers, the newest bookmark first."""
    return await database.rows(CardRow, QUERIES.bookmarks_of, member_id, at, most)
