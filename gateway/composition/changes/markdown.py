"""The check as Markdown, for a pull request."""

from __future__ import annotations

from collections.abc import Iterator

from gateway.model.changes import ChangeLevel, Check

_TITLES = {
    ChangeLevel.BREAKING: "Breaks clients",
    ChangeLevel.DANGEROUS: "Can surprise",
    ChangeLevel.SAFE: "Safe",
}


def markdown(result: Check) -> str:
    """Headings and lists, what hurts most first."""
    return "\n".join(_lines(result)) + "\n"


def _lines(result: Check) -> Iterator[str]:
    yield f"## Check of the graph: {'passed' if result.is_passed else 'failed'}"
    if result.errors:
        yield "\n### The subgraphs do not compose\n"
        for error in result.errors:
            where = ", ".join(f"{place.subgraph}:{place.line}:{place.column}" for place in error.locations)
            message = error.message.replace("\n", "\n  ")
            yield f"- `{error.code}` {message}{f' ({where})' if where else ''}"
        return
    for level, title in _TITLES.items():
        changes = [change for change in result.changes if change.level is level]
        if changes:
            yield f"\n### {title}\n"
            yield from (f"- {change.text} (`{change.kind}`)" for change in changes)
    if result.operations:
        yield "\n### Saved operations that would break\n"
        for operation in result.operations:
            yield f"- `{operation.name}`: {' '.join(operation.messages)}"
    if not result.changes:
        yield "\nNothing changes for anybody."
