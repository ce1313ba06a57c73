"""A program in words: for each fetch the functions that were written for it."""

from __future__ import annotations

from collections.abc import Iterator

from gateway.execution.collecting import write_collect
from gateway.execution.program import CompiledFetch, Program
from gateway.execution.representing import write_represent


def program_in_words(program: Program) -> Iterator[str]:
    """The Python source of each fetch, under a line that says what it is for."""
    for compiled in program.fetches:
        after = f" after {', '.join(map(str, compiled.fetch.after))}" if compiled.fetch.after else ""
        yield f"# fetch {compiled.fetch.id}: {compiled.fetch.subgraph}{after}"
        yield from _fetch_in_words(compiled, program)


def _fetch_in_words(compiled: CompiledFetch, program: Program) -> Iterator[str]:
    if compiled.fetch.root is not None:
        yield write_collect((compiled.fetch.root.path,)).source
    for each in compiled.calls:
        yield write_collect(each.call.paths).source
        yield write_represent(each.call.representations, program.matches).source
