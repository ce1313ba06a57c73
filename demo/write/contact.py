"""Contact as tables of the marketplace."""

from __future__ import annotations

from demo.nouns.contact import Contact
from demo.write.table import Table, table


def contact_tables(done: Contact) -> tuple[Table, ...]:
    """In the order of loading."""
    return (
        table(
            "conversation",
            "id one_id other_id created_at changed_at",
            ((one.id, one.one, one.other, one.created, one.changed) for one in done.conversations),
        ),
        table(
            "message",
            "id conversation_id side_id sender_id body sent_at read_at",
            ((m.id, m.conversation, m.sender, m.sender, m.body, m.sent, m.read) for m in done.messages),
        ),
        table(
            "contact_request",
            "id from_id to_id about_id about_type message status is_delivered created_at expires_at decided_at",
            (
                (
                    *(one.id, one.sender, one.addressee, one.idea, "Idea", one.message, one.status, True),
                    *(one.created, one.expires, one.decided),
                )
                for one in done.requests
            ),
        ),
    )
