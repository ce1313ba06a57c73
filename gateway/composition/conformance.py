"""What must hold once everything is merged, before anything is hidden."""

from __future__ import annotations

from graphql import GraphQLError, build_schema, validate_schema

from gateway.composition.api import api_schema, namespaces
from gateway.composition.elements import Field, Kind, Type, applications
from gateway.composition.merging.process import Merging
from gateway.composition.printing import print_schema
from gateway.composition.report import location
from gateway.composition.state import field_set
from gateway.composition.supergraph_fields import missing_argument_problem
from gateway.composition.words import subgraphs_named


def check_merged(merging: Merging) -> None:
    """Interfaces are implemented, `@requires` fits the merged fields, and the whole is valid GraphQL."""
    _check_implementations(merging)
    _check_requires(merging)
    if not merging.report.errors:
        for error in graphql_errors(print_schema(api_schema(merging.result, None, namespaces(merging.result)))):
            merging.report.error("INVALID_GRAPHQL", error.message)


def graphql_errors(sdl: str) -> list[GraphQLError]:
    """What GraphQL itself finds wrong with a whole schema."""
    return validate_schema(build_schema(sdl, assume_valid_sdl=True))


def _check_implementations(merging: Merging) -> None:
    types = merging.result.types
    for declared in types.values():
        for name in declared.interfaces:
            for field in types[name].fields.values() if name in types else ():
                if field.name not in declared.fields:
                    _report_missing(merging, declared, types[name], field)


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
