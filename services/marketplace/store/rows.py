"""The rows that the named statements give back; fields in the order of the columns."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

Localized = Mapping[str, str]  # keys de, en, deSimple


@dataclass(frozen=True, slots=True)
class LinkUnder:
    """One link: what hangs on a parent, both by id."""

    parent: str
    target: str


@dataclass(frozen=True, slots=True)
class IdRow:
    """One of those that were asked about; the others are not what was asked."""

    id: str


@dataclass(frozen=True, slots=True)
class UnknownRow:
    """A value of a filter's field that names nothing."""

    field: str
    value: str


@dataclass(frozen=True, slots=True)
class CountRow:
    id: str
    count: int


@dataclass(frozen=True, slots=True)
class TopicRow:
    slug: str
    parent_slug: str | None
    label: Localized


@dataclass(frozen=True, slots=True)
class TopicUnder(TopicRow):
    parent: str


@dataclass(frozen=True, slots=True)
class SdgUnder:
    number: int
    label: Localized
    color: str
    parent: str


@dataclass(frozen=True, slots=True)
class RegionRow:
    ars: str
    nuts: str | None
    name: str
    level: str
    parent_ars: str | None


@dataclass(frozen=True, slots=True)
class MinistryRow:
    code: str


@dataclass(frozen=True, slots=True)
class MinistryNameRow:
    """A name in a period; both days belong to it, and None ends it not."""

    code: str
    abbreviation: str
    name: Localized
    valid_from: date
    valid_until: date | None


@dataclass(frozen=True, slots=True)
class ProgrammeRow:
    slug: str
    type_name: str


@dataclass(frozen=True, slots=True)
class ProgrammeUnder(ProgrammeRow):
    parent: str


@dataclass(frozen=True, slots=True)
class UmbrellaRow:
    slug: str
    name: Localized
    description: Localized
    status: str
    runs_from: date | None
    runs_until: date | None
    operator_name: str | None


@dataclass(frozen=True, slots=True)
class ActorRow:
    """A member (state and member_since are there) or an organisation (legal_name and is_non_profit are)."""

    id: str
    kind: str
    handle: str
    display_name: str
    sector: str
    region_ars: str | None
    state: str | None
    cip_member_number: str | None
    member_since: date | None
    legal_name: str | None
    legal_form: str | None
    is_non_profit: bool | None
    website: str | None


@dataclass(frozen=True, slots=True)
class MembershipRow:
    organisation_id: str
    member_id: str
    role: str
    verified: bool


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
class ProfileRow:
    id: str
    owner_id: str
    status: str
    visibility: str
    headline: str
    about: str
    language: str
    offers: list[str]
    seeks: list[str]
    availability_hours_per_month: int | None
    published_at: datetime | None
    newest: datetime


@dataclass(frozen=True, slots=True)
class SkillUnder:
    slug: str
    label: Localized
    esco_uri: str | None
    parent: str


@dataclass(frozen=True, slots=True)
class EntryRow:
    """A document of the catalogue, by reference."""

    entity_id: str
    type_name: str


@dataclass(frozen=True, slots=True)
class CardRow:
    """A support offer's card. Lists go by ``place`` (open first), then ``deadline`` (apply_until, none last)."""

    id: str
    type_name: str
    programme_slug: str
    kind: str
    status: str
    title: Localized
    summary: Localized
    topic_slugs: list[str]
    audiences: list[str]
    apply_until: datetime | None
    url: str | None
    place: int
    deadline: datetime


@dataclass(frozen=True, slots=True)
class CounsellingRow:
    id: str
    hours_per_project: int
    fields: list[str]
    places_free: int | None


@dataclass(frozen=True, slots=True)
class EventRow:
    id: str
    format: str
    starts_at: datetime
    ends_at: datetime
    region_ars: str | None
    is_online: bool
    accessibility: list[str]
    seats_free: int | None


@dataclass(frozen=True, slots=True)
class AcceleratorRow:
    """``max_funding_per_team`` is in EUR."""

    id: str
    format: str
    max_funding_per_team: Decimal | None


@dataclass(frozen=True, slots=True)
class TeamIdeaRow:
    accelerator_id: str
    idea_id: str
    awarded: bool


@dataclass(frozen=True, slots=True)
class ChallengeRow:
    id: str
    accelerator_id: str
    title: Localized
    topic_slugs: list[str]


@dataclass(frozen=True, slots=True)
class DocumentRow:
    """One row of the view ``document``, with the mark of its parts."""

    entity_id: str
    type_name: str
    kind: str
    visibility: str
    owner_id: str | None
    programme_slug: str | None
    text_hash: str
    topics: list[str]
    regions: list[str]
    offers: list[str]
    seeks: list[str]


@dataclass(frozen=True, slots=True)
class PartsRow:
    """The parts of a document, with their mark."""

    entity_id: str
    text_hash: str
    parts: dict[str, str]


@dataclass(frozen=True, slots=True)
class SubjectRow:
    """An idea or a profile that matches are sought for."""

    entity_id: str
    programme_slug: str | None
    parts: dict[str, str]
    topics: list[str]
    regions: list[str]
    offers: list[str]
    seeks: list[str]


@dataclass(frozen=True, slots=True)
class ScoredRow:
    """A document that has words of a question; the score grows with their number and rareness, and has no upper end."""

    entity_id: str
    score: float


@dataclass(frozen=True, slots=True)
class EmbeddingRow:
    """``vector`` is little-endian float32."""

    entity_id: str
    text_hash: str
    vector: bytes


@dataclass(frozen=True, slots=True)
class MatchStateRow:
    subject_id: str
    target_id: str
    state: str


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


@dataclass(frozen=True, slots=True)
class LockedProfileRow:
    id: str
    status: str
