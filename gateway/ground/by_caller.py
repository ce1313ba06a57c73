"""One value for each class of callers: ``anonymous``, ``authenticated``, and ``scope:NAME`` for who holds it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")
ANONYMOUS = "anonymous"
AUTHENTICATED = "authenticated"
SCOPE = "scope:"


@dataclass(frozen=True, slots=True)
class ByCaller(Generic[T]):
    """``values``: by class. Of several scopes that somebody holds, the one that is named first counts.

    >>> most = ByCaller({"scope:analyst": 3, "authenticated": 2, "anonymous": 1})
    >>> most.of(True, frozenset({"analyst"})), most.of(True, frozenset()), most.of(False, frozenset())
    (('scope:analyst', 3), ('authenticated', 2), ('anonymous', 1))
    """

    values: Mapping[str, T]

    def of(self, is_authenticated: bool, scopes: frozenset[str]) -> tuple[str, T] | None:
        """The caller's class and its value. Who is logged in has at least what the anonymous have; None: no value."""
        for name in self.values:
            if name.startswith(SCOPE) and name.removeprefix(SCOPE) in scopes:
                return name, self.values[name]
        for name in (AUTHENTICATED, ANONYMOUS) if is_authenticated else (ANONYMOUS,):
            if name in self.values:
                return name, self.values[name]
        return None


def for_everybody(value: T) -> ByCaller[T]:
    """The same value for every class."""
    return ByCaller({ANONYMOUS: value})


def is_class(name: str) -> bool:
    return name in (ANONYMOUS, AUTHENTICATED) or (name.startswith(SCOPE) and len(name) > len(SCOPE))
