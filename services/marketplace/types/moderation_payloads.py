"""What reports and decisions take and give back."""

from __future__ import annotations

import strawberry
from strawberry import ID, federation

from services.kit.changing import Changed
from services.kit.civic import UserError
from services.marketplace.rules.moderation import ModerationAction, Ruling
from services.marketplace.types.context import Info
from services.marketplace.types.inputs import or_none
from services.marketplace.types.moderation import PERSONAL, ModerationCase, case_by_id
from services.marketplace.types.payloads import user_errors


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


async def moderation_payload(info: Info, changed: Changed) -> ModerationPayload:
    info.context.forget()
    found = None if changed.entity_id is None else await case_by_id(info, changed.entity_id)
    return ModerationPayload(moderation_case=found, errors=user_errors(changed.faults))
