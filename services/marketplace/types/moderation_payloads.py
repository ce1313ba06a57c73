"""What reports and decisions take and give back."""

from __future__ import annotations

import strawberry
from strawberry import ID, federation

from services.kit.civic import UserError
from services.kit.payloads import payload_of
from services.marketplace.rules.moderation import ModerationAction, Ruling
from services.marketplace.rules.sentences import SENTENCES
from services.marketplace.types.inputs import or_none
from services.marketplace.types.moderation import PERSONAL, ModerationCase, case_by_id


@strawberry.type
class ReportPayload:
    reference: ID | None = strawberry.field(description="For the reporter to ask again; says nothing of the case.")
    errors: list[UserError]


@federation.type(tags=PERSONAL)
class ModerationPayload:
    moderation_case: ModerationCase | None
    errors: list[UserError]


@strawberry.input
class ModerationDecisionInput:
    action: ModerationAction
    legal_ground: str | None = strawberry.UNSET
    terms_ground: str | None = strawberry.UNSET
    facts: str


def ruling_of(given: ModerationDecisionInput) -> Ruling:
    return Ruling(given.action, or_none(given.legal_ground), or_none(given.terms_ground), given.facts)


moderation_payload = payload_of(ModerationPayload, case_by_id, SENTENCES)
