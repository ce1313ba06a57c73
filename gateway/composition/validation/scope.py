"""What a rule sees: one subgraph, the facts about it, and where to put errors."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from gateway.composition.elements import Schema
from gateway.composition.facts import Facts
from gateway.composition.report import Report
from gateway.composition.state import SubgraphState
from gateway.model.composition import SourceLocation


@dataclass(frozen=True, slots=True)
class Scope:
    """One subgraph under validation."""

    state: SubgraphState
    facts: Facts
    report: Report
    possible: Mapping[str, frozenset[str]]
    """Composite type -> the object types that it can be in any of the subgraphs."""

    @property
    def schema(self) -> Schema:
        """The subgraph's schema."""
        return self.state.schema

    @property
    def name(self) -> str:
        """The subgraph's name."""
        return self.state.name

    def error(self, code: str, message: str, locations: Iterable[SourceLocation] = ()) -> None:
        """An error of this subgraph."""
        self.report.error(code, f"[{self.name}] {message}", locations)
