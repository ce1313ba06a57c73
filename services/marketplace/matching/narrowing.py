"""Filters that time decides, and so the database; and facets over what was found. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Protocol

OFFER = "SUPPORT_OFFER"  # the kind that has deadlines


class SearchFacet(Enum):
    """What found documents are counted by."""

    KIND = "KIND"
    TOPIC = "TOPIC"
    REGION = "REGION"
    PROGRAMME = "PROGRAMME"
    STATUS = "STATUS"
    LANGUAGE = "LANGUAGE"


class DocumentStatus(Enum):
    """What is shown of documents of all kinds, in the words of the kind; CLOSED and ENDED where a text names it."""

    PUBLISHED = "PUBLISHED"
    IN_IMPLEMENTATION = "IN_IMPLEMENTATION"
    COMPLETED = "COMPLETED"
    ANNOUNCED = "ANNOUNCED"
    OPEN = "OPEN"
    PLANNED = "PLANNED"
    RUNNING = "RUNNING"
    PAUSED = "PAUSED"
    DISCONTINUED = "DISCONTINUED"
    DEPRECATED = "DEPRECATED"
    CLOSED = "CLOSED"
    ENDED = "ENDED"


OVER = frozenset({DocumentStatus.CLOSED.value, DocumentStatus.ENDED.value})


@dataclass(frozen=True, slots=True)
class Narrowing:
    """An empty set does not narrow. ``open_until``: offers that can still be applied for at that moment."""

    programmes: frozenset[str] = frozenset()
    statuses: frozenset[DocumentStatus] = frozenset()
    languages: frozenset[str] = frozenset()
    open_until: datetime | None = None

    @property
    def hangs_on_time(self) -> bool:
        """Whether only the database can say what passes: the time opens and closes. The rest is in the index."""
        return bool(self.statuses) or self.open_until is not None


NOTHING = Narrowing()


class Traits(Protocol):
    """What is asked of a document at this moment; ``states`` are keys of states, ``languages`` DE, EN, DE_SIMPLE."""

    @property
    def kind(self) -> str: ...
    @property
    def programme(self) -> str | None: ...
    @property
    def topics(self) -> Sequence[str]: ...
    @property
    def regions(self) -> Sequence[str]: ...
    @property
    def states(self) -> Sequence[str]: ...
    @property
    def status(self) -> str | None: ...
    @property
    def languages(self) -> Sequence[str]: ...
    @property
    def apply_until(self) -> datetime | None: ...


def lets_through(rule: Narrowing, traits: Traits) -> bool:
    return (
        (not rule.programmes or traits.programme in rule.programmes)
        and (not rule.statuses or traits.status in {each.value for each in rule.statuses})
        and (not rule.languages or not rule.languages.isdisjoint(traits.languages))
        and (rule.open_until is None or is_open_until(rule.open_until, traits))
    )


def is_open_until(moment: datetime, traits: Traits) -> bool:
    """Of an offer without a deadline it is always true, of what is no offer or is over never."""
    if traits.kind != OFFER or traits.status in OVER:
        return False
    return traits.apply_until is None or traits.apply_until >= moment


def counted(found: Iterable[Traits], by: SearchFacet) -> list[tuple[str, int]]:
    """The values with how many have them, the most first; a document counts for each of its values."""
    counts = Counter(value for each in found for value in values_of(each, by))
    return sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))


def values_of(traits: Traits, by: SearchFacet) -> Sequence[str]:
    match by:
        case SearchFacet.KIND:
            return [traits.kind]
        case SearchFacet.TOPIC:
            return traits.topics
        case SearchFacet.REGION:
            return traits.states
        case SearchFacet.PROGRAMME:
            return [] if traits.programme is None else [traits.programme]
        case SearchFacet.STATUS:
            return [] if traits.status is None else [traits.status]
        case SearchFacet.LANGUAGE:
            return traits.languages
