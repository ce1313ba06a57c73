"""The rows of ideas, their teams and versions.

Fields stand in the order of the columns.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from services.marketplace.store.rows.common import Localized


@dataclass(frozen=True, slots=True)
class IdeaRow:
    """An idea as it stands; ``newest`` is what "newest first" goes by: publication, else making."""

    id: str
    slug: str
    title: str
    summary: str
    problem: str
    solution: str
    common_good_benefit: str
    target_groups: list[str]
    language: str
    status: str
    maturity: str
    ai_methods: list[str]
    expected_users: int | None
    data_needs: str | None
    region_ars: str | None
    origin_programme: str | None
    author_id: str
    developed_from_id: str | None
    version: int
    created_at: datetime
    published_at: datetime | None
    updated_at: datetime
    newest: datetime


@dataclass(frozen=True, slots=True)
class IdeaUnder(IdeaRow):
    """An idea on the page of a topic, region or actor."""

    parent: str


@dataclass(frozen=True, slots=True)
class FoundIdeaRow(IdeaRow):
    """An idea in a list, with what lists are sorted by."""

    supporters: int
    relevance: float


@dataclass(frozen=True, slots=True)
class FacetUnder:
    """How many ideas have a value; ``parent`` is the filter that they passed, as it was asked."""

    parent: str
    facet: str
    value: str
    label: Localized | None
    count: int


@dataclass(frozen=True, slots=True)
class TeamRow:
    idea_id: str
    actor_id: str
    role: str
    joined_at: datetime


@dataclass(frozen=True, slots=True)
class OpenRoleRow:
    id: str
    idea_id: str
    kind: str
    description: str
    hours_per_month: int | None
    filled: bool


@dataclass(frozen=True, slots=True)
class VersionRow:
    """A version with the body of the one before it (None for the first shown); a body has the fields of IdeaInput."""

    idea_id: str
    number: int
    editor_id: str
    created_at: datetime
    change_note: str | None
    body: Mapping[str, Any]
    body_before: Mapping[str, Any] | None


@dataclass(frozen=True, slots=True)
class LockedIdeaRow:
    """What the guards of a change need to know, with the row locked."""

    id: str
    status: str
    version: int
    is_visible: bool
    is_editor: bool
    is_owner: bool
    is_on_team: bool
    is_member: bool
    is_known: bool
    title: str
    summary: str
    problem: str
    solution: str
    common_good_benefit: str
    topic_slugs: list[str]
