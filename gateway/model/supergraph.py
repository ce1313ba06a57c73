"""The composed graph as the gateway reads it from a supergraph SDL (join spec v0.1 to v0.5).

What a subgraph has of a type stands in ``Supergraph.joined[type][subgraph]``; subgraphs are always named as their
owners named them, never by their value in the enum join__Graph.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from graphql import GraphQLSchema

from gateway.model.operation import Selections

EMPTY_MAPPING: Mapping[str, Mapping[str, JoinedType]] = MappingProxyType({})


CIVIC = "https://civic-coding.de/specs/civic/v0.1"
"""Our own specification, for what a supergraph says beyond the join specification."""
OWNER = "civic__owner"
ROOT_NAME = "civic__rootName"


@dataclass(frozen=True, slots=True)
class Subgraph:
    """A subgraph: ``graph`` is its value in the enum join__Graph, ``name`` and ``url`` are what its owner gave, and so
    are ``owner`` and ``contact``, where the supergraph carries them (`@civic__owner`). ``root_names``: name of a root
    type in the supergraph -> the subgraph's own name for it, where that is ever said (`@civic__rootName`).
    """

    graph: str
    name: str
    url: str
    owner: str | None = None
    contact: str | None = None
    root_names: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class EntityKey:
    """One ``@key``: ``text`` as written, ``fields`` as selections. Not resolvable: no entity may be fetched by it."""

    text: str
    fields: Selections
    is_resolvable: bool = True


@dataclass(frozen=True, slots=True)
class ContextArgument:
    """``@fromContext`` of one argument: ``type`` as text, ``context`` its full name, ``selection`` as written."""

    name: str
    type: str
    context: str
    selection: str


@dataclass(frozen=True, slots=True)
class JoinedField:
    """A field as one subgraph has it.

    ``type``: the GraphQL text of its type there (may be narrower than the supergraph's). ``is_external``: the subgraph
    names the field but does not give it, unless a ``@provides`` on the way says so. ``is_overridden``: another subgraph
    has taken the field over for good. ``label`` is a progressive override's: with ``is_override`` this subgraph gives
    the field when the label is active, without it when the label is not active.
    """

    type: str
    is_external: bool = False
    is_overridden: bool = False
    is_override: bool = False
    label: str | None = None
    requires: Selections = ()
    provides: Selections = ()
    context_arguments: tuple[ContextArgument, ...] = ()


@dataclass(frozen=True, slots=True)
class JoinedType:
    """A composite type as one subgraph has it.

    ``interfaces``: those that it implements there; ``members``: of a union there; ``possible``: the object types that
    an abstract type can be there (itself for an object type or an @interfaceObject).
    """

    fields: Mapping[str, JoinedField]
    keys: tuple[EntityKey, ...] = ()
    is_interface_object: bool = False
    interfaces: frozenset[str] = frozenset()
    members: frozenset[str] = frozenset()
    possible: frozenset[str] = frozenset()
    contexts: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class AuthRequirement:
    """What ``@authenticated``, ``@requiresScopes`` and ``@policy`` demand at one coordinate.

    ``scopes`` and ``policies`` are alternatives (any one of the outer, all of the inner); None where there is no
    directive.
    """

    authenticated: bool = False
    scopes: tuple[tuple[str, ...], ...] | None = None
    policies: tuple[tuple[str, ...], ...] | None = None


@dataclass(frozen=True, slots=True)
class ListSize:
    """``@listSize`` of one field (cost v0.1). ``assumed``: items where no argument says it. ``arguments``: those that
    do, the largest of them. ``sized``: the lists below the field that have its size; none: the field itself.
    """

    assumed: int | None = None
    arguments: tuple[str, ...] = ()
    sized: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Supergraph:
    """Read once, shared by everything, swapped whole.

    ``subgraphs``: by name. ``schema``: all types, inaccessible ones included. ``api``: what clients see.
    ``joined``: composite type -> subgraph -> what that subgraph has of it. ``possible``: composite type -> the object
    types that it can be at run time. ``inaccessible`` and ``auth`` are keyed by schema coordinate (``Type``,
    ``Type.field``, ``Type.field(argument:)``, ``Enum.VALUE``). ``labels``: of all progressive overrides.
    ``weights`` (``@cost``) and ``list_sizes`` (``@listSize``) are keyed by coordinate, too.
    """

    sdl: str
    subgraphs: Mapping[str, Subgraph]
    schema: GraphQLSchema
    api: GraphQLSchema
    joined: Mapping[str, Mapping[str, JoinedType]] = field(default_factory=lambda: EMPTY_MAPPING)
    possible: Mapping[str, frozenset[str]] = field(default_factory=dict)
    inaccessible: frozenset[str] = frozenset()
    auth: Mapping[str, AuthRequirement] = field(default_factory=dict)
    labels: frozenset[str] = frozenset()
    weights: Mapping[str, int] = field(default_factory=dict)
    list_sizes: Mapping[str, ListSize] = field(default_factory=dict)
