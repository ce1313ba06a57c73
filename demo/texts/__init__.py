"""The texts of the demo world, written for it: YAML files by theme."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import yaml

HERE = Path(__file__).parent


@cache
def read(name: str) -> Any:
    """The content of one file, e.g. ``offers/cip``; callers must not change it."""
    return yaml.safe_load((HERE / f"{name}.yaml").read_text(encoding="utf-8"))


@cache
def read_folder(name: str) -> tuple[Any, ...]:
    """The contents of all files of a folder, by file name."""
    return tuple(yaml.safe_load(file.read_text(encoding="utf-8")) for file in sorted((HERE / name).glob("*.yaml")))
