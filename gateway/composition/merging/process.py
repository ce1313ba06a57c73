"""What merging carries from step to step."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from gateway.composition.elements import Argument, Element, Field, Schema, Type
from gateway.composition.facts import Facts
from gateway.composition.report import Report, location
from gateway.composition.specs import Version
from gateway.composition.state import SubgraphState
from gateway.composition.words import subgraphs_named
from gateway.model.composition import SourceLocation

T = TypeVar("T", bound=Element)
Member = TypeVar("Member", Field, Argument)
Sources = dict[int, T | None]
"""Subgraph (by place in the order of names) -> its element; None where it could have one but has none."""


@dataclass(slots=True)
class EnumUse:
    """Where an enum is used; the first coordinate of each kind is named in messages."""

    as_input: str | None = None
    as_output: str | None = None
    locations: list[SourceLocation] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Pending:
    """Directives to merge once every element is there."""

    names: tuple[str, ...]
    sources: Mapping[int, Element | None]
    target: Element
    extra: tuple[tuple[int, Element], ...] = ()


@dataclass(slots=True)
class Merging:
    """The subgraphs in the order of their names, the supergraph so far, and what is to be said.

    ``graphs``: values of join__Graph. ``composed``: directive of the supergraph -> federation word, or None for one
    that `@composeDirective` composes. ``version``: the newest federation version used.
    """

    subgraphs: tuple[SubgraphState, ...]
    facts: tuple[Facts, ...]
    graphs: tuple[str, ...]
    version: Version
    report: Report
    result: Schema = field(default_factory=Schema)
    composed: dict[str, str | None] = field(default_factory=dict)
    custom: dict[str, frozenset[int]] = field(default_factory=dict)
    enum_uses: dict[str, EnumUse] = field(default_factory=dict)
    pending: list[Pending] = field(default_factory=list)
    removed: set[int] = field(default_factory=set)
    access_sources: dict[tuple[str, str], list[tuple[int, Element]]] | None = None

    @property
    def names(self) -> tuple[str, ...]:
        """The subgraphs' names."""
        return tuple(subgraph.name for subgraph in self.subgraphs)

    def types_named(self, name: str) -> Sources[Type]:
        """The type of this name in each subgraph that has one."""
        return {
            index: declared
            for index, subgraph in enumerate(self.subgraphs)
            if (declared := subgraph.schema.types.get(name)) is not None
        }

    def subgraphs_of(self, indexes: Iterable[int]) -> str:
        """`subgraphs "a" and "b"`."""
        return subgraphs_named(self.subgraphs[index].name for index in indexes)

    def locations(self, sources: Mapping[int, Element | None]) -> list[SourceLocation]:
        """Where the elements stand."""
        return [place for index, element in sources.items() if element for place in self.place(index, element)]

    def place(self, index: int, element: Element) -> tuple[SourceLocation, ...]:
        """Where one element stands."""
        return location(self.subgraphs[index].name, element.node)


Describe = Callable[[T], str | None]
