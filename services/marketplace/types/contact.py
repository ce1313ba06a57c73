"""Requests for contact, conversations, messages: for their two sides alone."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, TypeAlias

import strawberry
from strawberry import ID, federation

from services.kit.connections import PersonalListing, personal_listing
from services.kit.errors import ForbiddenError
from services.kit.field import field, sliced
from services.kit.finding import found_by, reads
from services.kit.guard import needing
from services.kit.ordering import NewestOrder
from services.kit.under import listed_under
from services.marketplace.rules.contact import (
    ContactRequestAction,
    ContactRequestStatus,
    ConversationAction,
    contact_actions,
    conversation_actions,
)
from services.marketplace.store import contact_reading as store
from services.marketplace.store.contact_rows import ContactRequestRow, ConversationRow, MessageRow
from services.marketplace.types import actors as actor_types
from services.marketplace.types import matches as match_types
from services.marketplace.types.context import Info, MarketplaceContext, at_moment, side
from services.marketplace.types.cuts import CONTACT_REQUESTS, IN_TIME
from services.marketplace.types.references import ActorType

PAGED = sliced(sized=("nodes", "edges"))


MessageType: TypeAlias = Annotated["Message", strawberry.lazy("services.marketplace.types.contact")]


def who(context: MarketplaceContext) -> tuple[str | None]:
    """Conversations are asked for with who looks; staff see no more than others."""
    return (context.viewer.member_id,)


@federation.type(
    keys=["id"],
    authenticated=True,
    tags=["personal"],
    description="A request for contact (Kontaktanfrage); nothing about the addressee is shown before acceptance.",
)
class ContactRequest:
    id: ID
    message: str
    status: ContactRequestStatus
    created_at: datetime
    decided_at: datetime | None
    row: strawberry.Private[ContactRequestRow]

    @field(name="from")
    async def from_(self, info: Info) -> ActorType | None:
        return await actor_types.actor_by_id(info, self.row.from_id)

    @field()
    async def to(self, info: Info) -> ActorType | None:
        return await actor_types.actor_by_id(info, self.row.to_id)

    @field()
    async def about(self, info: Info) -> match_types.MatchTarget | None:
        if self.row.about_id is None or self.row.about_type is None:
            return None
        return await match_types.thing_of(info, self.row.about_type, self.row.about_id)

    @field(description="Where the two write to each other, once it is accepted.")
    async def conversation(self, info: Info) -> Conversation | None:
        link = await info.context.load(store.conversations_of_pairs, self.id, *who(info.context))
        return None if link is None else await conversation_by_id(info, link.target)

    @field(offers=needing("contact:write"), description="What the caller may do with the request now.")
    def viewer_actions(self) -> list[ContactRequestAction]:
        return contact_actions(self.status, is_sender=self.row.is_sender, is_addressee=self.row.is_addressee)

    resolve_reference = found_by(store.contact_requests_by_ids, further=side)


@federation.type(
    keys=["id"],
    authenticated=True,
    tags=["personal"],
    description="What two sides write to each other (Unterhaltung); for the two alone.",
)
class Conversation:
    id: ID
    unread_count: int
    is_blocked: bool
    row: strawberry.Private[ConversationRow]

    @field()
    async def participants(self, info: Info) -> list[ActorType | None]:
        return [await actor_types.actor_by_id(info, each) for each in (self.row.own_id, self.row.partner_id)]

    messages: PersonalListing[MessageType] = listed_under(
        MessageType,
        store.messages_of_conversations,
        NewestOrder,
        IN_TIME,
        further=who,
        first=50,
        pages=personal_listing,
        description="The newest first.",
    )

    @field(offers=needing("contact:write"), description="What the caller may do in the conversation now.")
    def viewer_actions(self) -> list[ConversationAction]:
        return conversation_actions(is_blocked=self.is_blocked or not self.row.is_present)

    resolve_reference = found_by(store.conversations_by_ids, further=who)


@federation.type(keys=["id"], authenticated=True, tags=["personal"], description="A message (Nachricht).")
class Message:
    id: ID
    body: str | None
    sent_at: datetime
    read_at: datetime | None
    row: strawberry.Private[MessageRow]

    @field()
    async def conversation(self, info: Info) -> Conversation:
        found = await conversation_by_id(info, self.row.conversation_id)
        if found is None:
            raise ForbiddenError("A conversation is for its two sides; moderators read what was reported.")
        return found

    @field(description="The side for which it was written: a member, or an organisation.")
    async def sender(self, info: Info) -> ActorType | None:
        return await actor_types.actor_by_id(info, self.row.side_id)

    resolve_reference = found_by(store.messages_by_ids, further=who)


contact_request_by_id = reads(ContactRequest, store.contact_requests_by_ids, side)
conversation_by_id = reads(Conversation, store.conversations_by_ids, who)
message_by_id = reads(Message, store.messages_by_ids, who)


@strawberry.type
class ContactLists:
    """The fields of ``Viewer`` that are about contact: what the caller alone sees."""

    contact_requests: PersonalListing[ContactRequest] = listed_under(
        ContactRequest,
        store.contact_requests_of_viewers,
        NewestOrder,
        CONTACT_REQUESTS,
        further=at_moment,
        pages=personal_listing,
    )

    conversations: PersonalListing[Conversation] = listed_under(
        Conversation,
        store.conversations_of_viewers,
        NewestOrder,
        IN_TIME,
        pages=personal_listing,
        description="By when something was last written in them.",
    )
