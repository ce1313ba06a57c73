"""Interfaces: entity interfaces (`@key` on an interface) and the `@interfaceObject`s that stand for them."""

from __future__ import annotations

from gateway.composition.elements import Applied, Field, Kind, Type, applications
from gateway.composition.merging.abstraction import provides_through_interface_object
from gateway.composition.merging.access import access_sources
from gateway.composition.merging.applied import merge_extra
from gateway.composition.merging.fields import copy_down
from gateway.composition.merging.join import join
from gateway.composition.merging.overrides import Overrides
from gateway.composition.merging.process import Merging, Sources
from gateway.composition.merging.sharing import check_sharing
from gateway.composition.report import location
from gateway.composition.specs import ACCESS_CONTROL
from gateway.composition.state import field_set, is_interface_object, is_resolvable
from gateway.composition.words import types_named


def check_interface_keys(merging: Merging, sources: Sources[Type], target: Type) -> bool:
    """Whether any subgraph has a key on the interface.

    Who can resolve an interface by its key must know every implementation: it is asked which one an entity is.
    """
    implementations = merging.result.runtime_types(target.name)
    has_key = False
    for index, source in sources.items():
        if source is None or source.kind is not Kind.INTERFACE:
            continue
        keys = applications(source, "key")
        has_key = has_key or bool(keys)
        key = next((key for key in keys if is_resolvable(key)), None)
        known = merging.subgraphs[index].schema.runtime_types(source.name)
        missing = [name for name in implementations if name not in known]
        if key is not None and missing:
            name = merging.subgraphs[index].name
            merging.report.error(
                "INTERFACE_KEY_MISSING_IMPLEMENTATION_TYPE",
                f'[{name}] Interface type "{source.name}" has a resolvable key (@key(fields: "{field_set(key)}")) in '
                f'subgraph "{name}" but that subgraph is missing some of the supergraph implementation types of '
                f'"{target.name}". Subgraph "{name}" should define {types_named(missing)} (and have '
                f'{"them" if len(missing) > 1 else "it"} implement "{source.name}").',
                location(name, key.node),
            )
    return has_key


def check_interface_objects(merging: Merging, sources: Sources[Type], target: Type) -> None:
    """A subgraph with an @interfaceObject must not know the implementations that the object hides."""
    implementations = merging.result.runtime_types(target.name)
    for index, source in sources.items():
        if source is None or not is_interface_object(source):
            continue
        types = merging.subgraphs[index].schema.types
        defined = [types[name] for name in implementations if name in types]
        if defined:
            name = merging.subgraphs[index].name
            merging.report.error(
                "INTERFACE_OBJECT_USAGE_ERROR",
                f'[{name}] Interface type "{target.name}" is defined as an @interfaceObject in subgraph "{name}" so '
                f'that subgraph should not define any of the implementation types of "{target.name}", but it defines '
                f"{types_named(declared.name for declared in defined)}",
                [place for declared in (source, *defined) for place in merging.place(index, declared)],
            )


def give_interface_object_fields(merging: Merging) -> None:
    """Adds to each implementation the fields that an @interfaceObject resolves for it."""
    types = merging.result.types
    for declared in list(types.values()):
        if declared.kind is Kind.OBJECT:
            for name in declared.interfaces:
                for field in types[name].fields.values() if name in types else ():
                    if provides_through_interface_object(merging, name, field.name):
                        _give(merging, field, declared)


def _give(merging: Merging, field: Field, implementation: Type) -> None:
    kept = [applied for applied in field.applied if _is_passed_down(merging, applied)]
    existing = implementation.fields.get(field.name)
    if existing is not None:
        joins = [applied for applied in existing.applied if applied.name == "join__field"]
        # External everywhere it is listed: the @interfaceObject is what resolves it.
        if joins and all(applied.args.get("external") is True for applied in joins):
            existing.applied += kept
            _pass_access_down(merging, existing)
        return
    given = copy_down(field, implementation, kept)
    _pass_access_down(merging, given)
    join(given, "field")
    could_have: Sources[Field] = dict.fromkeys(range(len(merging.subgraphs)))
    check_sharing(merging, could_have, given, Overrides())


def _is_passed_down(merging: Merging, applied: Applied) -> bool:
    return not applied.name.startswith("join__") and merging.composed.get(applied.name) not in ACCESS_CONTROL


def _pass_access_down(merging: Merging, field: Field) -> None:
    for name, word in merging.composed.items():
        extra = access_sources(merging).get((field.coordinate, word), []) if word in ACCESS_CONTROL and word else []
        if extra:
            merge_extra(merging, name, extra, field)
