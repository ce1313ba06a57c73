"""`@shareable` stands once on a block, and on fields of objects only."""

from __future__ import annotations

from gateway.composition.elements import Applied, Element, Kind, applications
from gateway.composition.report import location
from gateway.composition.validation.scope import Scope


def check_shareable(scope: Scope) -> None:
    """INVALID_SHAREABLE_USAGE."""
    for declared in scope.schema.types.values():
        if declared.kind is Kind.OBJECT:
            _check_repetition(scope, declared, f'the same type declaration of "{declared.name}"')
            for field in declared.fields.values():
                _check_repetition(scope, field, f'field "{field.coordinate}"')
            continue
        for field in declared.fields.values():
            for applied in applications(field, "shareable"):
                scope.error(
                    "INVALID_SHAREABLE_USAGE",
                    f'Invalid use of @shareable on field "{field.coordinate}": only object type fields can be marked '
                    "with @shareable",
                    (*location(scope.name, applied.node), *location(scope.name, declared.node)),
                )


def _check_repetition(scope: Scope, element: Element, where: str) -> None:
    blocks: dict[int, list[Applied]] = {}
    for applied in applications(element, "shareable"):
        blocks.setdefault(applied.block, []).append(applied)
    for found in blocks.values():
        if len(found) > 1:
            scope.error(
                "INVALID_SHAREABLE_USAGE",
                f"Invalid duplicate application of @shareable on {where}: @shareable is only repeatable on types so it "
                "can be used simultaneously on a type definition and its extensions, but it should not be duplicated "
                "on the same definition/extension declaration",
                [place for applied in found for place in location(scope.name, applied.node)],
            )
