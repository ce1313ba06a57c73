"""What members do with each other's ideas: teams, amendments, comments, support."""

from __future__ import annotations

import strawberry
from strawberry import ID, UNSET

from services.kit.changing import Changed
from services.kit.context import Language
from services.kit.field import field
from services.kit.guard import requires_scopes
from services.marketplace.rules.comments import not_said
from services.marketplace.rules.team import TeamRequestKind
from services.marketplace.rules.vocabulary import TeamRole
from services.marketplace.store import idea_amending as amending
from services.marketplace.store import idea_comments as commenting
from services.marketplace.store import idea_team as teaming
from services.marketplace.store.idea_writing import support_idea
from services.marketplace.types.context import Info
from services.marketplace.types.idea_inputs import OpenRoleInput, opening
from services.marketplace.types.idea_payloads import (
    AmendmentPayload,
    CommentPayload,
    TeamRequestPayload,
    amendment_payload,
    comment_payload,
    idea_payload,
    team_request_payload,
)
from services.marketplace.types.inputs import IdeaInput, idea_text
from services.marketplace.types.payloads import IdeaPayload

WRITE = "ideas:write"
PERSONAL = ["personal"]


@strawberry.type
class TogetherVerbs:
    @field(guard=requires_scopes(WRITE))
    async def propose_amendment(
        self, info: Info, idea_id: ID, base_version: int, input: IdeaInput, note: str, idempotency_key: ID | None = None
    ) -> AmendmentPayload | None:
        proposal = amending.Proposal(idea_id, base_version, idea_text(input), note)
        return await amendment_payload(
            info, await amending.propose_amendment(*info.context.writes, proposal, idempotency_key)
        )

    @field(guard=requires_scopes(WRITE))
    async def decide_amendment(
        self, info: Info, id: ID, accept: bool, note: str | None = None
    ) -> AmendmentPayload | None:
        return await amendment_payload(info, await amending.decide_amendment(*info.context.writes, id, accept, note))

    @field(guard=requires_scopes(WRITE))
    async def withdraw_amendment(self, info: Info, id: ID) -> AmendmentPayload | None:
        return await amendment_payload(info, await amending.withdraw_amendment(*info.context.writes, id))

    @field(guard=requires_scopes(WRITE))
    async def set_open_roles(self, info: Info, idea_id: ID, roles: list[OpenRoleInput]) -> IdeaPayload | None:
        openings = [opening(each) for each in roles]
        return await idea_payload(info, await teaming.set_open_roles(*info.context.writes, idea_id, openings))

    @field(guard=requires_scopes(WRITE), tags=PERSONAL)
    async def invite_to_team(
        self,
        info: Info,
        idea_id: ID,
        actor_id: ID,
        role: TeamRole,
        message: str,
        idempotency_key: ID | None = None,
    ) -> TeamRequestPayload | None:
        wish = teaming.Wish(TeamRequestKind.INVITATION, idea_id, actor_id, role, message)
        changed = await teaming.invite_to_team(*info.context.writes, wish, idempotency_key)
        return await team_request_payload(info, changed)

    @field(guard=requires_scopes(WRITE), tags=PERSONAL)
    async def ask_to_join_team(
        self,
        info: Info,
        idea_id: ID,
        message: str,
        open_role_id: ID | None = None,
        on_behalf_of: ID | None = None,
        idempotency_key: ID | None = None,
    ) -> TeamRequestPayload | None:
        actor = on_behalf_of or info.context.viewer.member_id or ""
        kind, role = TeamRequestKind.APPLICATION, TeamRole.CONTRIBUTOR
        wish = teaming.Wish(kind, idea_id, actor, role, message, open_role_id)
        changed = await teaming.ask_to_join_team(*info.context.writes, wish, idempotency_key)
        return await team_request_payload(info, changed)

    @field(guard=requires_scopes(WRITE), tags=PERSONAL)
    async def answer_team_request(
        self, info: Info, id: ID, accept: bool, note: str | None = None
    ) -> TeamRequestPayload | None:
        changed = await teaming.answer_team_request(*info.context.writes, id, accept, note)
        return await team_request_payload(info, changed)

    @field(guard=requires_scopes(WRITE), tags=PERSONAL)
    async def withdraw_team_request(self, info: Info, id: ID) -> TeamRequestPayload | None:
        return await team_request_payload(info, await teaming.withdraw_team_request(*info.context.writes, id))

    @field(guard=requires_scopes(WRITE))
    async def leave_team(self, info: Info, idea_id: ID, actor_id: ID) -> IdeaPayload | None:
        return await idea_payload(info, await teaming.leave_team(*info.context.writes, idea_id, actor_id))

    @field(guard=requires_scopes(WRITE))
    async def add_comment(
        self,
        info: Info,
        idea_id: ID,
        body: str,
        language: Language,
        reply_to: ID | None = None,
        idempotency_key: ID | None = None,
    ) -> CommentPayload | None:
        said = commenting.Said(idea_id, body, language.value, reply_to)
        return await comment_payload(info, await commenting.add_comment(*info.context.writes, said, idempotency_key))

    @field(guard=requires_scopes(WRITE), description="Another text; null deletes the comment.")
    async def edit_comment(self, info: Info, id: ID, body: str | None = UNSET) -> CommentPayload | None:
        if body is UNSET:  # forgotten is not deleted
            return await comment_payload(info, Changed(None, [not_said()]))
        return await comment_payload(info, await commenting.edit_comment(*info.context.writes, id, body))

    @field(guard=requires_scopes(WRITE))
    async def support_idea(self, info: Info, idea_id: ID, support: bool) -> IdeaPayload | None:
        return await idea_payload(info, await support_idea(*info.context.writes, idea_id, support))
