"""How people get in touch: requests for contact, conversations, messages."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class ContactRequest:
    id: str
    sender: str
    addressee: str
    idea: str
    message: str
    status: str
    created: datetime
    expires: datetime
    decided: datetime | None


@dataclass(frozen=True, slots=True)
class Conversation:
    """``one`` comes before ``other`` in the order of ids."""

    id: str
    one: str
    other: str
    created: datetime
    changed: datetime


@dataclass(frozen=True, slots=True)
class Message:
    """``read``: None while the other side has not seen it."""

    id: str
    conversation: str
    sender: str
    body: str
    sent: datetime
    read: datetime | None


@dataclass(frozen=True, slots=True)
class Contact:
    requests: tuple[ContactRequest, ...]
    conversations: tuple[Conversation, ...]
    messages: tuple[Message, ...]
