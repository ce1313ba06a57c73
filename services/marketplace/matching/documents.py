"""The nouns of matching: what may be found, what is asked, what came of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum


class MatchKind(Enum):
    """What a document is."""

    IDEA = "IDEA"
    PROFILE = "PROFILE"
    SUPPORT_OFFER = "SUPPORT_OFFER"
    PROJECT = "PROJECT"
    DATASET = "DATASET"


@dataclass(frozen=True, slots=True)
class Document:
    """One row of the view ``document``: something that matching may show to somebody.

    ``programme`` is the slug of the programme it belongs to, None where it belongs to none (profiles, most ideas).
    ``members_only`` documents are shown to logged-in members alone. ``offers`` and ``seeks`` are contribution kinds.
    """

    entity_id: str
    type_name: str
    kind: MatchKind
    owner_id: str | None = None
    members_only: bool = False
    programme: str | None = None
    topics: frozenset[str] = frozenset()
    regions: frozenset[str] = frozenset()
    offers: frozenset[str] = frozenset()
    seeks: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Subject:
    """What a match is sought for: a free text, an idea or a profile, as far as ranking needs it.

    A free text has no id, no programme and no contributions of its own.
    """

    entity_id: str | None = None
    programme: str | None = None
    topics: frozenset[str] = frozenset()
    regions: frozenset[str] = frozenset()
    offers: frozenset[str] = frozenset()
    seeks: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Wanted:
    """Filters that work inside the search; an empty set does not filter.

    ``regions`` are the wanted regions with all their parts, as region keys (ARS).
    """

    kinds: frozenset[MatchKind] = frozenset()
    topics: frozenset[str] = frozenset()
    regions: frozenset[str] = frozenset()
    crossing_ministries: bool = False
    with_members_only: bool = False
    without: frozenset[str] = field(default=frozenset())  # ids: the subject, its team's own things, dismissed pairs


@dataclass(frozen=True, slots=True)
class Hit:
    """A document near the question; ``similarity`` is the cosine, -1 to 1."""

    entity_id: str
    similarity: float


@dataclass(frozen=True, slots=True)
class Candidate:
    """A hit with what ranking starts from: nearness to the question and its surroundings, and common words."""

    entity_id: str
    similarity: float
    relevance: float


@dataclass(frozen=True, slots=True)
class Explanation:
    """The parts of a score in the order of their weight."""

    similarity: float
    shared_topics: tuple[str, ...]
    complementary: tuple[str, ...]
    same_region: bool
    crosses_ministries: bool
    model_version: str


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A document with its score, 0 to 1, and the reasons."""

    document: Document
    score: float
    explanation: Explanation
