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
class EntryFilter:
    """None means: any."""

    category: str | None
    status: str | None


@dataclass(frozen=True, slots=True)
class EntryPage:
    """Arguments of a round's list of entries."""

    wanted: EntryFilter
    page: PageRequest


@dataclass(frozen=True, slots=True)
class Years:
    """First and last year, both within; None means: open."""

    first: int | None
    last: int | None


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
