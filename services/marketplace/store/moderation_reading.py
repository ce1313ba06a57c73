"""What is read of moderation, as relations. Cases take the viewer, and whether that is a moderator."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from operator import attrgetter

from services.kit.database import Database
from services.kit.ordering import Key, NewestOrder, Order, SortDirection
from services.kit.paging import Page, PageRequest, StatesIn, page
from services.kit.relation import many, one
from services.marketplace.store.contact_rows import MessageRow, MessageUnder
from services.marketplace.store.moderation_rows import CaseRow, CaseUnder, ReportUnder
from services.marketplace.store.reading import QUERIES

QUEUE: Mapping[NewestOrder, Key[CaseRow]] = {
    NewestOrder.NEWEST: Key(datetime, attrgetter("created_at"), SortDirection.ASC)
}
cases_by_ids = one(CaseRow, QUERIES.cases_by_ids)
# Of the viewer's own comments.
cases_of_comments = many(CaseUnder, QUERIES.cases_of_comments)
# For moderators only: who asks for them has asked who looks.
reports_of_cases = many(ReportUnder, QUERIES.reports_of_cases)
reported_messages = one(MessageRow, QUERIES.reported_messages)
messages_around = many(MessageUnder, QUERIES.messages_around)


async def queue(
    database: Database, moderator_id: str | None, wanted: StatesIn, order: Order, request: PageRequest
) -> Page[CaseRow]:
    """A page of the cases in these states and this time."""
    statement, place = QUERIES.sorted_by("queue_of_cases", order), request.after_or_nulls(2)
    arguments = (moderator_id, *wanted, *place, request.limit)
    return page(await database.rows(CaseRow, statement, *arguments), request)


async def count_queue(database: Database, wanted: StatesIn) -> int:
    """How many cases are in these states and this time."""
    return int(await database.value(QUERIES.count_cases, *wanted) or 0)
