"""The rows of documents, matches and what they are found by.

Fields stand in the order of the columns.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from services.kit.sql import Composite


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
    languages: list[str]


@dataclass(frozen=True, slots=True)
class MarkRow:
    """A document with the mark of its text."""

    entity_id: str
    text_hash: str


@dataclass(frozen=True, slots=True)
class ShownCardRow:
    """A document that may be given out; of an idea and of a profile the columns of its card, else None.

    ``is_own``: an offer of the marketplace itself.
    """

    entity_id: str
    idea: Composite | None
    profile: Composite | None
    is_own: bool


@dataclass(frozen=True, slots=True)
class FoundCardRow:
    """The same of what a search found; ``passages`` with its words are one text, None where nothing has them."""

    entity_id: str
    idea: Composite | None
    profile: Composite | None
    is_own: bool
    passages: str | None


@dataclass(frozen=True, slots=True)
class TraitsRow:
    """What filters and facets ask of a document; ``states`` are the keys of the states that its regions lie in."""

    entity_id: str
    kind: str
    programme: str | None
    topics: list[str]
    regions: list[str]
    states: list[str]
    status: str | None
    languages: list[str]
    apply_until: datetime | None


@dataclass(frozen=True, slots=True)
class MomentRow:
    """When an offer begins, or where it does not begin at a time, until when it can be applied for."""

    entity_id: str
    moment: datetime


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
    languages: list[str]


@dataclass(frozen=True, slots=True)
class OfKindRow:
    """What is of a kind that a question names, and whether it is there and for whom the question says."""

    entity_id: str
    says_all: bool


@dataclass(frozen=True, slots=True)
class TermsRow:
    """What the words of a question lead to and what they score, and what holds all words of a search.

    ``scores``, by place of ``ids``: how much of the question a document says, 0 to 1, the rarer words for more.
    ``led``: ids to which rare words lead, whoever else was asked about. ``held``, best first, with ``held_types``.
    ``over``: offers that the time has closed or ended, by place their titles and their owners, one a line.
    """

    ids: list[str]
    scores: list[float]
    led: list[str]
    held: list[str]
    held_types: list[str]
    over: list[str]
    over_titles: list[str]
    over_owners: list[str]


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
