"""A field that several subgraphs resolve must be marked as shared in all of them."""

from __future__ import annotations

from gateway.composition.elements import Field, is_marked
from gateway.composition.merging.abstraction import abstracting_fields
from gateway.composition.merging.overrides import Overrides
from gateway.composition.merging.process import Merging, Sources
from gateway.composition.words import listed
from gateway.model.composition import SourceLocation


def check_sharing(merging: Merging, sources: Sources[Field], target: Field, overrides: Overrides) -> None:
    """INVALID_FIELD_SHARING where two or more subgraphs resolve a field and one does not say that it is shared."""
    resolving: list[tuple[int, str, Field]] = []
    for index, source in sources.items():
        name = f'"{merging.subgraphs[index].name}"'
        if source is not None:
            if not overrides.is_overridden(index):
                resolving.append((index, name, source))
            continue
        for field in abstracting_fields(merging, target, index):
            resolving.append((index, f'{name} (through @interfaceObject field "{field.coordinate}")', field))
    resolving = [entry for entry in resolving if not merging.facts[entry[0]].is_fully_external(entry[2])]
    alone = [entry for entry in resolving if entry[2].coordinate not in merging.facts[entry[0]].shareable]
    if not alone or len(resolving) < 2:
        return
    where = "all of them" if len(alone) == len(resolving) else _subgraphs([name for _, name, _ in alone])
    extra = ""
    for index, name, _ in alone:
        if index in overrides.unknown_source:
            extra = (
                f' (please note that "{target.coordinate}" has an @override directive in {name} that targets an '
                "unknown subgraph so this could be due to misspelling the @override(from:) argument)"
            )
            break
    places: list[SourceLocation] = [place for index, _, field in resolving for place in merging.place(index, field)]
    merging.report.error(
        "INVALID_FIELD_SHARING",
        f'Non-shareable field "{target.coordinate}" is resolved from multiple subgraphs: it is resolved from '
        f"{_subgraphs([name for _, name, _ in resolving])} and defined as non-shareable in {where}{extra}",
        places,
    )


def _subgraphs(names: list[str]) -> str:
    return listed(names, "subgraph", "subgraphs")


def check_subscription(merging: Merging, sources: Sources[Field]) -> None:
    """One event must come from one subgraph."""
    marked: Sources[Field] = {
        index: source for index, source in sources.items() if source is not None and is_marked(source, "shareable")
    }
    if marked:
        merging.report.error(
            "INVALID_FIELD_SHARING",
            "Fields on root level subscription object cannot be marked as shareable",
            merging.locations(dict(marked)),
        )
