"""What people do with each other's ideas: comments, amendments, requests to join a team."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from demo.nouns.market import IdeaText


@dataclass(frozen=True, slots=True)
class Comment:
    """``answers``: the comment that it answers."""

    id: str
    idea: str
    author: str
    answers: str | None
    body: str
    created: datetime


@dataclass(frozen=True, slots=True)
class Amendment:
    """``text`` is the whole text as it would be, ``base`` the number of the version that it was written on."""

    id: str
    idea: str
    author: str
    base: int
    text: IdeaText
    note: str
    status: str
    created: datetime
    decided: datetime | None
    decision_note: str | None


@dataclass(frozen=True, slots=True)
class TeamRequest:
    """``actor`` is who is to join, ``sender`` who asked."""

    id: str
    kind: str
    idea: str
    actor: str
    sender: str
    role: str
    open_role: str | None
    message: str
    status: str
    created: datetime
    expires: datetime
    decided: datetime | None


@dataclass(frozen=True, slots=True)
class Together:
    comments: tuple[Comment, ...]
    amendments: tuple[Amendment, ...]
    requests: tuple[TeamRequest, ...]
