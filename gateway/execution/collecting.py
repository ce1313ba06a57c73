"""From a merge path to the objects at it: a function written for the path."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any, TypeAlias

from gateway.ground.generated import LEVELS, Code, parted
from gateway.model.plan import Each, Key, MergePath, OnTypes, PathStep
from gateway.model.result import ResponsePath

Tree: TypeAlias = dict[str, Any]
Collect: TypeAlias = Callable[[Tree], list[Tree]]


def compile_collect(paths: tuple[MergePath, ...]) -> Collect:
    """A function from the root of the result tree to the objects at all ``paths``, in order.

    What is missing, null or of the wrong kind on the way is passed over: its error is reported elsewhere.
    """
    return write_collect(paths).function("collect")


def write_collect(paths: tuple[MergePath, ...]) -> Code:
    """The source of that function."""
    code = Code()
    with code.block("def collect(root):"):
        code.line("found = []")
        for path in paths:
            depth = code.depth
            _write_path(code, path)
            code.depth = depth
        code.line("return found")
    return code


def _write_path(code: Code, path: MergePath) -> None:
    """Nested loops and guards, one for each step; the current value is v<n>. Leaves the code indented."""
    value, parts, outside = "root", parted(path), code.depth
    for number, part in enumerate(parts[:-1]):
        code.depth = outside
        code.line(f"rest{number} = []")
        value, _ = _write_part(code, part, value, number)
        code.line(f"rest{number}.append({value})")
    code.depth = outside
    value, known_object = _write_part(code, parts[-1], value, len(parts) - 1)
    if not known_object:
        code.line(f"if type({value}) is dict:")
        code.depth += 1
    code.line(f"found.append({value})")


def _write_part(code: Code, part: Sequence[PathStep], value: str, number: int) -> tuple[str, bool]:
    """Gives the last value's name, and whether it is known to be an object."""
    known_object = not number
    if number:
        code.line(f"for {value} in rest{number - 1}:")
        code.depth += 1
    for place, step in enumerate(part, number * LEVELS):
        known_object = _write_step(code, step, value, f"v{place}", known_object)
        if not isinstance(step, OnTypes):
            value = f"v{place}"
    return value, known_object


def _write_step(code: Code, step: PathStep, value: str, inner: str, known_object: bool) -> bool:
    if isinstance(step, Each):
        code.line(f"if type({value}) is list:")
        code.depth += 1
        code.line(f"for {inner} in {value}:")
        code.depth += 1
        return False
    if not known_object:
        code.line(f"if type({value}) is dict:")
        code.depth += 1
    if isinstance(step, Key):
        code.line(f"{inner} = {value}.get({step.name!r})")
        return False
    code.line(f"if {code.constant(runtime_type)}({value}) in {code.constant(step.names)}:")
    code.depth += 1
    return True


def runtime_type(value: Tree) -> str:
    """The name of the object's type, empty where a subgraph gave none, or something that is no name.

    >>> runtime_type({"__typename": "Book"}), runtime_type({"__typename": ["Book"]})
    ('Book', '')
    """
    name = value.get("__typename")
    return name if type(name) is str else ""


def walk(value: Any, path: MergePath, at: ResponsePath = ()) -> Iterator[tuple[ResponsePath, Tree]]:
    """The same objects with their paths in the answer; used only when there are errors to place."""
    if not path:
        if isinstance(value, dict):
            yield at, value
        return
    step, rest = path[0], path[1:]
    match step:
        case Each() if isinstance(value, list):
            for position, item in enumerate(value):
                yield from walk(item, rest, (*at, position))
        case Key(name) if isinstance(value, dict):
            yield from walk(value.get(name), rest, (*at, name))
        case OnTypes(names) if isinstance(value, dict) and runtime_type(value) in names:
            yield from walk(value, rest, at)
