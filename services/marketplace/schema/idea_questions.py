"""Questions about what belongs to ideas."""

from __future__ import annotations

import strawberry
from strawberry import ID

from services.kit.field import field
from services.kit.guard import authenticated
from services.marketplace.types.context import Info
from services.marketplace.types.idea_team import TeamRequest, team_request_by_id


@strawberry.type
class IdeaQuestions:
    @field(guard=authenticated(), tags=["personal"])
    async def team_request(self, info: Info, id: ID) -> TeamRequest | None:
        return await team_request_by_id(info, id)
