"""Rows of what belongs to ideas; fields in the order of the columns."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class StandingRow:
    """What the viewer is to an idea."""

    id: str
    is_owner: bool
    is_editor: bool
    is_on_team: bool
    is_member: bool
    is_newcomer: bool


@dataclass(frozen=True, slots=True)
class TextRow:
    """The text of an idea as it stands, in the order of ``IdeaText``."""

    title: str
    summary: str
    problem: str
    solution: str
    common_good_benefit: str
    target_groups: list[str]
    language: str
    maturity: str
    ai_methods: list[str]
    expected_users: int | None
    data_needs: str | None
    topic_slugs: list[str]
    sdgs: list[int]
    region_ars: str | None


@dataclass(frozen=True, slots=True)
class NoteRow:
    """Why an idea came back from review; only for its team and for staff."""

    id: str
    note: str | None


@dataclass(frozen=True, slots=True)
class TeamRequestRow:
    """An invitation or an application. ``actor_id`` is who is to join; ``status`` is what it is at the moment asked."""

    id: str
    kind: str
    idea_id: str
    idea_title: str
    actor_id: str
    sender_id: str
    role: str
    open_role_id: str | None
    message: str
    status: str
    decision_note: str | None
    created_at: datetime
    decided_at: datetime | None
    is_sender: bool
    is_addressee: bool


@dataclass(frozen=True, slots=True)
class TeamRequestUnder(TeamRequestRow):
    parent: str


@dataclass(frozen=True, slots=True)
class ExpiredRow:
    """A request that nobody answered in time."""

    id: str
    kind: str
    idea_id: str
    actor_id: str
    sender_id: str


@dataclass(frozen=True, slots=True)
class OpenRequestsRow:
    """How many requests are open at an idea, and whether the actor is on the team (with which role) or has one."""

    open_count: int
    has_open: bool
    role: str | None
    is_present: bool


@dataclass(frozen=True, slots=True)
class AmendmentRow:
    """A proposed change. ``body_before``: the text that it was written on, null when the viewer may not read that."""

    id: str
    idea_id: str
    author_id: str
    base_version: int
    body: Mapping[str, Any]
    body_before: Mapping[str, Any] | None
    note: str
    status: str
    decision_note: str | None
    created_at: datetime
    decided_at: datetime | None
    is_author: bool
    is_editor: bool


@dataclass(frozen=True, slots=True)
class AmendmentUnder(AmendmentRow):
    parent: str


@dataclass(frozen=True, slots=True)
class LockedAmendmentRow:
    """What deciding needs. ``base``: the text of the base version; null when no version of that number is kept."""

    id: str
    idea_id: str
    author_id: str
    base_version: int
    body: Mapping[str, Any]
    base: Mapping[str, Any] | None
    note: str
    status: str


@dataclass(frozen=True, slots=True)
class CommentRow:
    """A comment; ``body`` is null when it was deleted or hidden, and then the author of a deleted one is not named."""

    id: str
    idea_id: str
    author_id: str | None
    reply_to_id: str | None
    body: str | None
    language: str
    created_at: datetime
    edited_at: datetime | None
    is_hidden: bool


@dataclass(frozen=True, slots=True)
class CommentUnder(CommentRow):
    parent: str


@dataclass(frozen=True, slots=True)
class LockedCommentRow:
    """What changing a comment needs."""

    id: str
    idea_id: str
    author_id: str
    reply_to_id: str | None
    body: str | None
    created_at: datetime
    is_hidden: bool
    has_replies: bool
