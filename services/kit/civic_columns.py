"""The columns that offers and projects have in every house, for its imports."""

from __future__ import annotations

from collections.abc import Sequence
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


async def topics_known(inside: Database, row: Record, now: datetime) -> Sequence[str]:
    """Topics that there are not, as far as the copy of the tree knows."""
    unknown = await unknown_topics(inside, row["topics"])
    return [f"topics names no topic: {', '.join(unknown)}"] if unknown else []
