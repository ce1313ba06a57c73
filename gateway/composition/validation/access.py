"""Access control stands on what is resolved; interfaces get it from their implementations."""

from __future__ import annotations

from gateway.composition.elements import Element, Field, Kind, Type, elements_of
from gateway.composition.report import location
from gateway.composition.specs import ACCESS_CONTROL, REQUIREMENTS
from gateway.composition.state import is_interface_object
from gateway.composition.validation.scope import Scope
from gateway.composition.values import EnumWord, Value, print_value


def check_access_control(scope: Scope) -> None:
    """AUTH_REQUIREMENTS_APPLIED_ON_INTERFACE."""
    for element in elements_of(scope.schema):
        kind = _forbidden_kind(scope, element)
        for applied in element.applied if kind else ():
            if applied.spec in ACCESS_CONTROL:
                scope.error(
                    "AUTH_REQUIREMENTS_APPLIED_ON_INTERFACE",
                    f'Invalid use of @{applied.name} on {kind} "{element.coordinate}": @{applied.name} cannot be '
                    "applied on interfaces, interface fields and interface objects",
                    (*location(scope.name, applied.node), *location(scope.name, element.node)),
                )


def check_requirements(scope: Scope) -> None:
    """INVALID_GRAPHQL for scopes and policies that are no texts: as custom scalars they may be anything for GraphQL."""
    for element in elements_of(scope.schema):
        for applied in element.applied:
            for argument in REQUIREMENTS.get(applied.spec or "", ()):
                if not _is_requirement(applied.args.get(argument)):
                    scope.error(
                        "INVALID_GRAPHQL",
                        f'@{applied.name} on "{element.coordinate}": "{argument}" must be a list of lists of texts, '
                        f"not {print_value(applied.args.get(argument))}",
                        (*location(scope.name, applied.node), *location(scope.name, element.node)),
                    )


def _is_requirement(value: Value) -> bool:
    return isinstance(value, list) and all(
        isinstance(words, list) and all(isinstance(word, str) and not isinstance(word, EnumWord) for word in words)
        for words in value
    )


def _forbidden_kind(scope: Scope, element: Element) -> str | None:
    if isinstance(element, Type):
        if element.kind is Kind.INTERFACE:
            return "interface"
        return "interface object" if is_interface_object(element) else None
    if isinstance(element, Field) and scope.schema.types[element.parent].kind is Kind.INTERFACE:
        return "field"
    return None
