"""External fields are not merged, only compared with what the others declare."""

from __future__ import annotations

from gateway.composition.elements import Argument, Field
from gateway.composition.merging.abstraction import abstracting_fields
from gateway.composition.merging.applied import is_composed
from gateway.composition.merging.defaults import default_text
from gateway.composition.merging.mismatch import mismatch_error
from gateway.composition.merging.process import Merging, Sources
from gateway.composition.merging.references import is_strict_subtype
from gateway.composition.report import location
from gateway.composition.values import print_value, same_value
from gateway.composition.words import types_named


def is_external_everywhere(merging: Merging, sources: Sources[Field], target: Field) -> bool:
    """Whether no subgraph resolves the field; then EXTERNAL_MISSING_ON_BASE is added."""
    defining = []
    for index, source in sources.items():
        facts, name = merging.facts[index], f'"{merging.subgraphs[index].name}"'
        fields = abstracting_fields(merging, target, index) if source is None else [source]
        if not all(facts.is_external(field) for field in fields):
            return False
        if source is not None:
            defining.append(name)
        elif fields:
            defining.append(f"{name} (through @interfaceObject {types_named(field.parent for field in fields)})")
    names = ", ".join(defining[:-1]) + " and " + defining[-1] if len(defining) > 1 else "".join(defining)
    merging.report.error(
        "EXTERNAL_MISSING_ON_BASE",
        f'Field "{target.coordinate}" is marked @external on all the subgraphs in which it is listed '
        f"(subgraph{'s' if len(defining) > 1 else ''} {names}).",
        merging.locations(dict(sources)),
    )
    return True


def without_externals(merging: Merging, sources: Sources[Field]) -> Sources[Field]:
    """The sources that count for merging; an error for a merged directive on one that does not."""
    kept: Sources[Field] = {}
    for index, source in sources.items():
        if source is None or not merging.facts[index].is_external(source):
            kept[index] = source
            continue
        kept[index] = None
        for applied in source.applied:
            if is_composed(merging, index, applied):
                text = ", ".join(f"{name}: {print_value(value)}" for name, value in applied.args.items())
                merging.report.error(
                    "MERGED_DIRECTIVE_APPLICATION_ON_EXTERNAL",
                    f"[{merging.subgraphs[index].name}] Cannot apply merged directive "
                    f'@{applied.name}{f"({text})" if text else ""} to external field "{source.coordinate}"',
                    location(merging.subgraphs[index].name, applied.node),
                )
    return kept


def check_externals(merging: Merging, sources: Sources[Field], target: Field, all_same: bool) -> None:
    """The types, arguments and defaults of external fields against those of the merged one."""
    external: dict[int, Field] = {
        index: source
        for index, source in sources.items()
        if source is not None and merging.facts[index].is_external(source)
    }
    if any(not _type_fits(merging, target, source, all_same) for source in external.values()):
        mismatch_error(
            merging,
            "EXTERNAL_TYPE_MISMATCH",
            f'Type of field "{target.coordinate}" is incompatible across subgraphs (where marked @external): it has ',
            sources,
            f'type "{target.type}"',
            lambda field: f'type "{field.type}"',
        )
    for argument in target.args.values():
        _check_argument(merging, sources, external, target, argument)


def _type_fits(merging: Merging, target: Field, source: Field, all_same: bool) -> bool:
    return target.type == source.type or (not all_same and is_strict_subtype(merging, target.type, source.type))


def _check_argument(
    merging: Merging, sources: Sources[Field], external: dict[int, Field], target: Field, argument: Argument
) -> None:
    found: Sources[Argument] = {
        index: source.args.get(argument.name) if source else None for index, source in sources.items()
    }
    declared = {index: found[index] for index in external}
    where = f'(where "{target.coordinate}" is marked @external): it has '
    if None in declared.values():
        having = [index for index, each in found.items() if each is not None]
        lacking = [index for index, each in declared.items() if each is None]
        merging.report.error(
            "EXTERNAL_ARGUMENT_MISSING",
            f'Field "{target.coordinate}" is missing argument "{argument.coordinate}" in some subgraphs where it is '
            f'marked @external: argument "{argument.coordinate}" is declared in {merging.subgraphs_of(having)} but not '
            f'in {merging.subgraphs_of(lacking)} (where "{target.coordinate}" is @external).',
            [*merging.locations(dict(found)), *merging.locations({index: external[index] for index in lacking})],
        )
    present = [each for each in declared.values() if each is not None]
    if any(each.type != argument.type and not is_strict_subtype(merging, each.type, argument.type) for each in present):
        mismatch_error(
            merging,
            "EXTERNAL_ARGUMENT_TYPE_MISMATCH",
            f'Type of argument "{argument.coordinate}" is incompatible across subgraphs {where}',
            found,
            f'type "{argument.type}"',
            lambda each: f'type "{each.type}"',
        )
    if any(
        each.has_default is not argument.has_default or not same_value(each.default, argument.default)
        for each in present
    ):
        mismatch_error(
            merging,
            "EXTERNAL_ARGUMENT_DEFAULT_MISMATCH",
            f'Argument "{argument.coordinate}" has incompatible defaults across subgraphs {where}',
            found,
            default_text(argument),
            default_text,
        )
