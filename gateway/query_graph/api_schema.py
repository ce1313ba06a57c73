"""What clients see: the supergraph without the machinery of its specifications and without inaccessible elements."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import TypeVar

from graphql import (
    ConstDirectiveNode,
    DefinitionNode,
    DirectiveDefinitionNode,
    DocumentNode,
    EnumTypeDefinitionNode,
    FieldDefinitionNode,
    InputObjectTypeDefinitionNode,
    InterfaceTypeDefinitionNode,
    NamedTypeNode,
    ObjectTypeDefinitionNode,
    SchemaDefinitionNode,
    TypeDefinitionNode,
    UnionTypeDefinitionNode,
)
from graphql.language import InputValueDefinitionNode

from gateway.query_graph.features import Feature

PLAIN_DIRECTIVES = frozenset({"deprecated", "specifiedBy", "oneOf"})
DISSOLVED = frozenset({"FRAGMENT_DEFINITION", "FRAGMENT_SPREAD", "INLINE_FRAGMENT"})
"""Where a client's directive could not be kept: what subgraphs are asked has other fragments than the client's."""
T = TypeVar("T", bound=DefinitionNode | FieldDefinitionNode | InputValueDefinitionNode)


def without_specifications(document: DocumentNode, features: Iterable[Feature]) -> DocumentNode:
    """The document without definitions and applications that belong to linked specifications."""
    prefixes = ("link__", "core__", *(f"{feature.namespace}__" for feature in features))
    names = {feature.namespace for feature in features} | {"link", "core"}
    names |= {local for feature in features for local in feature.imports.values()}

    def belongs(definition: DefinitionNode) -> bool:
        if isinstance(definition, DirectiveDefinitionNode):
            return definition.name.value in names or definition.name.value.startswith(prefixes)
        return isinstance(definition, TypeDefinitionNode) and definition.name.value.startswith(prefixes)

    kept = tuple(_plain(definition) for definition in document.definitions if not belongs(definition))
    return replace(document, definitions=tuple(each for each in kept if not _is_placeless(each)))


def without_inaccessible(document: DocumentNode, inaccessible: frozenset[str]) -> DocumentNode:
    """The document without the elements at these coordinates and what refers to them (inaccessible v0.2)."""
    kept = (
        _visible(definition, inaccessible)
        for definition in document.definitions
        if not (isinstance(definition, TypeDefinitionNode) and definition.name.value in inaccessible)
    )
    return replace(document, definitions=tuple(kept))


def _visible(definition: DefinitionNode, hidden: frozenset[str]) -> DefinitionNode:
    match definition:
        case ObjectTypeDefinitionNode() | InterfaceTypeDefinitionNode():
            fields = _kept(definition.fields, lambda each: f"{definition.name.value}.{each.name.value}", hidden)
            fields = tuple(_visible_arguments(each, definition.name.value, hidden) for each in fields)
            return replace(definition, fields=fields, interfaces=_names(definition.interfaces, hidden))
        case UnionTypeDefinitionNode():
            return replace(definition, types=_names(definition.types, hidden))
        case InputObjectTypeDefinitionNode():
            inputs = _kept(definition.fields, lambda each: f"{definition.name.value}.{each.name.value}", hidden)
            return replace(definition, fields=inputs)
        case EnumTypeDefinitionNode():
            values = _kept(definition.values, lambda each: f"{definition.name.value}.{each.name.value}", hidden)
            return replace(definition, values=values)
        case _:
            return definition


def _visible_arguments(field: FieldDefinitionNode, owner: str, hidden: frozenset[str]) -> FieldDefinitionNode:
    name = f"{owner}.{field.name.value}"
    return replace(field, arguments=_kept(field.arguments, lambda each: f"{name}({each.name.value}:)", hidden))


def _kept(nodes: Sequence[T] | None, coordinate: Callable[[T], str], hidden: frozenset[str]) -> tuple[T, ...]:
    return tuple(node for node in nodes or () if coordinate(node) not in hidden)


def _names(nodes: Sequence[NamedTypeNode] | None, hidden: frozenset[str]) -> tuple[NamedTypeNode, ...]:
    return tuple(node for node in nodes or () if node.name.value not in hidden)


def _plain(definition: DefinitionNode) -> DefinitionNode:
    """The definition with only those applied directives that GraphQL itself defines."""
    match definition:
        case DirectiveDefinitionNode():
            places = tuple(each for each in definition.locations if each.value not in DISSOLVED)
            return replace(definition, locations=places)
        case SchemaDefinitionNode():
            return replace(definition, directives=())
        case ObjectTypeDefinitionNode() | InterfaceTypeDefinitionNode():
            fields = tuple(_plain_field(each) for each in definition.fields or ())
            return replace(definition, directives=_known(definition.directives), fields=fields)
        case InputObjectTypeDefinitionNode():
            inputs = tuple(_plain_input(each) for each in definition.fields or ())
            return replace(definition, directives=_known(definition.directives), fields=inputs)
        case EnumTypeDefinitionNode():
            values = tuple(replace(each, directives=_known(each.directives)) for each in definition.values or ())
            return replace(definition, directives=(), values=values)
        case TypeDefinitionNode():
            return replace(definition, directives=_known(definition.directives))
        case _:
            return definition


def _is_placeless(definition: DefinitionNode) -> bool:
    return isinstance(definition, DirectiveDefinitionNode) and not definition.locations


def _plain_field(field: FieldDefinitionNode) -> FieldDefinitionNode:
    arguments = tuple(_plain_input(each) for each in field.arguments or ())
    return replace(field, directives=_known(field.directives), arguments=arguments)


def _plain_input(node: InputValueDefinitionNode) -> InputValueDefinitionNode:
    return replace(node, directives=_known(node.directives))


def _known(directives: Sequence[ConstDirectiveNode] | None) -> tuple[ConstDirectiveNode, ...]:
    return tuple(directive for directive in directives or () if directive.name.value in PLAIN_DIRECTIVES)
