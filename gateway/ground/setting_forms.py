"""The forms that a setting's value may have: from YAML as it is, from the environment as text.

Each reader raises ValueError, with what was given, for a value that has not its form.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any, TypeVar

from gateway.ground.allowance import Allowance
from gateway.ground.by_caller import ByCaller, for_everybody, is_class
from gateway.ground.by_subgraph import ALL, BySubgraph
from gateway.ground.cache_control import CacheControl
from gateway.ground.cost_mode import CostMode
from gateway.ground.error_detail import ErrorDetail
from gateway.ground.header_rules import header_rules
from gateway.ground.issuers import read_issuers
from gateway.ground.unauthorised import Unauthorised

T = TypeVar("T")


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


def detail(raw: Any) -> ErrorDetail:
    try:
        return ErrorDetail(text(raw).strip())
    except ValueError:
        raise ValueError(f"{raw!r} is none of {', '.join(ErrorDetail)}.") from None


def cache_control(raw: Any) -> CacheControl:
    if raw is False:  # YAML 1.1 reads `off` so
        return CacheControl.OFF
    try:
        return CacheControl(text(raw).strip())
    except ValueError:
        raise ValueError(f"{raw!r} is none of {', '.join(CacheControl)}.") from None


def by_subgraph(read: Callable[[Any], T]) -> Callable[[Any], BySubgraph[T]]:
    """A reader of one value for all, or of a mapping whose ``all`` stands for whoever is not named.

    >>> by_subgraph(whole_number)("all=30,marketplace=5").values
    {'all': 30, 'marketplace': 5}
    >>> by_subgraph(whole_number)("7").values, by_subgraph(whole_number)({"cip": 5}).values
    ({'all': 7}, {'cip': 5})
    """

    def read_all(raw: Any) -> BySubgraph[T]:
        given = _named(raw) if isinstance(raw, str) and "=" in raw else raw
        if not isinstance(given, dict):
            return BySubgraph({ALL: read(given)})
        if not given or not all(isinstance(name, str) and name.strip() for name in given):
            raise ValueError(f"{raw!r} does not name a subgraph for each value.")
        return BySubgraph({name.strip(): read(value) for name, value in given.items()})

    return read_all


def by_caller(read: Callable[[Any], T]) -> Callable[[Any], ByCaller[T]]:
    """A reader of one value for everybody, or of a mapping from classes of callers.

    >>> by_caller(whole_number)("anonymous=5,scope:analyst=70").values, by_caller(whole_number)(9).values
    ({'anonymous': 5, 'scope:analyst': 70}, {'anonymous': 9})
    """

    def read_all(raw: Any) -> ByCaller[T]:
        given = _named(raw) if isinstance(raw, str) and "=" in raw else raw
        if not isinstance(given, dict):
            return for_everybody(read(given))
        unknown = [name for name in given if not isinstance(name, str) or not is_class(name.strip())]
        if unknown:
            raise ValueError(f"{unknown[0]!r} is none of anonymous, authenticated, scope:NAME.")
        return ByCaller({name.strip(): read(value) for name, value in given.items()})

    return read_all


def allowance(raw: Any) -> Allowance:
    found = re.fullmatch(r"\s*([1-9][0-9]{0,11})\s*/\s*([1-9][0-9]{0,6})\s*", raw) if isinstance(raw, str) else None
    if found is None:
        raise ValueError(f"{raw!r} is not points/seconds, such as 20000/60.")
    return Allowance(int(found[1]), int(found[2]))


def cost_mode(raw: Any) -> CostMode:
    if raw is False:  # YAML 1.1 reads `off` so
        return CostMode.OFF
    try:
        return CostMode(text(raw).strip())
    except ValueError:
        raise ValueError(f"{raw!r} is none of {', '.join(CostMode)}.") from None


def unauthorised(raw: Any) -> Unauthorised:
    try:
        return Unauthorised(text(raw).strip())
    except ValueError:
        raise ValueError(f"{raw!r} is none of {', '.join(Unauthorised)}.") from None


def _named(raw: str) -> dict[str, str]:
    pairs_of_words = [word.partition("=") for word in words(raw)]
    names = [name.strip() for name, _, _ in pairs_of_words]
    if not all(sign for _, sign, _ in pairs_of_words):
        raise ValueError(f"{raw!r} does not give a value for each name (all=value,name=value).")
    if len(set(names)) < len(names):
        raise ValueError(f"{raw!r} gives one name two values.")
    return {name: value.strip() for name, (_, _, value) in zip(names, pairs_of_words, strict=True)}


READERS: Mapping[str, Callable[[Any], Any]] = {
    "str": text,
    "int": whole_number,
    "float": number,
    "bool": truth,
    "tuple[str, ...]": words,
    "Mapping[str, str]": pairs,
    "Path | None": path,
    "BySubgraph[float]": by_subgraph(number),
    "BySubgraph[int]": by_subgraph(whole_number),
    "BySubgraph[ErrorDetail]": by_subgraph(detail),
    "BySubgraph[bool]": by_subgraph(truth),
    "CacheControl": cache_control,
    "HeaderRules": header_rules,
    "CostMode": cost_mode,
    "Unauthorised": unauthorised,
    "tuple[TrustedIssuer, ...]": read_issuers,
    "ByCaller[int]": by_caller(whole_number),
    "ByCaller[Allowance]": by_caller(allowance),
}
