"""Fields that a subgraph has only through an @interfaceObject: it knows the interface and none of its types."""

from __future__ import annotations

from gateway.composition.elements import Field, Kind
from gateway.composition.merging.process import Merging
from gateway.composition.state import is_interface_object


def abstracting_fields(merging: Merging, target: Field, index: int) -> list[Field]:
    """The fields of @interfaceObject types that stand for ``target`` in a subgraph without its type."""
    parent = merging.result.types.get(target.parent)
    types = merging.subgraphs[index].schema.types
    if parent is None or parent.kind is not Kind.OBJECT or parent.name in types:
        return []
    found = []
    for interface in parent.interfaces:
        abstraction = types.get(interface)
        if abstraction is not None and abstraction.kind is Kind.OBJECT and target.name in abstraction.fields:
            found.append(abstraction.fields[target.name])
    return found


def provides_through_interface_object(merging: Merging, interface: str, field: str) -> bool:
    """Whether some subgraph resolves a field of this interface for all its implementations."""
    for index, declared in merging.types_named(interface).items():
        found = declared.fields.get(field) if declared is not None and is_interface_object(declared) else None
        if found is not None and not merging.facts[index].is_external(found):
            return True
    return False
