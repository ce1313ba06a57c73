"""The tables of rules name functions and tests that there are."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
NAMED = re.compile(r"`([\w/]+\.py)(?:: (\w+))?`")
LEAST = 20
"""Rows of a table: fewer would mean that nothing was read."""


@pytest.mark.parametrize("house", ["civic_data_lab", "ideenwerkstatt"])
def test_what_is_named_is_there(house: str) -> None:
    rows = [
        line.split("|")[1:4]
        for line in (ROOT / "services" / house / "RULES.md").read_text(encoding="utf-8").splitlines()
        if line.startswith("| ") and not line.startswith("| rule")
    ]
    assert len(rows) > LEAST
    lacking = []
    for rule, where, proof in rows:
        for home, cell in ((ROOT / "services" / house, where), (ROOT / "tests", proof)):
            found = NAMED.findall(cell)
            lacking += [rule] if not found else []
            for file, name in found:
                text = (home / file).read_text(encoding="utf-8") if (home / file).is_file() else ""
                if not re.search(rf"def {name}\b" if name else ".", text):
                    lacking.append(f"{file}: {name}")
    assert lacking == []
