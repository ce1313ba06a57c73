"""Keys of the loaders: the arguments of fields, and where a row belongs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from services.kit.paging import PageRequest

Statuses = tuple[str, ...] | None


@dataclass(frozen=True, slots=True)
class StatusPage:
    """Arguments of a list by status."""

    statuses: Statuses
    page: PageRequest


@dataclass(frozen=True, slots=True)
class FirstSlots:
    """The first ``limit`` appointments of a consultation."""

    limit: int
    free_only: bool


class Under(Protocol):
    """A row that says under which key it belongs."""

    @property
    def parent(self) -> str: ...


class Named(Protocol):
    """A row with an id."""

    @property
    def id(self) -> str: ...


def parent(row: Under) -> str:
    return row.parent


def identifier(row: Named) -> str:
    return row.id
