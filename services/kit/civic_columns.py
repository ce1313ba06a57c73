"""The columns that offers and projects have in every house, for its imports."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from enum import Enum

from services.kit.civic import Maturity, ProjectStatus, Sector, SupportOfferKind, SupportOfferStatus
from services.kit.columns import Column, address, day, free, identifier, moment, needed, one_of, several, text, words
from services.kit.database import Database
from services.kit.reading import Record
from services.kit.topics import unknown_topics


def names_of(kind: type[Enum]) -> list[str]:
    """The words of an enum of the schema."""
    return [str(each.value) for each in kind]


OFFER: Sequence[Column] = (
    needed("id", identifier),
    words("title"),
    words("summary"),
    free("kind", one_of(names_of(SupportOfferKind))),
    needed("status", one_of(names_of(SupportOfferStatus))),
    free("audiences", several(one_of(names_of(Sector))), default=[]),
    free("topics", several(identifier), default=[]),
    free("apply_until", moment),
    free("opens_at", moment),
    free("ends_at", moment),
    free("url", address),
    free("published_on", day),
)
PROJECT: Sequence[Column] = (
    needed("id", identifier),
    needed("title", text()),
    words("abstract"),
    needed("runs_from", day),
    free("runs_until", day),
    free("idea_id", identifier),
    free("repository_url", address),
    free("license", text()),
    free("topics", several(identifier), default=[]),
)
STATE: Sequence[Column] = (
    needed("status", one_of(names_of(ProjectStatus))),
    needed("maturity", one_of(names_of(Maturity))),
)
"""Of a project whose state is kept elsewhere, too."""


def without(columns: Sequence[Column], *names: str) -> tuple[Column, ...]:
    """Those that a house has."""
    return tuple(column for column in columns if column.name not in names)


async def topics_known(inside: Database, rows: Sequence[Record], now: datetime) -> Mapping[str, list[str]]:
    """By id the topics that there are not, as far as the copy of the tree knows; every row is in it."""
    return unknown_by_key(rows, await unknown_topics(inside, topics_of(rows)))


def topics_of(rows: Sequence[Record]) -> list[str]:
    """All that rows name, each once."""
    return sorted({slug for row in rows for slug in row["topics"]})


def unknown_by_key(rows: Sequence[Record], unknown: Sequence[str], key: str = "id") -> Mapping[str, list[str]]:
    """Why rows with one of these topics do not fit; every row is in it.

    >>> unknown_by_key([{"id": "a", "topics": ["x", "care"]}, {"id": "b", "topics": []}], ["x"])
    {'a': ['topics names no topic: x'], 'b': []}
    """
    found = {row[key]: [slug for slug in row["topics"] if slug in unknown] for row in rows}
    return {name: [f"topics names no topic: {', '.join(slugs)}"] if slugs else [] for name, slugs in found.items()}
