"""Texts of a house as data, for those who write them: tables of TOML under ``texts/``, one for each sentence."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, TypeVar

Text = TypeVar("Text")


def texts_in(path: Path, make: Callable[..., Text]) -> Mapping[str, Text]:
    """Each table of the file by its name. ``ValueError`` names the file, and the text that lacks or is no field of
    ``make``'s: whoever writes texts reads this, and not the code.
    """
    try:
        tables = tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise ValueError(f"{path}: {error}") from None
    return {name: _made(path, name, texts, make) for name, texts in tables.items()}


def _made(path: Path, name: str, texts: Mapping[str, Any], make: Callable[..., Text]) -> Text:
    try:
        return make(**texts)
    except (TypeError, ValueError) as error:
        raise ValueError(f"{path}: the text [{name!r}] cannot be used: {error}") from None
