"""Named types, each by the rule of its kind."""

from __future__ import annotations

from collections.abc import Callable

from gateway.composition.elements import EnumValue, Field, Kind, Type, applications
from gateway.composition.merging.abstraction import provides_through_interface_object
from gateway.composition.merging.applied import record_applied
from gateway.composition.merging.descriptions import merge_description
from gateway.composition.merging.enums import merge_enum
from gateway.composition.merging.fields import fields_of, is_root, merge_field
from gateway.composition.merging.inputs import merge_input
from gateway.composition.merging.interfaces import check_interface_keys, check_interface_objects
from gateway.composition.merging.join import join
from gateway.composition.merging.join_directives import carry_join_directives
from gateway.composition.merging.mismatch import presence_hint
from gateway.composition.merging.overrides import Overrides, check_overrides
from gateway.composition.merging.process import Merging, Sources
from gateway.composition.merging.sharing import check_sharing, check_subscription
from gateway.composition.report import location
from gateway.composition.state import field_set, is_extension_of, is_interface_object, is_resolvable
from gateway.composition.words import subgraphs_named

__all__ = ["EnumValue", "merge_implements", "merge_type"]


def merge_type(merging: Merging, target: Type) -> None:
    """Merges one type; ``target`` stands in the supergraph with its kind and what it implements."""
    sources = same_kind(merging, target)
    _check_base(merging, sources, target)
    merge_description(merging, sources, target)
    _add_join_types(merging, sources, target)
    record_applied(merging, sources, target, target.name if target.kind is Kind.INTERFACE else None)
    carry_join_directives(merging, sources, target)
    merge = _BY_KIND.get(target.kind)
    if merge is not None:
        merge(merging, sources, target)


def same_kind(merging: Merging, target: Type) -> Sources[Type]:
    """The types of this name that count as the kind of the merged one."""
    found: Sources[Type] = {}
    for index, declared in merging.types_named(target.name).items():
        kind = Kind.INTERFACE if declared and is_interface_object(declared) else declared and declared.kind
        if kind is target.kind:
            found[index] = declared
    return found


def merge_implements(merging: Merging, target: Type) -> None:
    """The union of what the subgraphs' types implement."""
    for index, source in same_kind(merging, target).items():
        for interface in source.interfaces if source else ():
            target.interfaces[interface] = None
            join(target, "implements", graph=merging.graphs[index], interface=interface)


def _check_base(merging: Merging, sources: Sources[Type], target: Type) -> None:
    if is_root(merging, target) or any(source and source.has_definition for source in sources.values()):
        return
    for index, source in sources.items():
        if source is not None and source.extensions:
            name = merging.subgraphs[index].name
            merging.report.error(
                "EXTENSION_WITH_NO_BASE",
                f'[{name}] Type "{target.name}" is an extension type, but there is no type definition for '
                f'"{target.name}" in any subgraph.',
                location(name, source.node),
            )


def _add_join_types(merging: Merging, sources: Sources[Type], target: Type) -> None:
    for index, source in sources.items():
        if source is None:
            continue
        graph = merging.graphs[index]
        abstraction = True if is_interface_object(source) else None
        keys = applications(source, "key")
        for key in keys:
            join(
                target,
                "type",
                graph=graph,
                key=field_set(key),
                extension=True if is_extension_of(source, key) else None,
                resolvable=None if is_resolvable(key) else False,
                isInterfaceObject=abstraction,
            )
        if not keys:
            join(target, "type", graph=graph, isInterfaceObject=abstraction)


def _merge_object(merging: Merging, sources: Sources[Type], target: Type) -> None:
    is_entity = _hint_inconsistent_entity(merging, sources, target)
    is_value = not is_entity and not is_root(merging, target)
    for name, found in fields_of(merging, sources, target):
        field = target.fields[name] = Field(name, target.name)
        if is_value:
            _hint_missing_field(merging, sources, target, field)
        overrides = check_overrides(merging, found, field)
        if merging.result.roots.get("subscription") == target.name:
            check_subscription(merging, found)
        merge_field(merging, found, field, overrides)
        check_sharing(merging, found, field, overrides)
    if not target.fields:
        del merging.result.types[target.name]


def _merge_interface(merging: Merging, sources: Sources[Type], target: Type) -> None:
    has_key = check_interface_keys(merging, sources, target)
    check_interface_objects(merging, sources, target)
    for name, found in fields_of(merging, sources, target):
        field = target.fields[name] = Field(name, target.name)
        if not has_key:
            _hint_missing_field(merging, sources, target, field)
        overrides: Overrides = check_overrides(merging, found, field)
        merge_field(merging, found, field, overrides)


def _hint_inconsistent_entity(merging: Merging, sources: Sources[Type], target: Type) -> bool:
    keyed = [index for index, source in sources.items() if source and applications(source, "key")]
    others = [index for index in sources if index not in keyed]
    if keyed and others:
        merging.report.hint(
            "INCONSISTENT_ENTITY",
            f'Type "{target.name}" is declared as an entity (has a @key applied) in some but not all defining '
            f"subgraphs: it has no @key in {merging.subgraphs_of(others)} but has some @key in "
            f"{merging.subgraphs_of(keyed)}.",
            target.name,
            merging.locations(dict(sources)),
        )
    return bool(keyed)


def _hint_missing_field(merging: Merging, sources: Sources[Type], target: Type, field: Field) -> None:
    for index, source in sources.items():
        if source is None or field.name in source.fields or is_interface_object(source):
            continue
        facts = merging.facts[index]
        if all(facts.is_external(each) for each in source.fields.values()):
            continue
        if target.kind is Kind.INTERFACE and provides_through_interface_object(merging, target.name, field.name):
            continue
        is_interface = target.kind is Kind.INTERFACE
        presence_hint(
            merging,
            "INCONSISTENT_INTERFACE_VALUE_TYPE_FIELD" if is_interface else "INCONSISTENT_OBJECT_VALUE_TYPE_FIELD",
            f'Field "{field.coordinate}" of {"interface" if is_interface else "non-entity object"} type '
            f'"{target.name}" is defined in some but not all subgraphs that define "{target.name}": ',
            field.coordinate,
            sources,
            lambda declared: field.name in declared.fields,
            subject=f'"{field.coordinate}"',
        )
        return


def _merge_union(merging: Merging, sources: Sources[Type], target: Type) -> None:
    for source in sources.values():
        target.members |= source.members if source else {}
    for member in target.members:
        for index, source in sources.items():
            if source is not None and member in source.members:
                join(target, "unionMember", graph=merging.graphs[index], member=member)
        if any(source is not None and member not in source.members for source in sources.values()):
            _hint_missing_member(merging, sources, target, member)


def _hint_missing_member(merging: Merging, sources: Sources[Type], target: Type, member: str) -> None:
    presence_hint(
        merging,
        "INCONSISTENT_UNION_MEMBER",
        f'Union type "{target.name}" includes member type "{member}" in some but not all defining subgraphs: ',
        target.name,
        sources,
        lambda declared: member in declared.members,
        subject=f'"{member}"',
    )


_BY_KIND: dict[Kind, Callable[[Merging, Sources[Type], Type], None]] = {
    Kind.OBJECT: _merge_object,
    Kind.INTERFACE: _merge_interface,
    Kind.UNION: _merge_union,
    Kind.ENUM: merge_enum,
    Kind.INPUT: merge_input,
}


def kind_mismatches(merging: Merging) -> None:
    """Puts every type, with its kind, into the supergraph; TYPE_KIND_MISMATCH where the subgraphs disagree."""
    mismatched: dict[str, None] = {}
    abstractions: dict[str, None] = {}
    for subgraph in merging.subgraphs:
        for declared in subgraph.schema.types.values():
            kind = declared.kind
            if is_interface_object(declared):
                kind = Kind.INTERFACE
                abstractions[declared.name] = None
            present = merging.result.types.setdefault(declared.name, Type(declared.name, kind))
            if present.kind is not kind:
                mismatched[declared.name] = None
    for name in mismatched:
        _report_kinds(merging, name)
    for name in abstractions:
        if name not in mismatched:
            _check_abstraction(merging, name)


def _kind_text(declared: Type) -> str:
    if is_interface_object(declared):
        return "Interface Object Type (Object Type with @interfaceObject)"
    return {Kind.INPUT: "InputObject Type", Kind.OBJECT: "Object Type"}.get(
        declared.kind, f"{declared.kind.value.title()} Type"
    )


def _report_kinds(merging: Merging, name: str) -> None:
    sources = merging.types_named(name)
    variants: dict[str, list[str]] = {}
    for index, declared in sources.items():
        if declared is not None:
            variants.setdefault(_kind_text(declared), []).append(merging.subgraphs[index].name)
    parts = [f"{text} in {subgraphs_named(names)}" for text, names in variants.items()]
    merging.report.error(
        "TYPE_KIND_MISMATCH",
        f'Type "{name}" has mismatched kind: it is defined as {" but ".join(parts)}',
        merging.locations(dict(sources)),
    )


def _check_abstraction(merging: Merging, name: str) -> None:
    sources = merging.types_named(name)
    if any(declared and declared.kind is Kind.INTERFACE for declared in sources.values()):
        return
    merging.report.error(
        "INTERFACE_OBJECT_USAGE_ERROR",
        f'Type "{name}" is declared with @interfaceObject in all the subgraphs in which it is defined (it is defined '
        f"in {merging.subgraphs_of(sources)} but should be defined as an interface in at least one subgraph)",
        merging.locations(dict(sources)),
    )
