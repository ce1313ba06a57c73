"""Finding every sentence that a house refuses with, in its source."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

SERVICES = Path(__file__).parents[2] / "services"
FIELD = "{{field}} {}."
MAKERS: Mapping[str, tuple[int, str]] = {
    "Fault": (1, "{}"),
    "key_fault": (0, "{}"),
    "lack": (0, "{}"),
    "wrong_state": (0, "{}"),
    "forbidden": (0, "{}"),
    "invalid": (1, FIELD),
    "_at": (1, FIELD),
}
"""What makes refusals: the place of its sentence among the arguments, and what it makes of it."""


@dataclass(frozen=True, slots=True)
class Said:
    """A refusal in the source. ``sentence``: None where it is no text that stands there as it is."""

    where: str
    sentence: str | None


def said_in(house: str) -> list[Said]:
    """All refusals of one house or of the kit."""
    paths = sorted(path for path in (SERVICES / house).rglob("*.py") if "demo" not in path.parts)
    return [each for path in paths for each in said_by(path.read_text(), str(path.relative_to(SERVICES)))]


def said_by(source: str, name: str) -> list[Said]:
    """
    >>> said_by('def f():\\n    message = "No."\\n    return Fault(X, message), invalid("a", f"{x}")', "a.py")
    [Said(where='a.py:3', sentence='No.'), Said(where='a.py:3', sentence=None)]
    """
    tree = ast.parse(source)
    found = []
    for scope, call in _calls(tree, (tree,)):
        maker = call.func.id if isinstance(call.func, ast.Name) else getattr(call.func, "attr", "")
        if maker not in MAKERS or any(getattr(each, "name", "") in MAKERS for each in scope):
            continue
        place, shape = MAKERS[maker]
        given = call.args[place] if len(call.args) > place else _keyword(call)
        texts = _texts(given, scope, call.lineno)
        where = f"{name}:{call.lineno}"
        found += [Said(where, shape.format(text)) for text in texts] or [Said(where, None)]
    return found


def _calls(node: ast.AST, scope: tuple[ast.AST, ...]) -> Iterator[tuple[tuple[ast.AST, ...], ast.Call]]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.Call):
            yield scope, child
        inner = (*scope, child) if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef) else scope
        yield from _calls(child, inner)


def _keyword(call: ast.Call) -> ast.expr | None:
    return next((each.value for each in call.keywords if each.arg in ("message", "what")), None)


def _texts(given: ast.expr | None, scope: Sequence[ast.AST], line: int) -> list[str]:
    """The texts that an argument can be: itself, either side of an ``if``, or what its name was given last."""
    match given:
        case ast.Constant(value=str(text)):
            return [text]
        case ast.IfExp():
            return _texts(given.body, scope, line) + _texts(given.orelse, scope, line)
        case ast.Name():
            for around in reversed(scope):
                named = [
                    each
                    for each in ast.walk(around)
                    if isinstance(each, ast.Assign) and each.lineno <= line and _is(each.targets[0], given.id)
                ]
                if named:
                    return _texts(named[-1].value, scope, line)
            return []
        case _:
            return []


def _is(target: ast.expr, name: str) -> bool:
    return isinstance(target, ast.Name) and target.id == name
