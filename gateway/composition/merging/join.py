"""The join specification (https://specs.apollo.dev/join): definitions, graph names, and its directives."""

from __future__ import annotations

import re
from collections.abc import Sequence

from graphql import DefinitionNode, parse

from gateway.composition.elements import Applied, Element, EnumValue, Kind, Schema, Type
from gateway.composition.specs import JOIN, Version
from gateway.composition.state import SubgraphState
from gateway.composition.values import EnumWord, Value

_FIRST: Version = (0, 3)
_VERSIONS: tuple[tuple[Version, Version], ...] = (((2, 8), (0, 5)), ((2, 7), (0, 4)))
"""Newest first: the federation version that a version of the join specification needs."""


def join_version(federation: Version) -> Version:
    """The version to write for subgraphs of this federation version."""
    return next((join for needed, join in _VERSIONS if federation >= needed), _FIRST)


def join_url(version: Version) -> str:
    """The URL to link."""
    return f"{JOIN}/v{version[0]}.{version[1]}"


def join_definitions(version: Version) -> tuple[DefinitionNode, ...]:
    """Directive definitions and types of a version, without the enum of graphs."""
    label = ", overrideLabel: String" if version >= (0, 4) else ""
    context = ", contextArguments: [join__ContextArgument!]" if version >= (0, 5) else ""
    texts = [
        "scalar join__FieldSet",
        "directive @join__graph(name: String!, url: String!) on ENUM_VALUE",
        "directive @join__type(graph: join__Graph!, key: join__FieldSet, extension: Boolean! = false, "
        "resolvable: Boolean! = true, isInterfaceObject: Boolean! = false) "
        "repeatable on OBJECT | INTERFACE | UNION | ENUM | INPUT_OBJECT | SCALAR",
        "directive @join__field(graph: join__Graph, requires: join__FieldSet, provides: join__FieldSet, type: String, "
        f"external: Boolean, override: String, usedOverridden: Boolean{label}{context}) "
        "repeatable on FIELD_DEFINITION | INPUT_FIELD_DEFINITION",
        "directive @join__implements(graph: join__Graph!, interface: String!) repeatable on OBJECT | INTERFACE",
        "directive @join__unionMember(graph: join__Graph!, member: String!) repeatable on UNION",
        "directive @join__enumValue(graph: join__Graph!) repeatable on ENUM_VALUE",
    ]
    if version >= (0, 4):
        texts += [
            "scalar join__DirectiveArguments",
            "directive @join__directive(graphs: [join__Graph!], name: String!, args: join__DirectiveArguments) "
            "repeatable on SCHEMA | OBJECT | INTERFACE | FIELD_DEFINITION",
        ]
    if version >= (0, 5):
        texts += [
            "scalar join__FieldValue",
            "input join__ContextArgument "
            "{ name: String!, type: String!, context: String!, selection: join__FieldValue! }",
        ]
    return parse("\n".join(texts), no_location=True).definitions


def graph_names(subgraphs: Sequence[str]) -> tuple[str, ...]:
    """The value of join__Graph for each subgraph's name.

    >>> graph_names(["my-api", "my_api", "2nd", "v_1"])
    ('MY_API_1', 'MY_API_2', '_2ND', 'V_1_')
    """
    plain = [_graph_name(name) for name in subgraphs]
    seen: dict[str, int] = {}
    found = []
    for name in plain:
        if plain.count(name) == 1:
            found.append(name)
        else:
            seen[name] = seen.get(name, 0) + 1
            found.append(f"{name}_{seen[name]}")
    return tuple(found)


def _graph_name(name: str) -> str:
    word = re.sub(r"[^A-Za-z0-9_]", "_", name)
    if word[:1].isdigit():
        word = f"_{word}"
    # "_<digits>" at the end is kept for telling equal names apart.
    if re.search(r"_\d+$", word):
        word = f"{word}_"
    return word.upper()


def add_graphs(schema: Schema, subgraphs: Sequence[SubgraphState], graphs: Sequence[str]) -> None:
    """The enum join__Graph."""
    enum = Type("join__Graph", Kind.ENUM)
    for subgraph, graph in zip(subgraphs, graphs, strict=True):
        applied = Applied("join__graph", {"name": subgraph.name, "url": subgraph.url})
        enum.values[graph] = EnumValue(graph, enum.name, applied=[applied])
    schema.types[enum.name] = enum


def join(element: Element, directive: str, **args: Value) -> None:
    """Applies a join directive; arguments that are None are left out, a ``graph`` is written as an enum value."""
    written: dict[str, Value] = {}
    for name, value in args.items():
        if value is not None:
            written[name] = EnumWord(value) if name == "graph" and isinstance(value, str) else value
    element.applied.append(Applied(f"join__{directive}", written))
