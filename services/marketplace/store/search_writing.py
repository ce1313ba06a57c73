"""Saved searches: kept, changed and deleted by their owner."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from operator import attrgetter

from services.kit.changing import Fault, FaultCode, RefusedError, first_time, refuse, request, transacted
from services.kit.database import Database
from services.kit.ordering import Key, NewestOrder
from services.kit.paged import sorted_many
from services.kit.relation import many, one
from services.marketplace.rules.faults import unknown
from services.marketplace.rules.saved_searches import Kept, faults_of_search
from services.marketplace.rules.viewer import Viewer
from services.marketplace.store.hubs import unknown_values
from services.marketplace.store.identifiers import new_id
from services.marketplace.store.journal import note
from services.marketplace.store.reading import QUERIES
from services.marketplace.store.rows import CountRow
from services.marketplace.store.search_rows import FoundMatchUnder, SavedSearchRow, SavedSearchUnder

KIND = "SavedSearch"
# Of the owner alone: the second argument is who asks.
saved_searches_by_ids = one(SavedSearchRow, QUERIES.saved_searches_by_ids)
SAVED: Mapping[NewestOrder, Key[SavedSearchUnder]] = {NewestOrder.NEWEST: Key(datetime, attrgetter("created_at"))}
# Of the owner: first and last moment.
saved_searches_of_viewers = sorted_many(
    SavedSearchUnder,
    QUERIES,
    "saved_searches_of_viewers",
    SAVED,
    one(CountRow, QUERIES.count_saved_searches_of_viewers),
)
# What came in for a search, the newest first; further: how many.
found_of_searches = many(FoundMatchUnder, QUERIES.found_of_searches)


@transacted
async def save_search(
    inside: Database, viewer: Viewer, at: datetime, kept: Kept, search_id: str | None, key: str | None
) -> str:
    """Keeps a new search, or changes one of the caller's; NOT_FOUND for another's."""
    owner = viewer.member_id or ""
    if await inside.value(QUERIES.state_of_member, owner) != "ACTIVE":
        raise RefusedError([Fault(FaultCode.NOT_FOUND, "Register first.")])
    await inside.rows(str, QUERIES.lock_actors, [owner])
    body = {"id": search_id, "kept": repr(kept)}
    made = search_id or new_id("search")
    await first_time(inside, request(owner, key, "saveSearch", body, at), made)
    how_many: int = 0 if search_id else await inside.value(QUERIES.count_searches_of, owner)
    refuse([*faults_of_search(kept, how_many), *await _unknown(inside, kept)])
    values = (kept.name.strip(), kept.query.strip(), *(list(each) for each in _sets(kept)), kept.open_until)
    statement = QUERIES.change_saved_search if search_id else QUERIES.make_saved_search
    if not await inside.do(statement, made, owner, *values, kept.alert.value, at):
        raise RefusedError([Fault(FaultCode.NOT_FOUND, "There is no such search of yours.", ("input", "id"))])
    await note(inside, owner, at, (KIND, [made]), "change" if search_id else "save", None, kept.alert.value)
    return made


def _sets(kept: Kept) -> tuple[Iterable[str], ...]:
    return kept.kinds, kept.topics, kept.regions, kept.programmes, kept.statuses, kept.languages


async def _unknown(inside: Database, kept: Kept) -> list[Fault]:
    named = {"topicSlugs": list(kept.topics), "regionArs": list(kept.regions), "programmes": list(kept.programmes)}
    return [fault for each in await unknown_values(inside, named) for fault in unknown(each.field, [each.value])]


@transacted
async def delete_search(inside: Database, viewer: Viewer, at: datetime, search_id: str) -> str:
    """With what was found for it."""
    if not await inside.do(QUERIES.delete_saved_search, search_id, viewer.member_id or ""):
        raise RefusedError([Fault(FaultCode.NOT_FOUND, "There is no such search of yours.", ("id",))])
    await inside.do(QUERIES.delete_found_of, [search_id])
    await note(inside, viewer.member_id, at, (KIND, [search_id]), "delete")
    return search_id


async def is_told(database: Database, member_id: str) -> bool:
    """Whether somebody takes part in being told of what is found."""
    return not await database.value(QUERIES.is_told_nothing, member_id)


async def take_part(database: Database, member_id: str, at: datetime, wanted: bool) -> None:
    """Doing it twice is doing it once, also in the journal."""
    async with database.transaction() as inside:
        done = await (
            inside.do(QUERIES.tell_again, member_id) if wanted else inside.do(QUERIES.tell_nothing, member_id, at)
        )
        if done:
            await note(inside, member_id, at, ("Member", [member_id]), "take part" if wanted else "take no part")
