"""The shape of an answer: for every position what may stand there, and in which order."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from typing import TypeAlias

from gateway.model.operation import ALIASED_TYPENAME


class LeafKind(Enum):
    """What JSON values a leaf may have (GraphQL 3.5, "Result coercion"); a custom scalar may be anything."""

    STRING = "String"
    ID = "ID"
    INT = "Int"
    FLOAT = "Float"
    BOOLEAN = "Boolean"
    ENUM = "enum"
    CUSTOM = "custom"


@dataclass(frozen=True, slots=True)
class LeafShape:
    """``visible``: the values of an enum that clients may see. ``hidden``: those that are @inaccessible."""

    kind: LeafKind
    visible: frozenset[str] = frozenset()
    hidden: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class ListShape:
    item: Position


@dataclass(frozen=True, slots=True, eq=False)
class ObjectShape:
    """``fields``: by runtime type, in the client's order. ``assumed``: the fields of an object whose runtime type is
    not known or is the interface's own name; None where they would depend on it. ``hidden``: runtime types that are
    @inaccessible. ``type_name``: the declared type. Compared by identity: equal positions share one.
    """

    type_name: str
    fields: Mapping[str, tuple[FieldShape, ...]]
    assumed: tuple[FieldShape, ...] | None
    hidden: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Position:
    nullable: bool
    shape: Shape


class Source(Enum):
    """Where the value of a field comes from."""

    TREE = "tree"
    """The result tree, under the response key."""
    TYPENAME = "typename"
    """The runtime type of the object (GraphQL 4.4)."""
    DENIED = "denied"
    """Nowhere: the guard took it out. It is null, and has its error already."""


@dataclass(frozen=True, slots=True)
class FieldShape:
    """``key``: in the result tree. ``shown``: in the client's answer, the same but for an alias ``__typename``."""

    key: str
    name: str
    source: Source
    position: Position

    @property
    def shown(self) -> str:
        return "__typename" if self.key == ALIASED_TYPENAME else self.key


Shape: TypeAlias = LeafShape | ListShape | ObjectShape
