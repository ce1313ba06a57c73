"""What every code of composition means, the smallest subgraphs that give it, and how to mend them."""

from __future__ import annotations

from gateway.composition.codes import HINT_LEVELS
from gateway.composition.explanations.entry import Explanation
from gateway.composition.explanations.never import NEVER
from gateway.composition.explanations.of_features import FEATURES
from gateway.composition.explanations.of_field_sets import FIELD_SETS
from gateway.composition.explanations.of_hints import HINTS
from gateway.composition.explanations.of_merging import MERGING
from gateway.composition.explanations.of_schemas import SCHEMAS

ERRORS = (*SCHEMAS, *FIELD_SETS, *MERGING, *FEATURES)

__all__ = ["ERRORS", "HINTS", "NEVER", "Explanation", "explain", "explanations_of", "table"]


def explanations_of(code: str) -> list[Explanation]:
    """All that is known of a code: none for an unknown one, two for a word that is an error and a hint."""
    return [entry for entry in (*ERRORS, *HINTS, *NEVER) if entry.code == code.upper()]


def explain(code: str) -> str | None:
    """The explanation as text for a terminal; None for a code that does not exist."""
    found = explanations_of(code)
    return "\n\n".join(map(_text, found)) if found else None


def _text(entry: Explanation) -> str:
    kind = "hint" if entry in HINTS else "error"
    if entry.impossible:
        return f"{entry.code} (never given by composition)\n\n{entry.meaning}\nWhy never: {entry.impossible}."
    blocks = [f"# subgraph {name}\n{sdl}" for name, sdl in entry.example.items()]
    return f"{entry.code} ({kind})\n\n{entry.meaning}\nTo mend: {entry.mend}\n\nExample:\n\n" + "\n\n".join(blocks)


def table() -> str:
    """The table of codes in Markdown."""
    lines = ["| code | means | to mend |", "|---|---|---|"]
    lines += [f"| `{entry.code}` | {entry.meaning} | {entry.mend} |" for entry in ERRORS]
    lines += ["", "| hint | level | means | to mend |", "|---|---|---|---|"]
    for entry in HINTS:
        lines.append(f"| `{entry.code}` | {HINT_LEVELS[entry.code].value} | {entry.meaning} | {entry.mend} |")
    lines += ["", "| never given | why |", "|---|---|"]
    lines += [f"| `{entry.code}` | {entry.impossible} |" for entry in NEVER]
    return "\n".join(lines)
