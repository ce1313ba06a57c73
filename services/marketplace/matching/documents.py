"""The nouns of matching: what may be found, what is asked, what came of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum
from typing import NamedTuple

from services.marketplace.matching.narrowing import NOTHING, Narrowing
from services.marketplace.matching.parts import Vector


class MatchKind(Enum):
    """What a document is."""

    IDEA = "IDEA"
    PROFILE = "PROFILE"
    SUPPORT_OFFER = "SUPPORT_OFFER"
    PROJECT = "PROJECT"
    DATASET = "DATASET"

    __hash__ = object.__hash__  # each is one object; that of Enum is a call of Python, hundreds of times a question


@dataclass(frozen=True, slots=True)
class Document:
    """One row of the view ``document``: something that matching may show to somebody.

    ``programme`` is the slug of the programme it belongs to, None where it belongs to none (profiles, most ideas).
    ``members_only`` documents are shown to logged-in members alone. ``offers`` and ``seeks`` are contribution kinds,
    ``languages`` DE or EN, or both.
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
    languages: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Subject:
    """What a match is sought for: a free text, an idea or a profile, as far as ranking needs it.

    A free text has no id, no programme and no contributions of its own; ``asks_kinds``, ``hints_kinds`` (which words
    may mean) and ``asks_states`` (the first two digits of region keys; ``near_states`` of those in which a named place
    lies), ``in_time`` (ids of what begins or ends in the time that is named), ``for_sector`` (ids of offers for whom
    help is sought) and ``of_finer`` (ids of offers of the finer kinds that are named: money, a course) are what its
    words ask for, which moves documents up and hides none.
    """

    entity_id: str | None = None
    programme: str | None = None
    topics: frozenset[str] = frozenset()
    regions: frozenset[str] = frozenset()
    offers: frozenset[str] = frozenset()
    seeks: frozenset[str] = frozenset()
    languages: frozenset[str] = frozenset()
    asks_kinds: frozenset[MatchKind] = frozenset()
    hints_kinds: frozenset[MatchKind] = frozenset()
    asks_states: frozenset[str] = frozenset()
    near_states: frozenset[str] = frozenset()
    in_time: frozenset[str] = frozenset()
    for_sector: frozenset[str] = frozenset()
    of_finer: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Marked:
    """A document with the mark of its text: as long as that is the same, so is its vector."""

    document: Document
    text_hash: str


@dataclass(frozen=True, slots=True)
class Entry:
    """A document as an index holds it."""

    document: Document
    text_hash: str
    vector: Vector


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody wants to see; an empty set does not narrow.

    ``regions`` are the wanted regions with all their parts, as region keys (ARS). What of ``narrowing`` hangs on time
    is asked of the database, the rest of the index. ``all_of_it``: also what lies behind the nearest, since somebody
    counts it or turns pages.
    """

    kinds: frozenset[MatchKind] = frozenset()
    topics: frozenset[str] = frozenset()
    regions: frozenset[str] = frozenset()
    crossing_ministries: bool = False
    with_members_only: bool = False
    without: frozenset[str] = field(default=frozenset())  # ids: the subject, its team's own things, dismissed pairs
    narrowing: Narrowing = NOTHING
    all_of_it: bool = False

    @property
    def is_narrow(self) -> bool:
        """Whether more than a kind is asked for: then all that passes is wanted, and not the nearest of it."""
        return bool(self.topics or self.regions or self.crossing_ministries) or self.narrowing != NOTHING

    @property
    def is_filtered(self) -> bool:
        """Whether anything is asked for."""
        return bool(self.kinds) or self.is_narrow


@dataclass(frozen=True, slots=True)
class Filter:
    """The rule that a document must pass to be found, as an index applies it inside the search.

    An empty set does not narrow. ``not_of`` is None, or the programmes to which a document may not belong; then it must
    belong to some. ``programmes``: it belongs to one of these; ``languages``: its text is in one of these.
    """

    kinds: frozenset[MatchKind] = frozenset()
    topics: frozenset[str] = frozenset()
    regions: frozenset[str] = frozenset()
    with_members_only: bool = False
    not_of: frozenset[str] | None = None
    programmes: frozenset[str] = frozenset()
    languages: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Search:
    """What an index is asked: the nearest ``count`` to the vector that pass the filter and are not ``without``.

    Where no more than ``few`` pass, all of them are wanted. ``among``: only documents of these ids, None for all.
    """

    vector: Vector
    count: int
    filter: Filter
    without: frozenset[str] = frozenset()
    few: int = 0
    among: frozenset[str] | None = None


class Key(NamedTuple):
    """What may be given out: a document by its id, and whether also when the time has closed or ended it."""

    entity_id: str
    though_over: bool = False


@dataclass(frozen=True, slots=True)
class Hit:
    """A document near the question; ``similarity`` is the cosine, -1 to 1."""

    entry: Entry
    similarity: float


@dataclass(frozen=True, slots=True)
class Candidate:
    """A document with its similarity to the question, and its score: what it is ordered by, 0 to 1.

    ``relevance`` (0 to 1) means the same for every question: from ``FITS`` on, a person would say that it fits.
    ``though_over``: it is an offer that the time has closed or ended, and the question names it.
    """

    entry: Entry
    similarity: float
    score: float
    relevance: float = 0.0
    though_over: bool = False

    @property
    def document(self) -> Document:
        return self.entry.document


@dataclass(frozen=True, slots=True)
class Explanation:
    """The parts of a score in the order of their weight."""

    similarity: float
    shared_topics: tuple[str, ...]
    complementary: tuple[str, ...]
    same_region: bool
    crosses_ministries: bool
    model_version: str
