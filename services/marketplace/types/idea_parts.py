"""What belongs to an idea: its team, its open roles, its versions."""

from __future__ import annotations

from datetime import datetime

import strawberry
from strawberry import ID, federation

from services.kit.field import field
from services.kit.finding import found_by
from services.kit.making import made
from services.kit.relation import there
from services.marketplace.rules.versions import difference
from services.marketplace.rules.vocabulary import ContributionKind, TeamRole
from services.marketplace.store.ideas import open_roles_by_ids
from services.marketplace.store.rows import VersionRow
from services.marketplace.types import actors as actor_types
from services.marketplace.types.context import Info, seen
from services.marketplace.types.references import ActorType


@strawberry.type
class IdeaTeamMember:
    role: TeamRole
    joined_at: datetime
    actor_id: strawberry.Private[str]

    @field()
    async def actor(self, info: Info) -> ActorType:
        return there(await actor_types.actor_by_id(info, self.actor_id))


@federation.type(keys=["id"], description="An open role in the team (Gesuch).")
class OpenRole:
    id: ID
    kind: ContributionKind
    description: str
    hours_per_month: int | None
    filled: bool

    resolve_reference = found_by(open_roles_by_ids, further=seen)


@strawberry.type
class IdeaVersion:
    number: int
    created_at: datetime
    change_note: str | None
    title: str
    summary: str
    row: strawberry.Private[VersionRow]

    @field()
    async def editor(self, info: Info) -> ActorType:
        return there(await actor_types.actor_by_id(info, self.row.editor_id))

    @field()
    def diff(self) -> str:
        return difference(self.row.body_before, self.row.body)


def version(row: VersionRow) -> IdeaVersion:
    return made(IdeaVersion, row, title=row.body["title"], summary=row.body["summary"], row=row)
