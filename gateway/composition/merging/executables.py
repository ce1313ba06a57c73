"""Directives that clients may write: only those that every subgraph defines, with what all of them allow."""

from __future__ import annotations

from gateway.composition.elements import DirectiveDefinition
from gateway.composition.merging.arguments import merge_arguments
from gateway.composition.merging.descriptions import merge_description
from gateway.composition.merging.mismatch import mismatch_text, presence_hint, spread
from gateway.composition.merging.process import Merging, Sources

EXECUTABLE = frozenset(
    {
        "QUERY",
        "MUTATION",
        "SUBSCRIPTION",
        "FIELD",
        "FRAGMENT_DEFINITION",
        "FRAGMENT_SPREAD",
        "INLINE_FRAGMENT",
        "VARIABLE_DEFINITION",
    }
)
_BUILT_IN = ("skip", "include", "deprecated", "specifiedBy", "oneOf", "defer", "stream")


def merge_executables(merging: Merging) -> None:
    """Merges every executable directive definition."""
    names = dict.fromkeys(
        definition.name
        for subgraph in merging.subgraphs
        for definition in subgraph.schema.directives.values()
        if EXECUTABLE & set(definition.locations) and definition.name not in _BUILT_IN
    )
    for name in names:
        if name not in merging.result.directives:
            sources: Sources[DirectiveDefinition] = {
                index: subgraph.schema.directives.get(name) for index, subgraph in enumerate(merging.subgraphs)
            }
            _merge(merging, name, sources)


def _merge(merging: Merging, name: str, sources: Sources[DirectiveDefinition]) -> None:
    present = [source for source in sources.values() if source is not None]
    if len(present) < len(sources):
        presence_hint(
            merging,
            "INCONSISTENT_EXECUTABLE_DIRECTIVE_PRESENCE",
            f'Executable directive "@{name}" will not be part of the supergraph as it does not appear in all '
            "subgraphs: ",
            f"@{name}",
            sources,
            lambda _: True,
            missing=True,
        )
        return
    places = set.intersection(*(_executable(source) for source in present))
    if not places:
        _hint_no_place(merging, name, sources)
        return
    target = DirectiveDefinition(name, locations=sorted(places), repeatable=all(each.repeatable for each in present))
    merging.result.directives[name] = target
    merge_description(merging, sources, target)
    if any(each.repeatable != target.repeatable for each in present):
        _hint_repeatable(merging, name, sources)
    if any(_executable(each) != places for each in present):
        _hint_places(merging, target, sources)
    merge_arguments(merging, sources, target)


def _executable(definition: DirectiveDefinition) -> set[str]:
    return set(definition.locations) & EXECUTABLE


def _places_text(places: set[str]) -> str:
    if not places:
        return ""
    return f'{"locations" if len(places) > 1 else "location"} "{", ".join(sorted(places))}"'


def _hint_no_place(merging: Merging, name: str, sources: Sources[DirectiveDefinition]) -> None:
    variants = spread(merging, sources, lambda each: _places_text(_executable(each)))
    text = mismatch_text(
        f'Executable directive "@{name}" has no location that is common to all subgraphs: ',
        variants,
        "",
        lambda _, names: "it will not appear in the supergraph as there no intersection between ",
        lambda places, names: f"{places} in {names}",
    )
    merging.report.hint(
        "NO_EXECUTABLE_DIRECTIVE_INTERSECTION", f"{text}.", f"@{name}", merging.locations(dict(sources))
    )


def _hint_repeatable(merging: Merging, name: str, sources: Sources[DirectiveDefinition]) -> None:
    variants = spread(merging, sources, lambda each: "yes" if each.repeatable else "no")
    text = mismatch_text(
        f'Executable directive "@{name}" will not be marked repeatable in the supergraph as it is inconsistently '
        "marked repeatable in subgraphs: ",
        variants,
        "no",
        lambda _, names: f"it is not repeatable in {names}",
        lambda _, names: f" but is repeatable in {names}",
    )
    merging.report.hint(
        "INCONSISTENT_EXECUTABLE_DIRECTIVE_REPEATABLE", f"{text}.", f"@{name}", merging.locations(dict(sources))
    )


def _hint_places(merging: Merging, target: DirectiveDefinition, sources: Sources[DirectiveDefinition]) -> None:
    variants = spread(merging, sources, lambda each: _places_text(_executable(each)))
    chosen = _places_text(set(target.locations))
    text = mismatch_text(
        f'Executable directive "@{target.name}" has inconsistent locations across subgraphs ',
        variants,
        chosen,
        lambda places, names: (
            f"and will use {places} (intersection of all subgraphs) in the supergraph, but has: "
            f"{f'{places} in {names} and ' if names else ''}"
        ),
        lambda places, names: f"{places} in {names}",
    )
    merging.report.hint(
        "INCONSISTENT_EXECUTABLE_DIRECTIVE_LOCATIONS", f"{text}.", f"@{target.name}", merging.locations(dict(sources))
    )
