"""What may be kept as a search. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from services.kit.changing import Fault, FaultCode
from services.marketplace.rules.faults import invalid, too_long, too_many, unwritten

LONGEST_NAME = 200
LONGEST_QUERY = 1_000
MOST_VALUES = 100
MOST_SEARCHES = 50  # of a person: each is asked about with every document that comes in


class SearchAlert(Enum):
    """When the owner of a search is told of what comes in for it."""

    NEVER = "NEVER"
    DAILY = "DAILY"
    AT_ONCE = "AT_ONCE"


@dataclass(frozen=True, slots=True)
class Kept:
    """A search as it is kept. ``statuses`` and ``languages`` are the words of the filter."""

    name: str
    query: str
    alert: SearchAlert
    kinds: Sequence[str] = ()
    topics: Sequence[str] = ()
    regions: Sequence[str] = ()
    programmes: Sequence[str] = ()
    statuses: Sequence[str] = ()
    languages: Sequence[str] = ()
    open_until: datetime | None = None


def faults_of_search(kept: Kept, how_many: int) -> list[Fault]:
    """``how_many`` the person has beside it.

    >>> [each.path for each in faults_of_search(Kept(" ", "Wald", SearchAlert.DAILY), 0)]
    [('input', 'name')]
    """
    texts = {"name": kept.name, "query": kept.query}
    faults = [*unwritten(texts), *too_long({"name": kept.name}, LONGEST_NAME)]
    faults += too_long({"query": kept.query}, LONGEST_QUERY)
    faults += too_many(
        {"topicSlugs": kept.topics, "regionArs": kept.regions, "programmes": kept.programmes}, MOST_VALUES
    )
    faults += [invalid(name, "must not have the zero character") for name, text in texts.items() if "\0" in text]
    if how_many >= MOST_SEARCHES:
        message = "You have {most} searches; delete one first."
        faults.append(Fault(FaultCode.LIMIT_EXCEEDED, message, (), {"most": MOST_SEARCHES}))
    return faults
