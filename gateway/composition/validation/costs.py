"""`@cost` and `@listSize` (https://specs.apollo.dev/cost/v0.1): where they may stand and what they may name."""

from __future__ import annotations

from gateway.composition.elements import COMPOSITE, Applied, Field, Kind, applications, elements_of
from gateway.composition.report import location
from gateway.composition.typerefs import is_list, named, nullable
from gateway.composition.validation.scope import Scope


def check_costs(scope: Scope) -> None:
    """COST_APPLIED_TO_INTERFACE_FIELD: what runs, and costs, is the implementation's field."""
    for declared in scope.schema.types.values():
        for field in declared.fields.values() if declared.kind is Kind.INTERFACE else ():
            for applied in applications(field, "cost"):
                message = f'@cost cannot be applied to interface "{field.coordinate}"'
                _error(scope, "COST_APPLIED_TO_INTERFACE_FIELD", message, applied, field)


def check_list_sizes(scope: Scope) -> None:
    """LIST_SIZE_*: the field (or the sized fields below it) is a list, and its arguments make sense."""
    for element in elements_of(scope.schema):
        for applied in applications(element, "listSize"):
            if isinstance(element, Field):
                _check_list(scope, applied, element)
                _check_slicing(scope, applied, element)
                _check_sized(scope, applied, element)


def _names(applied: Applied, argument: str) -> list[str]:
    value = applied.args.get(argument)
    if isinstance(value, str):
        return [value]
    return [str(name) for name in value] if isinstance(value, list) else []


def _check_list(scope: Scope, applied: Applied, field: Field) -> None:
    if not _names(applied, "sizedFields") and not is_list(nullable(field.type)):
        _error(scope, "LIST_SIZE_APPLIED_TO_NON_LIST", f'"{field.coordinate}" is not a list', applied, field)
    size = applied.args.get("assumedSize")
    if isinstance(size, int) and size < 0:
        message = f'Assumed size of "{field.coordinate}" cannot be negative'
        _error(scope, "LIST_SIZE_INVALID_ASSUMED_SIZE", message, applied, field)


def _check_slicing(scope: Scope, applied: Applied, field: Field) -> None:
    for name in _names(applied, "slicingArguments"):
        argument = field.args.get(name)
        if argument is None:
            message = f'Slicing argument "{name}" is not an argument of "{field.coordinate}"'
        elif nullable(argument.type) != "Int":
            message = f'Slicing argument "{argument.coordinate}" must be Int or Int!'
        else:
            continue
        _error(scope, "LIST_SIZE_INVALID_SLICING_ARGUMENT", message, applied, field)


def _check_sized(scope: Scope, applied: Applied, field: Field) -> None:
    names = _names(applied, "sizedFields")
    target = scope.schema.types.get(named(field.type))
    if not names:
        return
    if target is None or target.kind not in COMPOSITE:
        message = f'Sized fields cannot be used because "{field.type}" is not a composite type'
        _error(scope, "LIST_SIZE_INVALID_SIZED_FIELD", message, applied, field)
        return
    for name in names:
        sized = target.fields.get(name)
        if sized is None:
            message = f'Sized field "{name}" is not a field on type "{target.name}"'
            _error(scope, "LIST_SIZE_INVALID_SIZED_FIELD", message, applied, field)
        elif not is_list(nullable(sized.type)):
            message = f'Sized field "{sized.coordinate}" is not a list'
            _error(scope, "LIST_SIZE_APPLIED_TO_NON_LIST", message, applied, field)


def _error(scope: Scope, code: str, message: str, applied: Applied, field: Field) -> None:
    scope.error(code, message, (*location(scope.name, applied.node), *location(scope.name, field.node)))
