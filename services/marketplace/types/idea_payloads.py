"""What the verbs of developing together give back."""

from __future__ import annotations

import strawberry
from strawberry import federation

from services.kit.changing import Changed
from services.kit.civic import UserError
from services.kit.payloads import payload_of
from services.marketplace.rules.sentences import SENTENCES
from services.marketplace.types import ideas
from services.marketplace.types.context import Info
from services.marketplace.types.idea_amendments import Amendment, amendment_by_id
from services.marketplace.types.idea_comments import Comment, comment_by_id
from services.marketplace.types.idea_team import TeamRequest, team_request_by_id
from services.marketplace.types.payloads import IdeaPayload, user_errors
from services.marketplace.types.references import IdeaType


@strawberry.type
class AmendmentPayload:
    amendment: Amendment | None
    idea: IdeaType | None
    errors: list[UserError]


@federation.type(tags=["personal"])
class TeamRequestPayload:
    team_request: TeamRequest | None
    idea: IdeaType | None
    errors: list[UserError]


@strawberry.type
class CommentPayload:
    comment: Comment | None
    errors: list[UserError]


idea_payload = payload_of(IdeaPayload, ideas.idea_by_id, SENTENCES)


async def amendment_payload(info: Info, changed: Changed) -> AmendmentPayload:
    info.context.forget()
    amendment = None if changed.entity_id is None else await amendment_by_id(info, changed.entity_id)
    idea = None if amendment is None else await ideas.idea_by_id(info, amendment.row.idea_id)
    return AmendmentPayload(amendment=amendment, idea=idea, errors=user_errors(changed.faults))


async def team_request_payload(info: Info, changed: Changed) -> TeamRequestPayload:
    info.context.forget()
    request = None if changed.entity_id is None else await team_request_by_id(info, changed.entity_id)
    idea = None if request is None else await ideas.idea_by_id(info, request.row.idea_id)
    return TeamRequestPayload(team_request=request, idea=idea, errors=user_errors(changed.faults))


comment_payload = payload_of(CommentPayload, comment_by_id, SENTENCES)
