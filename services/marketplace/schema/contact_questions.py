"""Questions about contact, for its two sides."""

from __future__ import annotations

import strawberry
from strawberry import ID

from services.kit.field import field
from services.kit.guard import authenticated
from services.marketplace.types.contact import ContactRequest, Conversation, contact_request_by_id, conversation_by_id
from services.marketplace.types.context import Info


@strawberry.type
class ContactQuestions:
    @field(guard=authenticated(), tags=["personal"])
    async def contact_request(self, info: Info, id: ID) -> ContactRequest | None:
        return await contact_request_by_id(info, id)

    @field(guard=authenticated(), tags=["personal"])
    async def conversation(self, info: Info, id: ID) -> Conversation | None:
        return await conversation_by_id(info, id)
