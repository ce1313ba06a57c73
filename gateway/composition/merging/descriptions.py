"""Descriptions: the most frequent one that is not empty; on a tie, the one of the first subgraph."""

from __future__ import annotations

from collections import Counter

from gateway.composition.elements import Element
from gateway.composition.merging.mismatch import mismatch_text, spread
from gateway.composition.merging.process import Merging, Sources, T


def merge_description(merging: Merging, sources: Sources[T], target: Element, name: str | None = None) -> None:
    """Sets the description of ``target``; hints where two or more differ."""
    counts = Counter(source.description for source in sources.values() if source and source.description is not None)
    texts = [text for text in counts if text]
    if not texts:
        target.description = "" if counts else None
        return
    chosen = max(texts, key=lambda text: counts[text])
    target.description = chosen
    if len(texts) == 1:
        return
    subject = name or f'Element "{target.coordinate}"'
    variants = spread(merging, sources, lambda element: element.description)
    merging.report.hint(
        "INCONSISTENT_DESCRIPTION",
        mismatch_text(
            f"{subject} has inconsistent descriptions across subgraphs. ",
            variants,
            chosen,
            lambda text, names: f"The supergraph will use description (from {names}):\n{_quoted(text)}",
            lambda text, names: f"\nIn {names}, the description is:\n{_quoted(text)}",
        ),
        target.coordinate,
        merging.locations(dict(sources)),
    )


def _quoted(text: str) -> str:
    body = text.replace("\n", "\n  ")
    return f'  """\n  {body}\n  """'
