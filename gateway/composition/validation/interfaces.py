"""Entity interfaces: a key of an interface is a key of each implementation."""

from __future__ import annotations

from graphql import FieldNode, GraphQLSyntaxError, InlineFragmentNode, SelectionSetNode, print_ast

from gateway.composition.elements import Applied, Kind, Type, applications, is_marked
from gateway.composition.report import location
from gateway.composition.selections import parse_field_set
from gateway.composition.state import field_set, is_resolvable
from gateway.composition.validation.scope import Scope
from gateway.composition.words import types_named


def check_interface_keys(scope: Scope) -> None:
    """INTERFACE_KEY_NOT_ON_IMPLEMENTATION: every implementation has the key, resolvable if the interface's is."""
    types = scope.schema.types
    for interface in types.values():
        if interface.kind is not Kind.INTERFACE:
            continue
        implementations = [types[name] for name in scope.schema.runtime_types(interface.name)]
        for key in applications(interface, "key"):
            _check_key(scope, interface, key, implementations)


def _check_key(scope: Scope, interface: Type, key: Applied, implementations: list[Type]) -> None:
    missing, unresolvable = [], []
    for implementation in implementations:
        own = next((each for each in applications(implementation, "key") if _same(each, key)), None)
        if own is None:
            missing.append(implementation)
        elif is_resolvable(key) and not is_resolvable(own):
            unresolvable.append(implementation)
    text = f'Key @{key.name}(fields: "{field_set(key)}") on interface type "{interface.name}" '
    if missing:
        text += f"is missing on implementation {types_named(each.name for each in missing)}."
    elif unresolvable:
        text += (
            'should be resolvable on all implementation types, but is declared with argument "@key(resolvable:)" set '
            f"to false in {types_named(each.name for each in unresolvable)}."
        )
    else:
        return
    places = [place for each in missing or unresolvable for place in location(scope.name, each.node)]
    scope.error("INTERFACE_KEY_NOT_ON_IMPLEMENTATION", text, places)


def _same(one: Applied, other: Applied) -> bool:
    try:
        return _shape(parse_field_set(field_set(one))) == _shape(parse_field_set(field_set(other)))
    except (GraphQLSyntaxError, ValueError):
        return False


def _shape(selections: SelectionSetNode) -> frozenset[tuple[str, object]]:
    found: set[tuple[str, object]] = set()
    for selection in selections.selections:
        if isinstance(selection, FieldNode):
            found.add((selection.name.value, _shape(selection.selection_set) if selection.selection_set else None))
        elif isinstance(selection, InlineFragmentNode):
            condition = print_ast(selection.type_condition) if selection.type_condition else ""
            found.add((f"... on {condition}", _shape(selection.selection_set)))
    return frozenset(found)


def check_interface_objects(scope: Scope) -> None:
    """INTERFACE_OBJECT_USAGE_ERROR: an @interfaceObject is an entity, or nobody could enter it."""
    for declared in scope.schema.types.values():
        if is_marked(declared, "interfaceObject") and not is_marked(declared, "key"):
            scope.error(
                "INTERFACE_OBJECT_USAGE_ERROR",
                f'The @interfaceObject directive can only be applied to entity types but type "{declared.name}" has '
                "no @key in this subgraph.",
                location(scope.name, declared.node),
            )
