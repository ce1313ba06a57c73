"""The schema as composition works on it: one subgraph's, and the one that grows out of all of them.

Mutable, unlike the gateway's nouns: reading, the Federation 1 upgrade and merging build these step by step, and
nothing of them leaves the room. Types are referred to by name, so that a schema can be cut and merged freely.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import Enum

from graphql import Node

from gateway.composition.typerefs import is_non_null
from gateway.composition.values import Value


class Kind(Enum):
    """Kinds of named types; the value is the SDL keyword."""

    SCALAR = "scalar"
    OBJECT = "type"
    INTERFACE = "interface"
    UNION = "union"
    ENUM = "enum"
    INPUT = "input"


ROOTS = {"query": "Query", "mutation": "Mutation", "subscription": "Subscription"}


@dataclass(slots=True, eq=False)
class Applied:
    """A directive on an element. ``spec``: the federation word it stands for, whatever its name here is.

    ``block``: 0 on the definition of a type, n on its nth extension (`@shareable` holds for one block only).
    """

    name: str
    args: dict[str, Value] = field(default_factory=dict)
    spec: str | None = None
    node: Node | None = None
    block: int = 0


@dataclass(slots=True, eq=False)
class Argument:
    """An argument of a field or of a directive definition."""

    name: str
    parent: str
    type: str = ""
    default: Value = None
    has_default: bool = False
    description: str | None = None
    applied: list[Applied] = field(default_factory=list)
    node: Node | None = None

    @property
    def coordinate(self) -> str:
        """``Type.field(argument:)``"""
        return f"{self.parent}({self.name}:)"

    @property
    def is_required(self) -> bool:
        """GraphQL 5.4.2.1: non-null and without a default."""
        return is_non_null(self.type) and not self.has_default


@dataclass(slots=True, eq=False)
class Field:
    """A field of an object, an interface or (with a default, without arguments) an input object."""

    name: str
    parent: str
    type: str = ""
    args: dict[str, Argument] = field(default_factory=dict)
    default: Value = None
    has_default: bool = False
    description: str | None = None
    applied: list[Applied] = field(default_factory=list)
    node: Node | None = None
    block: int = 0

    @property
    def coordinate(self) -> str:
        """``Type.field``"""
        return f"{self.parent}.{self.name}"

    @property
    def is_required(self) -> bool:
        """GraphQL 3.10: for an input field, non-null and without a default."""
        return is_non_null(self.type) and not self.has_default


@dataclass(slots=True, eq=False)
class EnumValue:
    """One value of an enum."""

    name: str
    parent: str
    description: str | None = None
    applied: list[Applied] = field(default_factory=list)
    node: Node | None = None

    @property
    def coordinate(self) -> str:
        """``Enum.VALUE``"""
        return f"{self.parent}.{self.name}"


@dataclass(slots=True, eq=False)
class Type:
    """A named type. ``extensions``: how many `extend` blocks it has; all that is in it keeps its order."""

    name: str
    kind: Kind
    description: str | None = None
    applied: list[Applied] = field(default_factory=list)
    fields: dict[str, Field] = field(default_factory=dict)
    interfaces: dict[str, None] = field(default_factory=dict)
    members: dict[str, None] = field(default_factory=dict)
    values: dict[str, EnumValue] = field(default_factory=dict)
    node: Node | None = None
    has_definition: bool = False
    extensions: int = 0

    @property
    def coordinate(self) -> str:
        """The name."""
        return self.name


@dataclass(slots=True, eq=False)
class DirectiveDefinition:
    """A directive's definition."""

    name: str
    args: dict[str, Argument] = field(default_factory=dict)
    locations: list[str] = field(default_factory=list)
    repeatable: bool = False
    description: str | None = None
    node: Node | None = None
    applied: list[Applied] = field(default_factory=list)

    @property
    def coordinate(self) -> str:
        """``@name``"""
        return f"@{self.name}"


@dataclass(slots=True, eq=False)
class Schema:
    """Named types, directive definitions, and what stands on the schema itself."""

    types: dict[str, Type] = field(default_factory=dict)
    directives: dict[str, DirectiveDefinition] = field(default_factory=dict)
    roots: dict[str, str] = field(default_factory=dict)
    description: str | None = None
    applied: list[Applied] = field(default_factory=list)
    node: Node | None = None
    _runtime_types: dict[str, list[str]] | None = None

    @property
    def coordinate(self) -> str:
        """The schema definition has no coordinate."""
        return "schema"

    def runtime_types(self, name: str) -> list[str]:
        """Object types that a value of this composite type can have, in the schema's order."""
        if self._runtime_types is None:
            self._runtime_types = _runtime_types(self)
        return self._runtime_types.get(name, [])

    def forget(self) -> None:
        """Call after types came, went or changed what they implement."""
        self._runtime_types = None


Element = Argument | Field | EnumValue | Type | DirectiveDefinition | Schema
COMPOSITE = (Kind.OBJECT, Kind.INTERFACE, Kind.UNION)
WITH_FIELDS = (Kind.OBJECT, Kind.INTERFACE)


def _runtime_types(schema: Schema) -> dict[str, list[str]]:
    possible: dict[str, list[str]] = {}
    for declared in schema.types.values():
        if declared.kind is Kind.OBJECT:
            possible[declared.name] = [declared.name]
            for interface in declared.interfaces:
                possible.setdefault(interface, []).append(declared.name)
        elif declared.kind is Kind.UNION:
            possible[declared.name] = list(declared.members)
    return possible


def applications(element: Element, spec: str) -> list[Applied]:
    """The applications of the federation directive with this word."""
    return [applied for applied in element.applied if applied.spec == spec]


def is_marked(element: Element, spec: str) -> bool:
    """Whether the federation directive with this word stands on the element itself."""
    return any(applied.spec == spec for applied in element.applied)


def elements_of(schema: Schema) -> Iterator[Element]:
    """The schema, its types and all that is in them, and the arguments of directives, in order."""
    yield schema
    for declared in schema.types.values():
        yield declared
        for member in declared.fields.values():
            yield member
            yield from member.args.values()
        yield from declared.values.values()
    for definition in schema.directives.values():
        yield from definition.args.values()


def element_at(schema: Schema, coordinate: str) -> Element | None:
    """The element that a coordinate (`Type`, `Type.field`, `Type.field(arg:)`, `@name(arg:)`) names, if it is there."""
    if coordinate.startswith("@"):
        directive, _, argument = coordinate[1:].partition("(")
        definition = schema.directives.get(directive)
        return definition.args.get(argument.removesuffix(":)")) if definition and argument else definition
    type_name, _, rest = coordinate.partition(".")
    declared = schema.types.get(type_name)
    if declared is None or not rest:
        return declared
    member_name, _, argument = rest.partition("(")
    member = declared.fields.get(member_name)
    if member is None:
        return declared.values.get(member_name)
    return member.args.get(argument.removesuffix(":)")) if argument else member
