"""Keys of the loaders: the arguments of fields."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class FirstDatasets:
    """The newest ``limit`` data sets of a topic."""

    limit: int
    open_only: bool
