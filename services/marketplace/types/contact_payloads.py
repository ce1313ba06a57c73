"""What the verbs of contact give back."""

from __future__ import annotations

import strawberry
from strawberry import federation

from services.kit.civic import UserError
from services.kit.payloads import payload_of
from services.marketplace.rules.sentences import SENTENCES
from services.marketplace.types.contact import ContactRequest, Message, contact_request_by_id, message_by_id
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


contact_request_payload = payload_of(ContactRequestPayload, contact_request_by_id, SENTENCES)
message_payload = payload_of(MessagePayload, message_by_id, SENTENCES)
