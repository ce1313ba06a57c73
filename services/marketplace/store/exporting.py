"""Exports of one's own data: made at once, read part by part when asked."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from operator import attrgetter

from services.kit.changing import refuse, transacted
from services.kit.database import Database
from services.kit.events import tell
from services.kit.ordering import Key, NewestOrder
from services.kit.paged import sorted_many
from services.kit.relation import one
from services.marketplace.rules.erasure import EXPORT_HOLDS, faults_of_export
from services.marketplace.store.erasure_rows import ExportRow, ExportUnder
from services.marketplace.store.identifiers import new_id
from services.marketplace.store.reading import QUERIES

# Both take the member who looks: nobody else sees it, staff neither.
exports_by_ids = one(ExportRow, QUERIES.exports_by_ids)
EXPORTS: Mapping[NewestOrder, Key[ExportUnder]] = {NewestOrder.NEWEST: Key(datetime, attrgetter("requested_at"))}
exports_of_members = sorted_many(ExportUnder, QUERIES, "exports_of_members", EXPORTS)  # first and last moment


@transacted
async def request_export(inside: Database, member_id: str, at: datetime) -> str:
    """A new export; one a day."""
    await inside.row(str, QUERIES.lock_member, member_id)
    refuse(faults_of_export(await inside.value(QUERIES.newest_export, member_id), at))
    made = new_id("export")
    await inside.do(QUERIES.make_export, made, member_id, at, at + EXPORT_HOLDS)
    # Also to who asked for it: whoever uses the account without leave is noticed.
    await tell(inside, at, "data_export.ready", ("DataExport", made), [member_id])
    return made


async def profile_of(database: Database, member_id: str) -> str:
    """The profile as JSON, ``null`` where there is none."""
    return str(await database.value(QUERIES.export_profile, member_id))


async def ideas_of(database: Database, member_id: str) -> str:
    """Ideas and what was written about them, as JSON."""
    return str(await database.value(QUERIES.export_ideas, member_id))


async def messages_of(database: Database, member_id: str, at: datetime) -> str:
    """Requests for contact, conversations, own messages, as JSON."""
    return str(await database.value(QUERIES.export_messages, member_id, at))


async def account_of(database: Database, member_id: str) -> str:
    """Account, consents, what is followed and kept in mind, notifications, reports, decisions, as JSON."""
    return str(await database.value(QUERIES.export_account, member_id))


async def forget_exports(inside: Database, at: datetime) -> int:
    return await inside.do(QUERIES.forget_exports, at)
