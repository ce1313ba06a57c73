"""The forms that a setting's value may have: from YAML as it is, from the environment as text.

Each reader raises ValueError, with what was given, for a value that has not its form.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any


def text(raw: Any) -> str:
    if isinstance(raw, str):
        return raw
    raise ValueError(f"{raw!r} is not text.")


def whole_number(raw: Any) -> int:
    if isinstance(raw, int) and not isinstance(raw, bool):
        return raw
    if isinstance(raw, str) and re.fullmatch(r"-?[0-9]{1,18}", raw.strip()):
        return int(raw)
    raise ValueError(f"{raw!r} is not a whole number.")


def number(raw: Any) -> float:
    if isinstance(raw, int | float) and not isinstance(raw, bool):
        return float(raw)
    if isinstance(raw, str) and re.fullmatch(r"[0-9]{1,18}(\.[0-9]+)?", raw.strip()):
        return float(raw)
    raise ValueError(f"{raw!r} is not a number.")


def truth(raw: Any) -> bool:
    word = str(raw).strip().lower()
    if word in ("true", "yes", "on", "1"):
        return True
    if word in ("false", "no", "off", "0"):
        return False
    raise ValueError(f"{raw!r} is neither true nor false.")


def words(raw: Any) -> tuple[str, ...]:
    if isinstance(raw, str):
        raw = [word.strip() for word in raw.split(",") if word.strip()]
    if isinstance(raw, list) and all(isinstance(word, str) for word in raw):
        return tuple(raw)
    raise ValueError(f"{raw!r} is not a list of words.")


def pairs(raw: Any) -> Mapping[str, str]:
    if isinstance(raw, str):
        named = [word.partition("=") for word in words(raw)]
        raw = {name: value for name, _, value in named} if all(sign for _, sign, _ in named) else raw
    if isinstance(raw, dict) and all(isinstance(name, str) and isinstance(value, str) for name, value in raw.items()):
        return MappingProxyType({name.strip(): value.strip() for name, value in raw.items()})
    raise ValueError(f"{raw!r} does not give a value for each name (name=value,name=value).")


def path(raw: Any) -> Path | None:
    given = text(raw)
    return Path(given) if given else None


READERS: Mapping[str, Callable[[Any], Any]] = {
    "str": text,
    "int": whole_number,
    "float": number,
    "bool": truth,
    "tuple[str, ...]": words,
    "Mapping[str, str]": pairs,
    "Path | None": path,
}
