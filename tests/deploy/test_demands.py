"""The list of what operation demands names files and tests that are there."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tools.run.settings import ROOT

PAGE = ROOT / "deploy" / "demands.md"
TOP = ("gateway/", "services/", "tools/", "deploy/", "compose.yaml")


def rows() -> Iterator[list[str]]:
    for line in PAGE.read_text(encoding="utf-8").splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if line.startswith("| ") and cells[0] != "demand":
            yield cells


def test_every_demand_is_shown_by_something() -> None:
    found = list(rows())
    assert len(found) > 60
    assert [cells[0] for cells in found if len(cells) != 3 or not cells[2]] == []


def test_every_file_is_there() -> None:
    named = {name for _, where, _ in rows() for name in re.findall(r"`([^`]+)`", where)}
    places = {name: ROOT / name if name.startswith(TOP) else ROOT / "gateway" / name for name in named}
    assert [name for name, place in places.items() if not place.exists()] == []


def test_every_test_is_there() -> None:
    missing: list[str] = []
    for _, _, shown in rows():
        file = ""
        for path, name in re.findall(r"`([\w/]+\.py)?(?:::(\w+))?`", shown):
            file = path or file
            place = next(
                (each for each in (ROOT / "tests" / file, ROOT / file) if file and each.exists()), ROOT / "missing"
            )
            text = place.read_text(encoding="utf-8") if place.exists() else ""
            if not text or (name and f"def {name}(" not in text):
                missing.append(f"{file}::{name}")
    assert missing == []
