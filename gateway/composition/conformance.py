"""What must hold once everything is merged, before anything is hidden."""

from __future__ import annotations

from gateway.composition.elements import (
    Argument,
    Element,
    EnumValue,
    Field,
    Kind,
    Type,
    applications,
    element_at,
    elements_of,
)
from gateway.composition.merging.process import Merging
from gateway.composition.report import location
from gateway.composition.state import field_set
from gateway.composition.supergraph_fields import missing_argument_problem
from gateway.composition.validation.inputs import fits
from gateway.composition.values import print_value
from gateway.composition.words import subgraphs_named


def check_merged(merging: Merging) -> None:
    """Interfaces are implemented, and `@requires` fits the merged fields."""
    _check_implementations(merging)
    _check_requires(merging)
    _check_custom_directives(merging)
    _check_defaults(merging)


def _check_implementations(merging: Merging) -> None:
    types = merging.result.types
    for declared in types.values():
        for name in declared.interfaces:
            for field in types[name].fields.values() if name in types else ():
                if field.name not in declared.fields:
                    _report_missing(merging, declared, types[name], field)


def _check_defaults(merging: Merging) -> None:
    """A default may name an enum value or an input field that not all subgraphs have, and that is gone therefore."""
    for element in elements_of(merging.result):
        if not isinstance(element, Argument | Field) or not element.has_default:
            continue
        if not fits(merging.result, element.type, element.default):
            kind = "argument" if isinstance(element, Argument) else "input field"
            sources = {i: element_at(state.schema, element.coordinate) for i, state in enumerate(merging.subgraphs)}
            merging.report.error(
                "INVALID_GRAPHQL",
                f"Invalid default value (got: {print_value(element.default)}) provided for {kind} {element.coordinate} "
                f"of type {element.type}.",
                merging.locations(sources),
            )


def _report_missing(merging: Merging, declared: Type, interface: Type, field: Field) -> None:
    having: dict[int, Field] = {}
    implementing: dict[int, Type] = {}
    for index, state in enumerate(merging.subgraphs):
        own = state.schema.types.get(interface.name)
        if own is not None and own.kind is Kind.INTERFACE and field.name in own.fields:
            having[index] = own.fields[field.name]
        candidate = state.schema.types.get(declared.name)
        if candidate is not None and interface.name in candidate.interfaces:
            implementing[index] = candidate
    merging.report.error(
        "INTERFACE_FIELD_NO_IMPLEM",
        f'Interface field "{field.coordinate}" is declared in {merging.subgraphs_of(having)} but type '
        f'"{declared.name}", which implements "{interface.name}" only in {merging.subgraphs_of(implementing)} does not '
        f'have field "{field.name}".',
        [*merging.locations(dict(having)), *merging.locations(dict(implementing))],
    )


def _check_requires(merging: Merging) -> None:
    """Arguments in `@requires` go to other subgraphs: the merged field must have them, and get all that it needs."""
    for index, state in enumerate(merging.subgraphs):
        for declared in state.schema.types.values():
            for field in declared.fields.values():
                for applied in applications(field, "requires"):
                    problem = missing_argument_problem(merging, index, declared.name, field_set(applied))
                    if problem is None:
                        continue
                    text, subgraphs = problem
                    message = (
                        f'On field "{field.coordinate}", for @{applied.name}(fields: "{field_set(applied)}"): {text} '
                    )
                    merging.report.error(
                        "REQUIRES_INVALID_FIELDS",
                        f"[{state.name}] {message}{text} {subgraphs_named(subgraphs)}",
                        location(state.name, applied.node),
                    )


def _check_custom_directives(merging: Merging) -> None:
    """A composed directive has the newest definition; older subgraphs may have used it where that forbids it."""
    for element in elements_of(merging.result):
        for applied in element.applied:
            if applied.name in merging.custom:
                allowed = merging.result.directives[applied.name].locations
                place = _place(merging, element)
                if place not in allowed:
                    merging.report.error(
                        "INVALID_GRAPHQL",
                        f'Directive "@{applied.name}" may not be used on {place} ("{element.coordinate}"): its newest '
                        f"definition allows {', '.join(allowed)}.",
                    )


_TYPE_PLACES = {
    Kind.SCALAR: "SCALAR",
    Kind.OBJECT: "OBJECT",
    Kind.INTERFACE: "INTERFACE",
    Kind.UNION: "UNION",
    Kind.ENUM: "ENUM",
    Kind.INPUT: "INPUT_OBJECT",
}


def _place(merging: Merging, element: Element) -> str:
    match element:
        case Type():
            return _TYPE_PLACES[element.kind]
        case Field():
            is_input = merging.result.types[element.parent].kind is Kind.INPUT
            return "INPUT_FIELD_DEFINITION" if is_input else "FIELD_DEFINITION"
        case Argument():
            return "ARGUMENT_DEFINITION"
        case EnumValue():
            return "ENUM_VALUE"
    return "SCHEMA"
