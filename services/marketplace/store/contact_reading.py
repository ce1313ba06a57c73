"""What is read of contact, as relations. All take the viewer: nobody else sees it, staff neither."""

from __future__ import annotations

from datetime import datetime

from services.kit.paged import Paged
from services.kit.relation import many, one
from services.marketplace.store.contact_rows import (
    ContactRequestRow,
    ContactRequestUnder,
    ConversationRow,
    ConversationUnder,
    MessageRow,
    MessageUnder,
)
from services.marketplace.store.reading import QUERIES
from services.marketplace.store.rows import CountRow, LinkUnder

contact_requests_by_ids = one(ContactRequestRow, QUERIES.contact_requests_by_ids)
# Of a member: moment, states; the newest first.
contact_requests_of_viewers = Paged(
    many(ContactRequestUnder, QUERIES.contact_requests_of_viewers),
    one(CountRow, QUERIES.count_contact_requests_of_viewers),
    {"created_at": datetime, "id": str},
)
conversations_of_pairs = one(LinkUnder, QUERIES.conversations_of_pairs, key="parent")
conversations_by_ids = one(ConversationRow, QUERIES.conversations_by_ids)
conversations_of_viewers = Paged(
    many(ConversationUnder, QUERIES.conversations_of_viewers),
    one(CountRow, QUERIES.count_conversations_of_viewers),
    {"changed_at": datetime, "id": str},
)
messages_by_ids = one(MessageRow, QUERIES.messages_by_ids)
messages_of_conversations = Paged(
    many(MessageUnder, QUERIES.messages_of_conversations),
    one(CountRow, QUERIES.count_messages_of_conversations),
    {"sent_at": datetime, "id": str},
)
