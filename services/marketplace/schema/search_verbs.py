"""What people do with searches: keep them, be told of what comes in, or not."""

from __future__ import annotations

import strawberry
from strawberry import ID

from services.kit.field import field
from services.kit.guard import authenticated
from services.marketplace.rules.saved_searches import SearchAlert
from services.marketplace.store import search_writing as store
from services.marketplace.types.context import Info
from services.marketplace.types.inputs import or_none
from services.marketplace.types.payloads import user_errors
from services.marketplace.types.saved_searches import (
    DeletedSearchPayload,
    MatchAlertsPayload,
    SavedSearchInput,
    SavedSearchPayload,
    kept,
    saved_search_payload,
)

PERSONAL = ["personal"]


@strawberry.type
class SearchVerbs:
    @field(
        guard=authenticated(),
        tags=PERSONAL,
        description="Keep a search, or change one; NEVER, DAILY or AT_ONCE says when you are told of what comes in.",
    )
    async def save_search(
        self, info: Info, input: SavedSearchInput, alert: SearchAlert, idempotency_key: ID | None = None
    ) -> SavedSearchPayload | None:
        changed = await store.save_search(*info.context.writes, kept(input, alert), or_none(input.id), idempotency_key)
        return await saved_search_payload(info, changed)

    @field(guard=authenticated(), tags=PERSONAL)
    async def delete_search(self, info: Info, id: ID) -> DeletedSearchPayload | None:
        changed = await store.delete_search(*info.context.writes, id)
        info.context.forget()
        deleted = None if changed.entity_id is None else ID(changed.entity_id)
        return DeletedSearchPayload(deleted_id=deleted, errors=user_errors(changed.faults))

    @field(
        guard=authenticated(),
        tags=PERSONAL,
        description="Take part in being told of what is found for your searches, ideas and profile, or do not.",
    )
    async def set_match_alerts(self, info: Info, wanted: bool) -> MatchAlertsPayload | None:
        database, viewer, at = info.context.writes
        await store.take_part(database, viewer.member_id or "", at, wanted)
        return MatchAlertsPayload(match_alerts=wanted, errors=[])
