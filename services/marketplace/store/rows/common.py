"""The rows of any field: what hangs on a parent, ids, counts, values that name nothing.

Fields stand in the order of the columns.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

Localized = Mapping[str, str]  # keys de, en, deSimple


@dataclass(frozen=True, slots=True)
class LinkUnder:
    """One link: what hangs on a parent, both by id."""

    parent: str
    target: str


@dataclass(frozen=True, slots=True)
class IdRow:
    """One of those that were asked about; the others are not what was asked."""

    id: str


@dataclass(frozen=True, slots=True)
class UnknownRow:
    """A value of a filter's field that names nothing."""

    field: str
    value: str


@dataclass(frozen=True, slots=True)
class CountRow:
    id: str
    count: int
