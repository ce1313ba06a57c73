"""What members do with ideas of their own, and what staff do who read them first."""

from __future__ import annotations

import strawberry
from strawberry import ID

from services.kit.field import field
from services.kit.guard import requires_scopes
from services.marketplace.rules.vocabulary import IdeaStatus
from services.marketplace.store.idea_writing import (
    change_idea_status,
    create_idea,
    fork_idea,
    review_idea,
    submit_idea,
    update_idea,
)
from services.marketplace.types.context import Info
from services.marketplace.types.idea_payloads import idea_payload
from services.marketplace.types.inputs import IdeaInput, idea_text
from services.marketplace.types.payloads import IdeaPayload


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

    @field(
        guard=requires_scopes("marketplace:manage", "moderation"),
        tags=["internal"],
        description="Reads a new author's idea: it is published, or goes back with a note.",
    )
    async def review_idea(self, info: Info, id: ID, approve: bool, note: str | None = None) -> IdeaPayload | None:
        return await idea_payload(info, await review_idea(*info.context.writes, id, approve, note))

    @field(guard=requires_scopes("ideas:write"))
    async def change_idea_status(
        self, info: Info, id: ID, to: IdeaStatus, expected_status: IdeaStatus | None = None
    ) -> IdeaPayload | None:
        return await idea_payload(info, await change_idea_status(*info.context.writes, id, to, expected_status))

    @field(
        guard=requires_scopes("ideas:write"),
        description="A new idea that develops this one further and refers to it (Ideen gemeinsam weiterentwickeln).",
    )
    async def fork_idea(self, info: Info, id: ID, note: str, idempotency_key: ID | None = None) -> IdeaPayload | None:
        return await idea_payload(info, await fork_idea(*info.context.writes, id, note, idempotency_key))
