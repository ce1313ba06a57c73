"""What is read of contact, as relations. All take the viewer: nobody else sees it, staff neither."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from operator import attrgetter

from services.kit.ordering import Key, NewestOrder
from services.kit.paged import sorted_many
from services.kit.relation import one
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

REQUESTS: Mapping[NewestOrder, Key[ContactRequestUnder]] = {NewestOrder.NEWEST: Key(datetime, attrgetter("created_at"))}
CONVERSATIONS: Mapping[NewestOrder, Key[ConversationUnder]] = {
    NewestOrder.NEWEST: Key(datetime, attrgetter("changed_at"))
}
MESSAGES: Mapping[NewestOrder, Key[MessageUnder]] = {NewestOrder.NEWEST: Key(datetime, attrgetter("sent_at"))}

contact_requests_by_ids = one(ContactRequestRow, QUERIES.contact_requests_by_ids)
# Of a member: moment, states, first and last moment.
contact_requests_of_viewers = sorted_many(
    ContactRequestUnder,
    QUERIES,
    "contact_requests_of_viewers",
    REQUESTS,
    one(CountRow, QUERIES.count_contact_requests_of_viewers),
)
conversations_of_pairs = one(LinkUnder, QUERIES.conversations_of_pairs, key="parent")
conversations_by_ids = one(ConversationRow, QUERIES.conversations_by_ids)
conversations_of_viewers = sorted_many(
    ConversationUnder,
    QUERIES,
    "conversations_of_viewers",
    CONVERSATIONS,
    one(CountRow, QUERIES.count_conversations_of_viewers),
)
messages_by_ids = one(MessageRow, QUERIES.messages_by_ids)
messages_of_conversations = sorted_many(
    MessageUnder,
    QUERIES,
    "messages_of_conversations",
    MESSAGES,
    one(CountRow, QUERIES.count_messages_of_conversations),
)
