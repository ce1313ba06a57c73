"""The rows of a shared index; fields in the order of the columns."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class HeldRow:
    """A document; ``vector`` as pgvector sends it: four bytes, then half-precision numbers, all big-endian."""

    entity_id: str
    text_hash: str
    type_name: str
    kind: str
    owner_id: str | None
    members_only: bool
    programme: str
    topics: list[str]
    regions: list[str]
    offers: list[str]
    seeks: list[str]
    languages: list[str]
    vector: bytes


@dataclass(frozen=True, slots=True)
class NearRow(HeldRow):
    """One that the search in this place found."""

    place: int
    similarity: float
