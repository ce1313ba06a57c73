"""What the marketplace lets members change. Expected failures are in the payload, missing rights are errors."""

from __future__ import annotations

import strawberry
from strawberry import ID

from services.kit.changing import Changed
from services.kit.field import field
from services.kit.guard import requires_scopes
from services.marketplace.store.idea_writing import create_idea, submit_idea, update_idea
from services.marketplace.store.profile_writing import save_profile
from services.marketplace.types import ideas, profiles
from services.marketplace.types.context import Info
from services.marketplace.types.inputs import IdeaInput, ProfileInput, idea_text, profile_text
from services.marketplace.types.payloads import IdeaPayload, ProfilePayload, user_errors


async def idea_payload(info: Info, changed: Changed) -> IdeaPayload:
    """The idea as it now is, read anew: an earlier field of the same request may have read it before the change."""
    info.context.forget()
    idea = None if changed.entity_id is None else await ideas.idea_by_id(info, changed.entity_id)
    return IdeaPayload(idea=idea, errors=user_errors(changed.faults))


@strawberry.type
class Mutation:
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

    @field(guard=requires_scopes("profile:write"))
    async def save_profile(self, info: Info, input: ProfileInput) -> ProfilePayload | None:
        changed = await save_profile(*info.context.writes, profile_text(input))
        info.context.forget()
        profile = None if changed.entity_id is None else await profiles.profile_by_id(info, changed.entity_id)
        return ProfilePayload(profile=profile, errors=user_errors(changed.faults))
