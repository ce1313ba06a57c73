"""Fields of objects and interfaces: the union of what the subgraphs have, each with its `@join__field`."""

from __future__ import annotations

from collections.abc import Iterator

from gateway.composition.elements import Applied, Field, Kind, Type, applications, is_marked
from gateway.composition.facts import split_context
from gateway.composition.merging.applied import record_applied
from gateway.composition.merging.arguments import merge_arguments
from gateway.composition.merging.descriptions import merge_description
from gateway.composition.merging.externals import check_externals, is_external_everywhere, without_externals
from gateway.composition.merging.join import join
from gateway.composition.merging.join_directives import carry_join_directives
from gateway.composition.merging.overrides import Overrides
from gateway.composition.merging.process import Merging, Sources
from gateway.composition.merging.references import merge_reference
from gateway.composition.state import field_set, is_interface_object
from gateway.composition.values import Value


def fields_of(merging: Merging, sources: Sources[Type], target: Type) -> Iterator[tuple[str, Sources[Field]]]:
    """Name of each field -> its sources: None for a subgraph that has the type (or an abstraction of it) without it."""
    could_have: Sources[Field] = {}
    for index, subgraph in enumerate(merging.subgraphs):
        types = subgraph.schema.types
        if target.name in types or any(
            interface in types and is_interface_object(types[interface]) for interface in target.interfaces
        ):
            could_have[index] = None
    for name in dict.fromkeys(name for source in sources.values() if source for name in source.fields):
        found = dict(could_have)
        for index, source in sources.items():
            if source is not None and name in source.fields:
                found[index] = source.fields[name]
        yield name, found


def merge_field(merging: Merging, sources: Sources[Field], target: Field, overrides: Overrides) -> None:
    """Merges one field into ``target``, which stands in the supergraph already."""
    if is_external_everywhere(merging, sources, target):
        # Later steps ask for a type; the error ends composition before anybody sees it.
        target.type = next(source.type for source in sources.values() if source)
        return
    resolving = without_externals(merging, sources)
    if any(resolving.values()):
        merge_description(merging, resolving, target)
        record_applied(merging, resolving, target, target.coordinate)
        merge_arguments(merging, resolving, target)
    all_same = merge_reference(merging, resolving if any(resolving.values()) else sources, target, is_input=False)
    if any(source and merging.facts[index].is_external(source) for index, source in sources.items()):
        check_externals(merging, sources, target, all_same)
    add_join_fields(merging, sources, target, all_same, overrides)
    carry_join_directives(merging, sources, target)


def add_join_fields(
    merging: Merging, sources: Sources[Field], target: Field, all_same: bool, overrides: Overrides
) -> None:
    """`@join__field` for each subgraph that has the field, unless the types alone tell everything."""
    if not _needs_join_field(merging, sources, target.parent, all_same, overrides):
        return
    for index, source in sources.items():
        label = overrides.labels.get(index)
        if source is None or (index in overrides.unused and not label):
            continue
        override = applications(source, "override")
        join(
            target,
            "field",
            graph=merging.graphs[index],
            requires=_fields_text(source, "requires"),
            provides=_fields_text(source, "provides"),
            override=override[-1].args.get("from") if override else None,
            type=None if all_same else source.type,
            external=True if merging.facts[index].is_external(source) else None,
            usedOverridden=True if index in overrides.used else None,
            overrideLabel=label,
            contextArguments=_context_arguments(merging, index, source),
        )


def _needs_join_field(
    merging: Merging, sources: Sources[Field], parent: str, all_same: bool, overrides: Overrides
) -> bool:
    if not all_same or overrides.used or overrides.labels:
        return True
    for index, source in sources.items():
        if source is None or index in overrides.unused:
            if parent in merging.subgraphs[index].schema.types:
                return True
        elif merging.facts[index].is_external(source) or is_marked(source, "provides") or is_marked(source, "requires"):
            return True
        if source is not None and any(is_marked(argument, "fromContext") for argument in source.args.values()):
            return True
    return False


def _fields_text(source: Field, word: str) -> str | None:
    found = applications(source, word)
    return field_set(found[0]) if found else None


def _context_arguments(merging: Merging, index: int, source: Field) -> list[Value] | None:
    found: list[Value] = []
    for argument in source.args.values():
        for applied in applications(argument, "fromContext"):
            parts = split_context(applied.args.get("field"))
            if parts is not None:
                context, selection = parts
                found.append(
                    {
                        "context": f"{merging.subgraphs[index].name}__{context}",
                        "name": argument.name,
                        "type": argument.type,
                        "selection": selection,
                    }
                )
    return found or None


def copy_down(interface_field: Field, implementation: Type, keep: list[Applied]) -> Field:
    """The field that an @interfaceObject gives to one implementation."""
    field = Field(interface_field.name, implementation.name, interface_field.type)
    field.description = interface_field.description
    for argument in interface_field.args.values():
        copied = type(argument)(argument.name, field.coordinate, argument.type, argument.default, argument.has_default)
        copied.description = argument.description
        copied.applied = list(argument.applied)
        field.args[argument.name] = copied
    field.applied = list(keep)
    implementation.fields[field.name] = field
    return field


def is_root(merging: Merging, target: Type) -> bool:
    """Whether the type is one of the roots of the supergraph."""
    return target.kind is Kind.OBJECT and target.name in merging.result.roots.values()
