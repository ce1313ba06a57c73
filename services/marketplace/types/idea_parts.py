"""What belongs to an idea: its team, its open roles, its versions."""

from __future__ import annotations

from datetime import datetime

import strawberry
from strawberry import ID, federation

from services.kit.field import field
from services.kit.schema import key
from services.marketplace.loaders.context import Info
from services.marketplace.rules.versions import difference
from services.marketplace.rules.vocabulary import ContributionKind, TeamRole
from services.marketplace.store.rows import OpenRoleRow, TeamRow, VersionRow
from services.marketplace.types import actors as actor_types
from services.marketplace.types.links import there
from services.marketplace.types.references import ActorType


@strawberry.type
class IdeaTeamMember:
    role: TeamRole
    joined_at: datetime
    actor_id: strawberry.Private[str]

    @field()
    async def actor(self, info: Info) -> ActorType:
        return there(await actor_types.actor_by_id(info, self.actor_id))


def team_member(row: TeamRow) -> IdeaTeamMember:
    return IdeaTeamMember(role=TeamRole(row.role), joined_at=row.joined_at, actor_id=row.actor_id)


@federation.type(keys=["id"], description="An open role in the team (Gesuch).")
class OpenRole:
    id: ID
    kind: ContributionKind
    description: str
    hours_per_month: int | None
    filled: bool

    @classmethod
    async def resolve_reference(cls, info: Info, **representation: object) -> OpenRole | None:
        row = await info.context.ideas.open_role.load(key(representation, "id"))
        return None if row is None else open_role(row)


def open_role(row: OpenRoleRow) -> OpenRole:
    return OpenRole(
        id=ID(row.id),
        kind=ContributionKind(row.kind),
        description=row.description,
        hours_per_month=row.hours_per_month,
        filled=row.filled,
    )


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
    return IdeaVersion(
        number=row.number,
        created_at=row.created_at,
        change_note=row.change_note,
        title=row.body["title"],
        summary=row.body["summary"],
        row=row,
    )
