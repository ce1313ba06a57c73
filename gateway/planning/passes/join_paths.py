"""Places that differ in a type only become one place."""

from __future__ import annotations

from collections.abc import Iterable

from gateway.model.budget import UNLIMITED, Budget
from gateway.model.plan import MergePath, OnTypes


def joined_paths(paths: Iterable[MergePath], budget: Budget = UNLIMITED) -> tuple[MergePath, ...]:
    """The same places as fewer paths.

    The implementers of an interface are often asked one by one and lead to the same type again; levels of that would
    make as many paths as there are rows of types, and as many loops in each execution.

    >>> from gateway.model.plan import Key
    >>> cat, dog = (OnTypes(frozenset({name})) for name in ("Cat", "Dog"))
    >>> joined_paths([(Key("a"), cat, Key("b"), cat), (Key("a"), dog, Key("b"), cat)]) == (
    ...     (Key("a"), OnTypes(frozenset({"Cat", "Dog"})), Key("b"), cat),
    ... )
    True
    """
    found = tuple(dict.fromkeys(paths))
    longest = max((len(path) for path in found), default=0)
    for place in range(longest):
        if len(found) > 1 and any(len(path) > place and isinstance(path[place], OnTypes) for path in found):
            budget.spend(len(found))
            found = _joined_at(place, found)
    return found


def _joined_at(place: int, paths: tuple[MergePath, ...]) -> tuple[MergePath, ...]:
    found: dict[object, MergePath] = {}
    for path in paths:
        step = path[place] if len(path) > place else None
        if not isinstance(step, OnTypes):
            found[path] = path
            continue
        others = (path[:place], path[place + 1 :])
        known = found.get(others)
        before = known[place] if known else None
        names = before.names | step.names if isinstance(before, OnTypes) else step.names
        found[others] = (*path[:place], OnTypes(names), *path[place + 1 :])
    return tuple(found.values())
