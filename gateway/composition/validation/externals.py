"""`@external` says that another subgraph resolves a field; without a use of it, the field should go."""

from __future__ import annotations

from gateway.composition.elements import WITH_FIELDS, Kind
from gateway.composition.report import location
from gateway.composition.validation.scope import Scope


def check_external_on_interfaces(scope: Scope) -> None:
    """EXTERNAL_ON_INTERFACE: an interface resolves nothing, so that nothing of it can be external."""
    for declared in scope.schema.types.values():
        for field in declared.fields.values() if declared.kind is Kind.INTERFACE else ():
            if scope.facts.is_external(field):
                scope.error(
                    "EXTERNAL_ON_INTERFACE",
                    f'Interface type field "{field.coordinate}" is marked @external but @external is not allowed on '
                    "interface fields (it is nonsensical).",
                    location(scope.name, field.node),
                )


def check_external_use(scope: Scope) -> None:
    """EXTERNAL_UNUSED: an external field serves a field set or an interface."""
    for declared in scope.schema.types.values():
        for field in declared.fields.values() if declared.kind in WITH_FIELDS else ():
            if scope.facts.is_external(field) and field.coordinate not in scope.facts.used:
                scope.error(
                    "EXTERNAL_UNUSED",
                    f'Field "{field.coordinate}" is marked @external but is not used in any federation directive '
                    "(@key, @provides, @requires) or to satisfy an interface; the field declaration has no use and "
                    "should be removed (or the field should not be @external).",
                    location(scope.name, field.node),
                )
