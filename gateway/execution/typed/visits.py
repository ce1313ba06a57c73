"""From the root of a struct tree to the objects at a place, each place visited once in an execution.

Where objects are known by their own fields, the first of those that are equal takes the place of the others: a hundred
references to ten products become ten objects, which are completed once and stand at a hundred places.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from gateway.execution.typed.classes import attribute
from gateway.execution.typed.sites import Layout, Site
from gateway.ground.generated import LEVELS, Code, parted
from gateway.model.plan import Each, Key, MergePath


@dataclass(frozen=True, slots=True)
class Visit:
    """``start``: the number of the visit whose objects it starts from, None for the root."""

    start: int | None
    collect: Callable[[list[Any]], list[Any]]


@dataclass(frozen=True, slots=True)
class Visits:
    """All visits of a program, and their numbers by path."""

    every: tuple[Visit, ...]
    numbers: dict[MergePath, int]


def compile_visits(layout: Layout) -> Visits:
    """One for each path that some call completes; it starts from the longest other one that leads towards it."""
    ends: dict[MergePath, Site] = {}
    for fetch in layout.fetches:
        for call, patch in zip(fetch.fetch.entities, fetch.calls, strict=True):
            ends |= zip(call.paths, patch.ends, strict=True)
    numbers = {path: number for number, path in enumerate(ends)}
    return Visits(tuple(_compile_visit(path, ends, numbers) for path in ends), numbers)


def _compile_visit(path: MergePath, ends: dict[MergePath, Site], numbers: dict[MergePath, int]) -> Visit:
    start = next((path[:size] for size in range(len(path) - 1, 0, -1) if path[:size] in numbers), None)
    if start is None:
        return Visit(None, write_visit(path, ends[path]).function("collect"))
    return Visit(numbers[start], write_visit(path[len(start) :], ends[path]).function("collect"))


def write_visit(path: MergePath, end: Site) -> Code:
    """The source of a function from objects to those at ``path`` below them.

    A type condition says nothing here, where every place has one type.
    """
    steps = [step for step in path if isinstance(step, Key | Each)]
    code = Code()
    with code.block("def collect(starts):"):
        code.line("found = []; seen = {}")
        place, before, parts = "", "starts", parted(steps)
        for count, part in enumerate(parts):
            first, rest = count * LEVELS, f"rest{count}"
            code.depth = 1
            if part is not parts[-1]:
                code.line(f"{rest} = []")
            code.line(f"for v{first} in {before}:")
            code.depth += 1
            for number, step in enumerate(part, first):
                place = _write_step(code, step, f"v{number}", f"v{number + 1}")
            if part is not parts[-1]:
                code.line(f"{rest}.append(v{first + len(part)})")
            before = rest
        _write_found(code, f"v{len(steps)}", place, end)
        code.depth = 1
        code.line("return found")
    return code


def _write_step(code: Code, step: Key | Each, value: str, inner: str) -> str:
    """Gives the expression for the place that ``inner`` comes from."""
    code.line(f"if {value} is not None:")
    code.depth += 1
    if isinstance(step, Key):
        code.line(f"{inner} = {value}.{attribute(step.name)}")
        return f"{value}.{attribute(step.name)}"
    code.line(f"for n, {inner} in enumerate({value}):")
    code.depth += 1
    return f"{value}[n]"


def _write_found(code: Code, value: str, place: str, end: Site) -> None:
    keys = [key for key, position in end.own.items() if position is not None or key in end.hidden]
    with code.block(f"if {value} is not None:"):
        if not (place and keys and end.is_known_by_own):
            code.line(f"found.append({value})")
            return
        # 1 and true are equal in Python, and a hidden field may hold any JSON.
        parts = "".join(f"{value}.{attribute(key)}, {value}.{attribute(key)}.__class__, " for key in keys)
        with code.block("try:"):
            code.line(f"k = ({parts}); first = seen.get(k)")
        with code.block("except TypeError:"):
            code.line(f"found.append({value})")
        with code.block("else:"):
            code.line(f"if first is None: seen[k] = {value}; found.append({value})")
            code.line(f"elif first is not {value}: {place} = first")
