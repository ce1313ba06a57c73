"""Arguments: only those that every subgraph with the field (or directive) has. Their types are narrowed."""

from __future__ import annotations

from gateway.composition.elements import Argument, DirectiveDefinition, Field, is_marked
from gateway.composition.merging.applied import record_applied
from gateway.composition.merging.defaults import merge_default
from gateway.composition.merging.descriptions import merge_description
from gateway.composition.merging.mismatch import presence_hint
from gateway.composition.merging.process import Merging, Sources
from gateway.composition.merging.references import merge_reference
from gateway.composition.typerefs import is_non_null

Owner = Field | DirectiveDefinition


def merge_arguments(merging: Merging, sources: Sources[Field] | Sources[DirectiveDefinition], target: Owner) -> None:
    """Gives ``target`` the arguments that all sources share; errors and hints for the others."""
    owners: dict[int, Owner] = {index: source for index, source in sources.items() if source is not None}
    names = dict.fromkeys(name for owner in owners.values() for name in owner.args)
    for name in names:
        found: Sources[Argument] = {index: owner.args.get(name) for index, owner in owners.items()}
        argument = Argument(name, target.coordinate)
        if any(source is not None and is_marked(source, "fromContext") for source in found.values()):
            _check_contextual(merging, found, argument)
        elif any(source is None for source in found.values()):
            _report_missing(merging, found, argument)
        else:
            target.args[name] = argument
            _merge(merging, found, argument)


def _merge(merging: Merging, sources: Sources[Argument], target: Argument) -> None:
    merge_description(merging, sources, target)
    record_applied(merging, sources, target)
    merge_reference(merging, sources, target, is_input=True)
    merge_default(merging, sources, target)


def _check_contextual(merging: Merging, sources: Sources[Argument], target: Argument) -> None:
    """A contextual argument is the gateway's to fill: it must be so everywhere, or be left out without harm."""
    code = "CONTEXTUAL_ARGUMENT_NOT_CONTEXTUAL_IN_ALL_SUBGRAPHS"
    for index, source in sources.items():
        if source is None or is_marked(source, "fromContext"):
            continue
        if is_non_null(source.type) and not source.has_default:
            merging.report.error(
                code,
                f'Argument "{target.coordinate}" is contextual in at least one subgraph but in "{source.coordinate}" '
                "it does not have @fromContext, is not nullable and has no default value.",
                merging.place(index, source),
            )
        else:
            merging.report.hint(
                code,
                f'Contextual argument "{source.coordinate}" will not be included in the supergraph since it is '
                "contextual in at least one subgraph",
                source.coordinate,
                merging.place(index, source),
            )


def _report_missing(merging: Merging, sources: Sources[Argument], target: Argument) -> None:
    required = [index for index, source in sources.items() if source is not None and source.is_required]
    if required:
        missing = [index for index, source in sources.items() if source is None]
        merging.report.error(
            "REQUIRED_ARGUMENT_MISSING_IN_SOME_SUBGRAPH",
            f'Argument "{target.coordinate}" is required in some subgraphs but does not appear in all subgraphs: '
            f"it is required in {merging.subgraphs_of(required)} but does not appear in "
            f"{merging.subgraphs_of(missing)}",
            merging.locations(dict(sources)),
        )
        return
    presence_hint(
        merging,
        "INCONSISTENT_ARGUMENT_PRESENCE",
        f'Optional argument "{target.coordinate}" will not be included in the supergraph as it does not appear in all '
        "subgraphs: ",
        target.coordinate,
        sources,
        lambda _: True,
        missing=True,
    )
