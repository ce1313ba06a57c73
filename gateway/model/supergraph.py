"""The composed graph as the gateway reads it from a supergraph SDL (join spec v0.1 to v0.5)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from graphql import GraphQLSchema


@dataclass(frozen=True, slots=True)
class Subgraph:
    """A subgraph: ``graph`` is its value in the enum join__Graph, ``name`` and ``url`` are what its owner gave."""

    graph: str
    name: str
    url: str


@dataclass(frozen=True, slots=True)
class Supergraph:
    """Read once, shared by everything, swapped whole.

    ``subgraphs``: by name. ``schema``: all types, inaccessible ones included. ``api``: what clients see.
    """

    sdl: str
    subgraphs: Mapping[str, Subgraph]
    schema: GraphQLSchema
    api: GraphQLSchema
