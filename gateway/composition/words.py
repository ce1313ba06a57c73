"""How messages list things, in the form that users of federation know."""

from __future__ import annotations

from collections.abc import Iterable, Sequence


def listed(items: Sequence[str], one: str, many: str) -> str:
    """A human list with its noun.

    >>> listed(['"a"', '"b"', '"c"'], "subgraph", "subgraphs")
    'subgraphs "a", "b" and "c"'
    """
    if len(items) == 1:
        return f"{one} {items[0]}"
    return f"{many} {', '.join(items[:-1])} and {items[-1]}"


def subgraphs_named(names: Iterable[str]) -> str:
    """`subgraph "a"` or `subgraphs "a" and "b"`."""
    return listed([f'"{name}"' for name in names], "subgraph", "subgraphs")


def types_named(names: Iterable[str]) -> str:
    """`type "A"` or `types "A" and "B"`."""
    return listed([f'"{name}"' for name in names], "type", "types")


def joined(parts: Sequence[str], last: str = " and ", first: str | None = None) -> str:
    """Parts with commas and a last word; ``first`` (if given) between the first two where there are more than that.

    >>> joined(["a", "b", "c"], " and ", " but "), joined(["a", "b"], " and ", " but ")
    ('a but b and c', 'a but b')
    """
    if len(parts) < 2:
        return "".join(parts)
    if first is None:
        return ", ".join(parts[:-1]) + last + parts[-1]
    if len(parts) == 2:
        return parts[0] + first + parts[1]
    return parts[0] + first + ", ".join(parts[1:-1]) + last + parts[-1]


def did_you_mean(suggestions: Sequence[str]) -> str:
    """The question after an unknown name, or nothing.

    >>> did_you_mean(["a", "b"])
    ' Did you mean "a" or "b"?'
    """
    quoted = [f'"{suggestion}"' for suggestion in suggestions[:5]]
    if not quoted:
        return ""
    text = quoted[0] if len(quoted) == 1 else ", ".join(quoted[:-1]) + " or " + quoted[-1]
    return f" Did you mean {text}?"
