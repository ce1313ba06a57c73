"""From what the client asked to the shape of the answer."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeAlias

from graphql import (
    GraphQLEnumType,
    GraphQLNamedType,
    GraphQLOutputType,
    GraphQLSchema,
    get_named_type,
    is_abstract_type,
    is_composite_type,
    is_list_type,
    is_non_null_type,
)

from gateway.model.budget import UNLIMITED, Budget
from gateway.model.operation import Field, Fragment, Operation, Selections
from gateway.model.shape import FieldShape, LeafKind, LeafShape, ListShape, ObjectShape, Position, Source
from gateway.model.supergraph import Supergraph
from gateway.model.types import field_type, possible_types

BUILT_IN = {kind.value: LeafShape(kind) for kind in LeafKind if kind not in (LeafKind.ENUM, LeafKind.CUSTOM)}
CUSTOM = LeafShape(LeafKind.CUSTOM)
INTROSPECTION = frozenset({"__schema", "__type"})

Selected: TypeAlias = list[Field]
"""Fields under one response key; their selections belong together (GraphQL 6.4.3 MergeSelectionSets)."""


def build_shape(
    asked: Operation, supergraph: Supergraph, allowed: Operation | None = None, budget: Budget = UNLIMITED
) -> ObjectShape:
    """The shape of the answer's ``data``.

    ``asked``: the client's operation. ``allowed``: what the guard left of it; what is missing there is denied.
    """
    shaping = _Shaping(supergraph, budget)
    return shaping.object(asked.root_type, asked.selections, allowed.selections if allowed else None)


class _Shaping:
    """Shares one ObjectShape between all positions of the same type with the same selections."""

    def __init__(self, supergraph: Supergraph, budget: Budget) -> None:
        self.budget = budget
        self.api: GraphQLSchema = supergraph.api
        self.all: GraphQLSchema = supergraph.schema
        self.known: dict[tuple[str, Selections, Selections | None], ObjectShape] = {}

    def object(self, type_name: str, selections: Selections, allowed: Selections | None) -> ObjectShape:
        known = self.known.get((type_name, selections, allowed))
        if known is None:
            known = self.known[type_name, selections, allowed] = self._object(type_name, selections, allowed)
        return known

    def _object(self, type_name: str, selections: Selections, allowed: Selections | None) -> ObjectShape:
        visible = possible_types(self.api.type_map[type_name], self.api)
        every = possible_types(self.all.type_map[type_name], self.all) if type_name in self.all.type_map else visible
        fields = {name: tuple(self._fields(name, selections, allowed)) for name in visible}
        # Behind an interface without types there are only the objects of an @interfaceObject: they have its fields.
        candidates = set(fields.values()) if every else {tuple(self._fields(type_name, selections, allowed))}
        assumed = self._assumed(type_name, fields, candidates)
        return ObjectShape(type_name, fields, assumed, frozenset(every) - frozenset(visible))

    def _assumed(
        self, type_name: str, fields: dict[str, tuple[FieldShape, ...]], different: set[tuple[FieldShape, ...]]
    ) -> tuple[FieldShape, ...] | None:
        if not is_abstract_type(self.api.type_map[type_name]):
            return fields[type_name]
        if len(different) != 1:
            return None
        common = different.pop()
        return None if any(field.source is Source.TYPENAME for field in common) else common

    def _fields(self, type_name: str, selections: Selections, allowed: Selections | None) -> Iterator[FieldShape]:
        named = self.api.type_map[type_name]
        left = None if allowed is None else self._collect(named, allowed)
        for key, same in self._collect(named, selections).items():
            name = same[0].name
            inner = tuple(selection for field in same for selection in field.selections)
            if name == "__typename":
                yield FieldShape(key, name, Source.TYPENAME, Position(False, BUILT_IN["String"]))
            elif name in INTROSPECTION:
                yield FieldShape(key, name, Source.TREE, Position(True, CUSTOM))
            else:
                denied = left is not None and key not in left
                inner_left = None if left is None or denied else tuple(s for f in left[key] for s in f.selections)
                position = self._position(field_type(named, name), inner, inner_left)
                yield FieldShape(key, name, Source.DENIED if denied else Source.TREE, position)

    def _collect(self, named: GraphQLNamedType, selections: Selections) -> dict[str, Selected]:
        """GraphQL 6.3.2 CollectFields for one runtime type."""
        collected: dict[str, Selected] = {}
        for field in self._applying(named, selections):
            collected.setdefault(field.key, []).append(field)
        return collected

    def _applying(self, named: GraphQLNamedType, selections: Selections) -> Iterator[Field]:
        self.budget.spend(len(selections))
        for selection in selections:
            if isinstance(selection, Field):
                yield selection
            elif self._applies(named, selection):
                yield from self._applying(named, selection.selections)

    def _applies(self, named: GraphQLNamedType, fragment: Fragment) -> bool:
        condition = self.api.type_map[fragment.type_condition]
        return condition is named or (is_abstract_type(condition) and self.api.is_sub_type(condition, named))

    def _position(self, type_: GraphQLOutputType, inner: Selections, allowed: Selections | None) -> Position:
        if is_non_null_type(type_):
            return Position(False, self._position(type_.of_type, inner, allowed).shape)
        if is_list_type(type_):
            return Position(True, ListShape(self._position(type_.of_type, inner, allowed)))
        named = get_named_type(type_)
        if is_composite_type(named):
            return Position(True, self.object(named.name, inner, allowed))
        return Position(True, self._leaf(named))

    def _leaf(self, type_: GraphQLNamedType) -> LeafShape:
        if not isinstance(type_, GraphQLEnumType):
            return BUILT_IN.get(type_.name, CUSTOM)
        visible = frozenset(type_.values)
        every = self.all.type_map.get(type_.name)
        hidden = frozenset(every.values) - visible if isinstance(every, GraphQLEnumType) else frozenset()
        return LeafShape(LeafKind.ENUM, visible, hidden)
