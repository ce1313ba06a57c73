"""No test reads a clock when it is collected: what is made then is used when its turn comes, minutes later."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from tools.run.settings import ROOT

CLOCKS = {"time.time", "time.monotonic", "time.perf_counter", "datetime.now", "datetime.utcnow", "date.today"}
BODIES = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)


def at_import(node: ast.AST) -> Iterator[ast.AST]:
    """What runs when the module is imported: everything but the bodies of functions."""
    for name, value in ast.iter_fields(node):
        if isinstance(node, BODIES) and name == "body":
            continue
        for child in value if isinstance(value, list) else [value]:
            if isinstance(child, ast.AST):
                yield child
                yield from at_import(child)


def readings(source: str) -> list[int]:
    """Lines that read a clock at import."""
    calls = [node for node in at_import(ast.parse(source)) if isinstance(node, ast.Call)]
    return [call.lineno for call in calls if ast.unparse(call.func).removeprefix("datetime.") in CLOCKS]


def test_clocks_are_found() -> None:
    assert readings("import time\nA = {'exp': time.time() + 60}\n") == [2]
    assert readings("@mark(time.monotonic())\ndef f():\n    return time.time()\n") == [1]


def test_no_clock_is_read_at_import() -> None:
    found = {
        str(file): lines for file in (ROOT / "tests").rglob("*.py") if (lines := readings(file.read_text("utf-8")))
    }
    assert found == {}
