"""Input objects: only the fields that every subgraph with the type has, because each must understand what it gets."""

from __future__ import annotations

from gateway.composition.elements import Field, Type
from gateway.composition.merging.applied import is_inaccessible, record_applied
from gateway.composition.merging.defaults import merge_default
from gateway.composition.merging.descriptions import merge_description
from gateway.composition.merging.fields import add_join_fields, fields_of
from gateway.composition.merging.mismatch import presence_hint
from gateway.composition.merging.overrides import Overrides
from gateway.composition.merging.process import Merging, Sources
from gateway.composition.merging.references import merge_reference


def merge_input(merging: Merging, sources: Sources[Type], target: Type) -> None:
    """Merges the fields; a field that some subgraphs lack goes, or is an error where it is required."""
    for name, found in fields_of(merging, sources, target):
        field = target.fields[name] = Field(name, target.name)
        merge_description(merging, found, field)
        record_applied(merging, found, field)
        all_same = merge_reference(merging, found, field, is_input=True)
        add_join_fields(merging, found, field, all_same, Overrides())
        merge_default(merging, found, field)
        if not all(found.values()) and not is_inaccessible(merging, field):
            _report_missing(merging, found, field)
            del target.fields[name]
            merging.removed.add(id(field))
    if not target.fields:
        merging.report.error(
            "EMPTY_MERGED_INPUT_TYPE",
            f'None of the fields of input object type "{target.name}" are consistently defined in all the subgraphs '
            "defining that type. As only fields common to all subgraphs are merged, this would result in an empty "
            "type.",
            merging.locations(dict(sources)),
        )


def _report_missing(merging: Merging, sources: Sources[Field], field: Field) -> None:
    required = [index for index, source in sources.items() if source is not None and source.is_required]
    if required:
        missing = [index for index, source in sources.items() if source is None]
        merging.report.error(
            "REQUIRED_INPUT_FIELD_MISSING_IN_SOME_SUBGRAPH",
            f'Input object field "{field.coordinate}" is required in some subgraphs but does not appear in all '
            f"subgraphs: it is required in {merging.subgraphs_of(required)} but does not appear in "
            f"{merging.subgraphs_of(missing)}",
            merging.locations(dict(sources)),
        )
        return
    presence_hint(
        merging,
        "INCONSISTENT_INPUT_OBJECT_FIELD",
        f'Input object field "{field.name}" will not be added to "{field.parent}" in the supergraph as it does not '
        "appear in all subgraphs: ",
        field.coordinate,
        sources,
        lambda _: True,
        missing=False,
    )
