"""Collects errors and hints, and puts their places into the subgraphs' sources."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from graphql import GraphQLError, Node

from gateway.composition.codes import HINT_LEVELS
from gateway.model.composition import CompositionError, CompositionHint, SourceLocation


@dataclass(slots=True)
class Report:
    """What composition has to say so far."""

    errors: list[CompositionError] = field(default_factory=list)
    hints: list[CompositionHint] = field(default_factory=list)

    def error(self, code: str, message: str, locations: Iterable[SourceLocation] = ()) -> None:
        """Collect an error."""
        self.errors.append(CompositionError(code, message, tuple(locations)))

    def hint(
        self, code: str, message: str, coordinate: str | None = None, locations: Iterable[SourceLocation] = ()
    ) -> None:
        """Collect a hint; its level comes from the table of codes."""
        self.hints.append(CompositionHint(code, message, HINT_LEVELS[code], coordinate, tuple(locations)))


def location(subgraph: str, node: Node | None) -> tuple[SourceLocation, ...]:
    """Where a node stands in its subgraph; nothing for what composition added itself."""
    if node is None or node.loc is None or node.loc.source.name != subgraph:
        return ()
    token = node.loc.start_token
    return (SourceLocation(subgraph, token.line, token.column),)


def error_from(subgraph: str, error: GraphQLError, code: str = "INVALID_GRAPHQL") -> CompositionError:
    """A graphql-core error as one of a subgraph."""
    locations: list[SourceLocation] = []
    if error.nodes:
        for node in error.nodes:
            locations += location(subgraph, node)
    elif error.locations:
        locations += [SourceLocation(subgraph, place.line, place.column) for place in error.locations]
    return CompositionError(code, f"[{subgraph}] {error.message}", tuple(locations))
