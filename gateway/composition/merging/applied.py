"""Directives on elements: those that go on into the supergraph, merged.

A repeatable directive keeps each distinct application. One that may stand once keeps the most frequent arguments, or
has its arguments merged by a strategy. Type-system directives that no specification composes are left behind.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from gateway.composition.elements import Applied, Element
from gateway.composition.merging.access import access_sources
from gateway.composition.merging.mismatch import mismatch_text
from gateway.composition.merging.process import Merging, Pending, Sources, T
from gateway.composition.merging.strategies import STRATEGIES
from gateway.composition.specs import ACCESS_CONTROL
from gateway.composition.state import arguments_of
from gateway.composition.values import Value, print_value, same_value

BUILT_IN = ("deprecated", "specifiedBy", "oneOf")


def is_composed(merging: Merging, index: int, applied: Applied) -> bool:
    """Whether this application goes on into the supergraph under its own name."""
    if applied.name in merging.custom:
        return index in merging.custom[applied.name]
    return applied.name in merging.composed or applied.name in BUILT_IN


def inaccessible_name(merging: Merging) -> str | None:
    """The name of @inaccessible in the supergraph, if any subgraph uses it."""
    return next((name for name, word in merging.composed.items() if word == "inaccessible"), None)


def is_inaccessible(merging: Merging, element: Element) -> bool:
    """Whether the merged element is hidden."""
    name = inaccessible_name(merging)
    return name is not None and any(applied.name == name for applied in element.applied)


def record_applied(merging: Merging, sources: Sources[T], target: Element, coordinate: str | None = None) -> None:
    """Notes the directives to merge; @inaccessible is merged at once, because other rules ask for it.

    ``coordinate``: of an element that access control is passed on to (types and fields).
    """
    names: dict[str, None] = {}
    for index, source in sources.items():
        for applied in source.applied if source else ():
            if is_composed(merging, index, applied):
                names[applied.name] = None
    hidden = inaccessible_name(merging)
    if hidden in names:
        del names[hidden]
        _merge_one(merging, hidden, dict(sources), (), target)
    if coordinate is not None:
        for name, word in merging.composed.items():
            extra = access_sources(merging).get((coordinate, word), []) if word in ACCESS_CONTROL else []
            if word in ACCESS_CONTROL and (extra or name in names):
                names.pop(name, None)
                merging.pending.append(Pending((name,), dict(sources), target, tuple(extra)))
    if names:
        merging.pending.append(Pending(tuple(names), dict(sources), target))


def merge_recorded(merging: Merging) -> None:
    """Merges what was noted, for the elements that are still there."""
    for pending in merging.pending:
        if id(pending.target) not in merging.removed:
            for name in pending.names:
                _merge_one(merging, name, pending.sources, pending.extra, pending.target)
    merging.pending.clear()


def merge_extra(merging: Merging, name: str, extra: Iterable[tuple[int, Element]], target: Element) -> None:
    """Merges a directive from elements that stand elsewhere."""
    _merge_one(merging, name, {}, tuple(extra), target)


def _merge_one(
    merging: Merging,
    name: str,
    sources: Mapping[int, Element | None],
    extra: tuple[tuple[int, Element], ...],
    target: Element,
) -> None:
    found = [
        (index, applied)
        for index, source in (*sources.items(), *extra)
        if source is not None
        for applied in source.applied
        if applied.name == name
    ]
    if not found:
        return
    definition = merging.result.directives.get(name)
    if definition is not None and definition.repeatable:
        _merge_repeatable(merging, name, found, target)
    else:
        _merge_single(merging, name, found, sources, target)


def _meaning(merging: Merging, index: int, applied: Applied) -> dict[str, Value]:
    return arguments_of(merging.subgraphs[index].schema, applied)


def _merge_repeatable(merging: Merging, name: str, found: list[tuple[int, Applied]], target: Element) -> None:
    seen: list[dict[str, Value]] = []
    for index, applied in found:
        meaning = _meaning(merging, index, applied)
        if any(same_value(meaning, other) for other in seen):
            continue
        seen.append(meaning)
        args = dict(applied.args)
        if applied.spec == "context":
            # A context is known by its subgraph, so that equal names in two subgraphs stay apart.
            args["name"] = f"{merging.subgraphs[index].name}__{args.get('name')}"
        target.applied.append(Applied(name, args, applied.spec))


def _merge_single(
    merging: Merging,
    name: str,
    found: list[tuple[int, Applied]],
    sources: Mapping[int, Element | None],
    target: Element,
) -> None:
    variants: list[tuple[dict[str, Value], Applied]] = []
    counts: list[int] = []
    for index, applied in found:
        meaning = _meaning(merging, index, applied)
        place = next((i for i, (other, _) in enumerate(variants) if same_value(other, meaning)), None)
        if place is None:
            variants.append((meaning, applied))
            counts.append(1)
        else:
            counts[place] += 1
    word = found[0][1].spec
    if len(variants) == 1:
        target.applied.append(Applied(name, dict(variants[0][1].args), word))
    elif word in STRATEGIES:
        _merge_arguments(merging, name, word, [meaning for meaning, _ in variants], target)
    else:
        chosen = variants[counts.index(max(counts))][1]
        target.applied.append(Applied(name, dict(chosen.args), word))
        _hint_choice(merging, name, chosen, sources, target)


def _merge_arguments(merging: Merging, name: str, word: str, variants: list[dict[str, Value]], target: Element) -> None:
    strategies = STRATEGIES[word]
    merged = {argument: merge([args.get(argument) for args in variants]) for argument, (_, merge) in strategies.items()}
    present: dict[str, Value] = {argument: value for argument, value in merged.items() if value is not None}
    target.applied.append(Applied(name, present, word))
    texts = ", ".join(f'"{argument}": {strategy}' for argument, (strategy, _) in strategies.items())
    merging.report.hint(
        "MERGED_NON_REPEATABLE_DIRECTIVE_ARGUMENTS",
        f'Directive @{name} is applied to "{target.coordinate}" in multiple subgraphs with different arguments. '
        f"Merging strategies used by arguments: {{ {texts} }}",
    )


def _arguments_text(args: dict[str, Value]) -> str:
    return f"arguments {print_value(dict(args))}" if args else "no arguments"


def _hint_choice(
    merging: Merging, name: str, chosen: Applied, sources: Mapping[int, Element | None], target: Element
) -> None:
    variants: dict[str, list[str]] = {}
    for index, source in sources.items():
        for applied in source.applied if source else ():
            if applied.name == name:
                variants.setdefault(_arguments_text(applied.args), []).append(merging.subgraphs[index].name)
    message = f'Non-repeatable directive @{name} is applied to "{target.coordinate}" in multiple subgraphs '
    merging.report.hint(
        "INCONSISTENT_NON_REPEATABLE_DIRECTIVE_ARGUMENTS",
        mismatch_text(
            f"{message}but with incompatible arguments. ",
            variants,
            _arguments_text(chosen.args),
            lambda text, names: f"The supergraph will use {text} (from {names}), but found ",
            lambda text, names: f"{text} in {names}",
        )
        + ".",
        target.coordinate,
        merging.locations(sources),
    )
