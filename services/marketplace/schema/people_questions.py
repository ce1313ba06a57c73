"""Questions of people about themselves, and of staff about the move of the old community."""

from __future__ import annotations

import strawberry

from services.kit.changing import RefusedError
from services.kit.errors import LimitError
from services.kit.field import field
from services.kit.guard import authenticated, requires_scopes
from services.kit.making import made
from services.kit.sentences import in_language
from services.marketplace.rules.sentences import SENTENCES
from services.marketplace.schema.sizes import about
from services.marketplace.store import claiming
from services.marketplace.store.people_writing import newest_texts
from services.marketplace.types.context import Info
from services.marketplace.types.people import (
    CommunityMigration,
    ConsentText,
    MembershipInvitation,
    Viewer,
    consent_text,
    membership_invitation,
    viewer_of,
)


@strawberry.type
class PeopleQuestions:
    @field(guard=authenticated(), tags=["personal"])
    async def viewer(self, info: Info) -> Viewer | None:
        return viewer_of(info)

    @field(list_size=about(7))
    async def consent_texts(self, info: Info) -> list[ConsentText] | None:
        rows = await newest_texts(info.context.database, info.context.clock.today())
        return [consent_text(row) for row in rows]

    @field(guard=authenticated(), tags=["personal"])
    async def membership_invitation(self, info: Info, token: str) -> MembershipInvitation | None:
        context = info.context
        if context.viewer.member_id is None:
            return None
        try:
            row = await claiming.invitation_of(context.database, context.clock.now(), context.viewer.member_id, token)
        except RefusedError as refused:
            raise LimitError(in_language(refused.faults[0], context.language, SENTENCES)) from None
        return None if row is None else membership_invitation(row)

    @field(guard=requires_scopes("marketplace:manage", "cip:manage"), tags=["internal"])
    async def community_migration(self, info: Info) -> CommunityMigration | None:
        row = await claiming.migration(info.context.database, info.context.clock.now())
        return None if row is None else made(CommunityMigration, row)
