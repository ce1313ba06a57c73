"""Requests to join the team of an idea: invitations and applications."""

from __future__ import annotations

from datetime import datetime

import strawberry
from strawberry import ID, federation

from services.kit.field import field
from services.kit.finding import found_by, reads
from services.kit.guard import needing
from services.kit.leading import leads_to
from services.marketplace.rules.team import TeamRequestAction, TeamRequestKind, TeamRequestStatus, request_actions
from services.marketplace.rules.vocabulary import TeamRole
from services.marketplace.store.idea_rows import TeamRequestRow
from services.marketplace.store.idea_together import team_requests_by_ids
from services.marketplace.store.ideas import open_roles_by_ids
from services.marketplace.types import actors as actor_types
from services.marketplace.types import ideas as idea_types
from services.marketplace.types.context import Info, seen, side
from services.marketplace.types.idea_parts import OpenRole
from services.marketplace.types.references import ActorType, IdeaType


@federation.type(
    keys=["id"],
    tags=["personal"],
    description="An invitation into a team (Einladung) or a wish to join it (Bewerbung auf ein Gesuch).",
)
class TeamRequest:
    id: ID
    kind: TeamRequestKind
    idea_title: str = strawberry.field(description="Also where the idea is a draft, which the invited do not see yet.")
    role: TeamRole
    message: str
    status: TeamRequestStatus
    decision_note: str | None
    created_at: datetime
    decided_at: datetime | None
    row: strawberry.Private[TeamRequestRow]

    @field(description="Null while the caller may not see it: a draft is its team's.")
    async def idea(self, info: Info) -> IdeaType | None:
        return await idea_types.idea_by_id(info, self.row.idea_id)

    @field(description="Who is to join.")
    async def actor(self, info: Info) -> ActorType | None:
        return await actor_types.actor_by_id(info, self.row.actor_id)

    open_role = leads_to(OpenRole | None, open_roles_by_ids, by="row.open_role_id", further=seen)

    @field(offers=needing("ideas:write"), description="What the caller may do with the request now.")
    def viewer_actions(self) -> list[TeamRequestAction]:
        sides = {"is_sender": self.row.is_sender, "is_addressee": self.row.is_addressee}
        return request_actions(self.status, **sides)

    resolve_reference = found_by(team_requests_by_ids, further=side)


team_request_by_id = reads(TeamRequest, team_requests_by_ids, side)
