"""The marketplace's own offers by mutation (domain_slice2 2.10)."""

from __future__ import annotations

import strawberry
from strawberry import ID

from services.kit.field import field
from services.kit.guard import requires_scopes
from services.marketplace.store.event_writing import save_event
from services.marketplace.types.context import Info
from services.marketplace.types.event_inputs import CommunityEventInput, CommunityEventPayload, event_text
from services.marketplace.types.own_offers import event_by_id
from services.marketplace.types.payloads import user_errors


@strawberry.type
class EventVerbs:
    @field(
        description="Without id a new event, which is ANNOUNCED; with id its text, times and state. Never deleted.",
        guard=requires_scopes("marketplace:manage"),
        tags=["internal"],
    )
    async def save_community_event(
        self, info: Info, input: CommunityEventInput, id: ID | None = None, idempotency_key: ID | None = None
    ) -> CommunityEventPayload | None:
        context = info.context
        changed = await save_event(
            context.database, context.viewer, context.clock, id, event_text(input), idempotency_key
        )
        context.forget()
        event = None if changed.entity_id is None else await event_by_id(info, changed.entity_id)
        return CommunityEventPayload(event=event, errors=user_errors(changed.faults))
