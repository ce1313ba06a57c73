"""No message ends with two full stops: what is put into a sentence may have one of its own."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PARTS = ("gateway", "services", "tools", "demo")


def doubled(source: str) -> Iterator[int]:
    """The lines where an exception, or its message, is put into a text right before a full stop.

    >>> list(doubled("try: f()\\nexcept E as error: raise X(f'No: {error}.')"))
    [2]
    """
    tree = ast.parse(source)
    # What begins with an underscore is a file's own: its text is written beside.
    caught = {
        node.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ExceptHandler) and not (isinstance(node.type, ast.Name) and node.type.id[0] == "_")
    }
    for text in ast.walk(tree):
        if not isinstance(text, ast.JoinedStr):
            continue
        for part, after in zip(text.values, text.values[1:], strict=False):
            if isinstance(part, ast.FormattedValue) and isinstance(after, ast.Constant):
                value = part.value
                inner = value.value if isinstance(value, ast.Attribute) and value.attr == "message" else value
                if isinstance(inner, ast.Name) and inner.id in caught and str(after.value).startswith("."):
                    yield text.lineno


@pytest.mark.parametrize("part", PARTS)
def test_no_text_of_an_exception_stands_right_before_a_full_stop(part: str) -> None:
    files = [file for file in sorted((ROOT / part).rglob("*.py")) if "node_modules" not in file.parts]
    found = [f"{file.relative_to(ROOT)}:{line}" for file in files for line in doubled(file.read_text(encoding="utf-8"))]
    assert found == [], "ended(error) has one full stop"
