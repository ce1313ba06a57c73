"""What members do with profiles. Expected failures are in the payload, missing rights are errors."""

from __future__ import annotations

import strawberry

from services.kit.field import field
from services.kit.guard import requires_scopes
from services.kit.payloads import payload_of
from services.marketplace.rules.sentences import SENTENCES
from services.marketplace.store.profile_writing import save_profile
from services.marketplace.types import profiles
from services.marketplace.types.context import Info
from services.marketplace.types.inputs import ProfileInput, profile_text
from services.marketplace.types.payloads import ProfilePayload

profile_payload = payload_of(ProfilePayload, profiles.profile_by_id, SENTENCES)


@strawberry.type
class ProfileVerbs:
    @field(guard=requires_scopes("profile:write"))
    async def save_profile(self, info: Info, input: ProfileInput) -> ProfilePayload | None:
        changed = await save_profile(*info.context.writes, profile_text(input))
        return await profile_payload(info, changed)
