"""What lives on the marketplace: ideas, profiles, consents, attention."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class IdeaText:
    title: str
    summary: str
    problem: str
    solution: str
    benefit: str
    target_groups: tuple[str, ...]
    data_needs: str | None
    methods: tuple[str, ...]
    language: str


@dataclass(frozen=True, slots=True)
class TeamMember:
    actor: str
    role: str
    joined: datetime


@dataclass(frozen=True, slots=True)
class OpenRole:
    id: str
    kind: str
    description: str
    hours: int | None
    filled: bool


@dataclass(frozen=True, slots=True)
class IdeaVersion:
    number: int
    editor: str
    created: datetime
    note: str | None
    text: IdeaText
    maturity: str


@dataclass(frozen=True, slots=True)
class Idea:
    id: str
    slug: str
    text: IdeaText
    status: str
    maturity: str
    topics: tuple[str, ...]
    sdgs: tuple[int, ...]
    region: str | None
    origin: str | None
    author: str
    team: tuple[TeamMember, ...]
    roles: tuple[OpenRole, ...]
    versions: tuple[IdeaVersion, ...]
    expected_users: int | None
    developed_from: str | None
    created: datetime
    published: datetime | None
    updated: datetime

    @property
    def first_public_version(self) -> int | None:
        """The version that was there when it was published."""
        moment = self.published
        return None if moment is None else max(each.number for each in self.versions if each.created <= moment)


@dataclass(frozen=True, slots=True)
class Profile:
    id: str
    owner: str
    status: str
    visibility: str
    headline: str
    about: str
    language: str
    offers: tuple[str, ...]
    seeks: tuple[str, ...]
    skills: tuple[str, ...]
    hours: int | None
    published: datetime | None
    updated: datetime


@dataclass(frozen=True, slots=True)
class Consent:
    actor: str
    purpose: str
    granted: bool
    version: str
    changed: datetime


@dataclass(frozen=True, slots=True)
class Attention:
    """Somebody follows, supports or bookmarks something."""

    actor: str
    subject: str
    since: datetime
