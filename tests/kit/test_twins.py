"""Rooms that the gateway and the kit both have, because they are packed apart and may not import each other."""

from __future__ import annotations

from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_both_write_an_answer_in_the_same_way() -> None:
    """What is mended in one is mended in the other."""
    here, there = (ROOT / room / "together.py" for room in ("services/kit", "gateway/web/serving"))
    assert here.read_text(encoding="utf-8") == there.read_text(encoding="utf-8")
