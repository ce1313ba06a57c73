"""Saved searches in the graph: of their owner alone."""

from __future__ import annotations

from datetime import datetime

import strawberry
from strawberry import ID, UNSET, federation

from services.kit.civic import UserError
from services.kit.connections import PersonalListing, personal_listing
from services.kit.context import Language
from services.kit.field import field, sliced
from services.kit.finding import found_by, reads
from services.kit.ordering import NewestOrder
from services.kit.paging import checked_first
from services.kit.payloads import payload_of
from services.kit.under import listed_under
from services.marketplace.matching.documents import MatchKind
from services.marketplace.matching.narrowing import DocumentStatus
from services.marketplace.rules.saved_searches import Kept, SearchAlert
from services.marketplace.rules.sentences import SENTENCES
from services.marketplace.store import search_writing as store
from services.marketplace.store.search_rows import FoundMatchUnder, SavedSearchRow
from services.marketplace.types import matches
from services.marketplace.types.contact import who
from services.marketplace.types.context import Info
from services.marketplace.types.cuts import IN_TIME
from services.marketplace.types.inputs import SearchFilter, or_none

PAGED = sliced(sized=("nodes", "edges"))
strawberry.enum(SearchAlert, description="When the owner of a search is told of what comes in for it.")


@federation.type(authenticated=True, tags=["personal"], description="Something that came in for a saved search.")
class FoundMatch:
    relevance: float
    found_at: datetime
    row: strawberry.Private[FoundMatchUnder]

    @field(description="Null when it is gone, or not for the caller any more.")
    async def target(self, info: Info) -> matches.MatchTarget | None:
        return await matches.thing_of(info, self.row.type_name, self.row.document_id)


@federation.type(
    keys=["id"], authenticated=True, tags=["personal"], description="A search that somebody keeps (Suchauftrag)."
)
class SavedSearch:
    id: ID
    name: str
    query: str
    kinds: list[MatchKind]
    alert: SearchAlert
    created_at: datetime
    row: strawberry.Private[SavedSearchRow]

    @field(description="What it asks for, as it is given to `search`.")
    def filter(self) -> SavedFilter:
        row = self.row
        return SavedFilter(
            topic_slugs=[ID(each) for each in row.topics],
            region_ars=[ID(each) for each in row.regions],
            programmes=[ID(each) for each in row.programmes],
            status=[DocumentStatus(each) for each in row.statuses],
            languages=[Language(each) for each in row.languages],
            open_until=row.open_until,
        )

    @field(description="What came in for it since it was saved, the newest first.", list_size=sliced())
    async def found(self, info: Info, first: int | None = 20) -> list[FoundMatch]:
        rows = await info.context.load(store.found_of_searches, self.id, checked_first(first))
        return [FoundMatch(relevance=row.relevance, found_at=row.found_at, row=row) for row in rows]

    resolve_reference = found_by(store.saved_searches_by_ids, further=who)


@federation.type(
    authenticated=True, tags=["personal"], description="The filter of a saved search; an empty list does not narrow."
)
class SavedFilter:
    topic_slugs: list[ID]
    region_ars: list[ID]
    programmes: list[ID]
    status: list[DocumentStatus]
    languages: list[Language]
    open_until: datetime | None


@strawberry.input
class SavedSearchInput:
    id: ID | None = strawberry.field(default=UNSET, description="To change one; without it a new one is kept.")
    name: str
    query: str
    kinds: list[MatchKind] | None = UNSET
    filter: SearchFilter | None = UNSET


@federation.type(tags=["personal"])
class SavedSearchPayload:
    saved_search: SavedSearch | None
    errors: list[UserError]


@federation.type(tags=["personal"])
class DeletedSearchPayload:
    deleted_id: ID | None
    errors: list[UserError]


@federation.type(tags=["personal"])
class MatchAlertsPayload:
    match_alerts: bool | None = strawberry.field(description="Whether the caller is told now; null when refused.")
    errors: list[UserError]


def kept(given: SavedSearchInput, alert: SearchAlert) -> Kept:
    narrowing = or_none(given.filter) or SearchFilter()
    return Kept(
        name=given.name,
        query=given.query,
        alert=alert,
        kinds=[each.value for each in or_none(given.kinds) or ()],
        topics=list(or_none(narrowing.topic_slugs) or ()),
        regions=list(or_none(narrowing.region_ars) or ()),
        programmes=list(or_none(narrowing.programmes) or ()),
        statuses=[each.value for each in or_none(narrowing.status) or ()],
        languages=[each.value for each in or_none(narrowing.languages) or ()],
        open_until=or_none(narrowing.open_until),
    )


saved_search_by_id = reads(SavedSearch, store.saved_searches_by_ids, who)
saved_search_payload = payload_of(SavedSearchPayload, saved_search_by_id, SENTENCES)


@strawberry.type
class SearchLists:
    """The fields of ``Viewer`` that are about saved searches."""

    saved_searches: PersonalListing[SavedSearch] = listed_under(
        SavedSearch, store.saved_searches_of_viewers, NewestOrder, IN_TIME, pages=personal_listing
    )

    @field(description="Whether the caller is told of what is found for saved searches, own ideas and the own profile.")
    async def match_alerts(self, info: Info) -> bool:
        return await store.is_told(info.context.database, info.context.viewer.member_id or "")
