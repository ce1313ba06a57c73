"""Enums: the union of the values where it only comes out, the intersection where it only goes in; else they agree."""

from __future__ import annotations

from gateway.composition.elements import EnumValue, Type
from gateway.composition.merging.applied import is_inaccessible, record_applied
from gateway.composition.merging.descriptions import merge_description
from gateway.composition.merging.join import join
from gateway.composition.merging.mismatch import presence_hint
from gateway.composition.merging.process import EnumUse, Merging, Sources


def merge_enum(merging: Merging, sources: Sources[Type], target: Type) -> None:
    """Merges the values by how the enum is used in the supergraph (so call it after fields and arguments)."""
    use = merging.enum_uses.get(target.name)
    if use is None:
        merging.report.hint(
            "UNUSED_ENUM_TYPE",
            f'Enum type "{target.name}" is defined but unused. It will be included in the supergraph with all the '
            'values appearing in any subgraph ("as if" it was only used as an output type).',
            target.name,
            merging.locations(dict(sources)),
        )
        use = EnumUse(as_output="")
    for name in dict.fromkeys(name for source in sources.values() if source for name in source.values):
        value = target.values[name] = EnumValue(name, target.name)
        _merge_value(merging, sources, target, value, use)
    if not target.values:
        merging.report.error(
            "EMPTY_MERGED_ENUM_TYPE",
            f'None of the values of enum type "{target.name}" are defined consistently in all the subgraphs defining '
            "that type. As only values common to all subgraphs are merged, this would result in an empty type.",
            merging.locations(dict(sources)),
        )


def _merge_value(merging: Merging, sources: Sources[Type], target: Type, value: EnumValue, use: EnumUse) -> None:
    found: Sources[EnumValue] = {
        index: source.values.get(value.name) if source else None for index, source in sources.items()
    }
    merge_description(merging, found, value)
    record_applied(merging, found, value)
    for index, source in found.items():
        if source is not None:
            join(value, "enumValue", graph=merging.graphs[index])
    if all(found.values()):
        return
    if use.as_input is None:
        _hint(
            merging, "INCONSISTENT_ENUM_VALUE_FOR_OUTPUT_ENUM", sources, value, "has been added to the supergraph but"
        )
    elif is_inaccessible(merging, value):
        return
    elif use.as_output is not None:
        _report_difference(merging, sources, found, value, use)
    else:
        _hint(
            merging, "INCONSISTENT_ENUM_VALUE_FOR_INPUT_ENUM", sources, value, "will not be part of the supergraph as"
        )
        del target.values[value.name]
        merging.removed.add(id(value))


def _hint(merging: Merging, code: str, sources: Sources[Type], value: EnumValue, outcome: str) -> None:
    name, enum = value.name, value.parent
    reason = (
        f'is only defined in a subset of the subgraphs defining "{enum}": '
        if "added" in outcome
        else f'it is not defined in all the subgraphs defining "{enum}": '
    )
    presence_hint(
        merging,
        code,
        f'Value "{name}" of enum type "{enum}" {outcome} {reason}',
        value.coordinate,
        sources,
        lambda declared: name in declared.values,
        subject=f'"{name}"',
    )


def _report_difference(
    merging: Merging, sources: Sources[Type], found: Sources[EnumValue], value: EnumValue, use: EnumUse
) -> None:
    having = [index for index, each in found.items() if each is not None]
    lacking = [index for index, each in found.items() if each is None]
    merging.report.error(
        "ENUM_VALUE_MISMATCH",
        f'Enum type "{value.parent}" is used as both input type (for example, as type of "{use.as_input}") and output '
        f'type (for example, as type of "{use.as_output}"), but value "{value.name}" is not defined in all the '
        f'subgraphs defining "{value.parent}": "{value.name}" is defined in {merging.subgraphs_of(having)} but not in '
        f"{merging.subgraphs_of(lacking)}",
        [*merging.locations(dict(sources)), *use.locations],
    )
