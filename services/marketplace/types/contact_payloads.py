"""What the verbs of contact give back."""

from __future__ import annotations

import strawberry
from strawberry import federation

from services.kit.changing import Changed
from services.kit.civic import UserError
from services.marketplace.types.contact import ContactRequest, Message, contact_request_by_id, message_by_id
from services.marketplace.types.context import Info
from services.marketplace.types.payloads import user_errors
from services.marketplace.types.references import MatchType


@federation.type(tags=["personal"])
class ContactRequestPayload:
    contact_request: ContactRequest | None
    errors: list[UserError]


@federation.type(tags=["personal"])
class MessagePayload:
    message: Message | None
    errors: list[UserError]


@federation.type(tags=["personal"])
class BlockPayload:
    blocked: bool | None = strawberry.field(description="Whether the actor is blocked now; null when refused.")
    errors: list[UserError]


@strawberry.type
class MatchPayload:
    match: MatchType | None = strawberry.field(description="Null also once it is dismissed: it is suggested no more.")
    errors: list[UserError]


async def contact_request_payload(info: Info, changed: Changed) -> ContactRequestPayload:
    info.context.forget()
    found = None if changed.entity_id is None else await contact_request_by_id(info, changed.entity_id)
    return ContactRequestPayload(contact_request=found, errors=user_errors(changed.faults))


async def message_payload(info: Info, changed: Changed) -> MessagePayload:
    info.context.forget()
    found = None if changed.entity_id is None else await message_by_id(info, changed.entity_id)
    return MessagePayload(message=found, errors=user_errors(changed.faults))
