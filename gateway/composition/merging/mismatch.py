"""Says how an element differs between subgraphs: "it has type A in subgraph x but type B in subgraphs y and z"."""

from __future__ import annotations

from collections.abc import Callable

from gateway.composition.merging.process import Describe, Merging, Sources, T
from gateway.composition.words import joined, subgraphs_named
from gateway.model.composition import SourceLocation


def spread(
    merging: Merging, sources: Sources[T], describe: Describe[T], *, missing: bool = False
) -> dict[str, list[str]]:
    """Description -> names of the subgraphs that have it so, in order of appearance; "" where an element is missing.

    ``describe`` may return None for elements that do not count.
    """
    found: dict[str, list[str]] = {}
    indexes = range(len(merging.subgraphs)) if missing else sources
    for index in indexes:
        element = sources.get(index)
        if element is None:
            if missing:
                found.setdefault("", []).append(merging.subgraphs[index].name)
            continue
        text = describe(element)
        if text is not None:
            found.setdefault(text, []).append(merging.subgraphs[index].name)
    return found


def mismatch_error(
    merging: Merging, code: str, message: str, sources: Sources[T], chosen: str, describe: Describe[T]
) -> None:
    """An error that lists each variant with its subgraphs, the supergraph's first."""
    variants = spread(merging, sources, describe)
    order = [chosen, *(text for text in variants if text != chosen)] if chosen in variants else list(variants)
    parts = [f"{text} in {subgraphs_named(variants[text])}" for text in order]
    merging.report.error(code, message + joined(parts, " and ", " but "), merging.locations(sources))


Print = Callable[[str, str], str]


def mismatch_text(
    message: str, variants: dict[str, list[str]], chosen: str, print_chosen: Print, print_other: Print
) -> str:
    """The message with the supergraph's variant first and the others after it."""
    first = print_chosen(chosen, subgraphs_named(variants[chosen]) if chosen in variants else "")
    others = [print_other(text, subgraphs_named(names)) for text, names in variants.items() if text != chosen]
    return message + first + joined(others)


def presence_hint(
    merging: Merging,
    code: str,
    message: str,
    coordinate: str | None,
    sources: Sources[T],
    is_there: Callable[[T], bool],
    *,
    subject: str = "it",
    missing: bool = False,
    extra: tuple[SourceLocation, ...] = (),
) -> None:
    """A hint: something is defined in some of the subgraphs only."""
    variants = spread(merging, sources, lambda element: "yes" if is_there(element) else "", missing=missing)
    present, absent = variants.get("yes", []), variants.get("", [])
    text = f"{message}{subject} is defined in {subgraphs_named(present)}"
    if absent:
        text += f" but not in {subgraphs_named(absent)}"
    merging.report.hint(code, text + ".", coordinate, [*merging.locations(sources), *extra])
