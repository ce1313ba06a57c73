"""Contact as tables of the marketplace."""

from __future__ import annotations

from collections.abc import Iterator

from demo.nouns.contact import Contact
from demo.write.table import Row, Table, table


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
        table(
            "notification",
            "id recipient_id source event kind subject_type subject_id created_at read_at",
            notifications(done),
        ),
    )


def notifications(done: Contact) -> Iterator[Row]:
    """Of what waits: requests without an answer, messages that nobody has read. ``event``: it has none in the demo."""
    sides = {one.id: (one.one, one.other) for one in done.conversations}
    for each in done.requests:
        if each.status == "PENDING":
            told = ("contact_request.sent", "ContactRequest", each.id, each.created, None)
            yield (f"notification_{each.id}", each.addressee, "demo", each.id, *told)
    for said in done.messages:
        if said.read is None:
            (other,) = (side for side in sides[said.conversation] if side != said.sender)
            told = ("message.sent", "Conversation", said.conversation, said.sent, None)
            yield (f"notification_{said.id}", other, "demo", said.id, *told)
