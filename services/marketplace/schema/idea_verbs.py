"""What members do with ideas. Expected failures are in the payload, missing rights are errors."""

from __future__ import annotations

import strawberry
from strawberry import ID

from services.kit.changing import Changed
from services.kit.field import field
from services.kit.guard import requires_scopes
from services.marketplace.store.idea_writing import create_idea, submit_idea, update_idea
from services.marketplace.types import ideas
from services.marketplace.types.context import Info
from services.marketplace.types.inputs import IdeaInput, idea_text
from services.marketplace.types.payloads import IdeaPayload, user_errors


async def idea_payload(info: Info, changed: Changed) -> IdeaPayload:
    """The idea as it now is, read anew: an earlier field of the same request may have read it before the change."""
    info.context.forget()
    idea = None if changed.entity_id is None else await ideas.idea_by_id(info, changed.entity_id)
    return IdeaPayload(idea=idea, errors=user_errors(changed.faults))


@strawberry.type
class IdeaVerbs:
    @field(guard=requires_scopes("ideas:write"))
    async def create_idea(self, info: Info, input: IdeaInput, idempotency_key: ID | None = None) -> IdeaPayload | None:
        return await idea_payload(info, await create_idea(*info.context.writes, idea_text(input), idempotency_key))

    @field(guard=requires_scopes("ideas:write"))
    async def update_idea(
        self, info: Info, id: ID, expected_version: int, input: IdeaInput, change_note: str | None = None
    ) -> IdeaPayload | None:
        changed = await update_idea(*info.context.writes, id, expected_version, idea_text(input), change_note)
        return await idea_payload(info, changed)

    @field(guard=requires_scopes("ideas:write"))
    async def submit_idea(self, info: Info, id: ID) -> IdeaPayload | None:
        return await idea_payload(info, await submit_idea(*info.context.writes, id))
