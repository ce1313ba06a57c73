"""Rows of contact; fields in the order of the columns."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class ContactRequestRow:
    """A request as the viewer sees it: what was declined is PENDING for its sender."""

    id: str
    from_id: str
    to_id: str
    about_id: str | None
    about_type: str | None
    subject_id: str | None
    message: str
    status: str
    created_at: datetime
    decided_at: datetime | None
    is_sender: bool
    is_addressee: bool


@dataclass(frozen=True, slots=True)
class ContactRequestUnder(ContactRequestRow):
    """A request in the list of a member."""

    parent: str


@dataclass(frozen=True, slots=True)
class ApproachRow:
    """What is known when somebody asks for contact."""

    is_self: bool
    is_present: bool
    is_blocked: bool
    has_open: bool
    pending: int
    of_day: int


@dataclass(frozen=True, slots=True)
class AboutRow:
    """A thing that is written about, for who may see it."""

    id: str
    type_name: str


@dataclass(frozen=True, slots=True)
class ConversationRow:
    """A conversation of the viewer. ``own_id``: the side that the viewer is on."""

    id: str
    own_id: str
    partner_id: str
    unread_count: int
    is_blocked: bool
    is_present: bool
    changed_at: datetime


@dataclass(frozen=True, slots=True)
class ConversationUnder(ConversationRow):
    """A conversation in the list of a member."""

    parent: str


@dataclass(frozen=True, slots=True)
class MessageRow:
    id: str
    conversation_id: str
    side_id: str
    body: str | None
    sent_at: datetime
    read_at: datetime | None


@dataclass(frozen=True, slots=True)
class MessageUnder(MessageRow):
    """A message in its conversation."""

    parent: str


@dataclass(frozen=True, slots=True)
class ExpiredContactRow:
    id: str
    from_id: str


@dataclass(frozen=True, slots=True)
class OwnProfileRow:
    """A profile that the viewer writes, locked."""

    id: str
    owner_id: str
    status: str
    visibility: str
