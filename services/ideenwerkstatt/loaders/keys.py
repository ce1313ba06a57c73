"""Keys of the loaders: the arguments of fields."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class FirstSlots:
    """The first ``limit`` appointments of a consultation."""

    limit: int
    free_only: bool
