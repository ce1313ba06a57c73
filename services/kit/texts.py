"""Texts of a house as data, for those who write them: tables of TOML under ``texts/``, one for each sentence."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TypeVar

Text = TypeVar("Text")


def texts_in(path: Path, make: Callable[..., Text]) -> Mapping[str, Text]:
    """Each table of the file by its name. ``TypeError`` for a text that lacks or is no field of ``make``'s."""
    return {name: make(**texts) for name, texts in tomllib.loads(path.read_text(encoding="utf-8")).items()}
