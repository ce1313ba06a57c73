"""What is read of moderation, as relations. Cases take the viewer, and whether that is a moderator."""

from __future__ import annotations

from collections.abc import Sequence

from services.kit.database import Database
from services.kit.paging import Page, PageRequest, page
from services.kit.relation import many, one
from services.marketplace.store.contact_rows import MessageRow, MessageUnder
from services.marketplace.store.moderation_rows import CaseRow, CaseUnder, ReportUnder
from services.marketplace.store.reading import QUERIES

cases_by_ids = one(CaseRow, QUERIES.cases_by_ids)
# Of the viewer's own comments.
cases_of_comments = many(CaseUnder, QUERIES.cases_of_comments)
# For moderators only: who asks for them has asked who looks.
reports_of_cases = many(ReportUnder, QUERIES.reports_of_cases)
reported_messages = one(MessageRow, QUERIES.reported_messages)
messages_around = many(MessageUnder, QUERIES.messages_around)


async def queue(
    database: Database, moderator_id: str | None, states: Sequence[str] | None, request: PageRequest
) -> Page[CaseRow]:
    """A page of the cases in these states (None: all), the oldest first."""
    place = request.after_or_nulls(2)
    return page(
        await database.rows(CaseRow, QUERIES.queue_of_cases, moderator_id, states, *place, request.limit), request
    )


async def count_queue(database: Database, states: Sequence[str] | None) -> int:
    """How many cases are in these states."""
    return int(await database.value(QUERIES.count_cases, states) or 0)
