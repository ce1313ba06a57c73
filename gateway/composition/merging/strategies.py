"""How the arguments of a directive that may stand once are merged when subgraphs disagree."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from gateway.composition.values import Value, same_value


def greatest(values: Sequence[Value]) -> Value:
    """The greatest of the numbers that are there."""
    numbers = [value for value in values if isinstance(value, int | float)]
    return max(numbers) if numbers else None


def union(values: Sequence[Value]) -> Value:
    """All items of the lists that are there, each once, in order."""
    lists = [value for value in values if isinstance(value, list)]
    if not lists:
        return None
    found: list[Value] = []
    for items in lists:
        found += [item for item in items if not any(same_value(item, other) for other in found)]
    return found


def conjunction(values: Sequence[Value]) -> Value:
    """Whether all of the booleans that are there are true."""
    truths = [value for value in values if isinstance(value, bool)]
    return all(truths) if truths else None


def both_requirements(values: Sequence[Value]) -> Value:
    """The conjunction of OR-of-AND lists: what satisfies the result satisfies each of them.

    >>> both_requirements([[["a"], ["b"]], [["a"]]])
    [['a']]
    >>> both_requirements([[], [["a"]]])
    [['a']]
    """
    alternatives: list[frozenset[str]] = [frozenset()]
    for value in values:
        wanted = requirement(value)
        alternatives = [have | need for have in alternatives for need in wanted]
        alternatives = _without_supersets(alternatives)
    result: list[Value] = []
    for words in sorted((sorted(words) for words in alternatives), key=lambda words: (len(words), words)):
        result.append(list(words))
    return result


def requirement(value: Value) -> list[frozenset[str]]:
    """An OR-of-AND list as sets; the empty list asks nothing, as the router reads it."""
    if not isinstance(value, list) or not value:
        return [frozenset()]
    return [frozenset(str(word) for word in words) for words in value if isinstance(words, list)]


def implies(stronger: Value, weaker: Value) -> bool:
    """Whether whoever satisfies ``stronger`` satisfies ``weaker``."""
    return all(any(need <= have for need in requirement(weaker)) for have in requirement(stronger))


def _without_supersets(alternatives: list[frozenset[str]]) -> list[frozenset[str]]:
    kept: list[frozenset[str]] = []
    for words in sorted(set(alternatives), key=lambda words: (len(words), sorted(words))):
        if not any(other <= words for other in kept):
            kept.append(words)
    return kept


STRATEGIES: dict[str, dict[str, tuple[str, Callable[[Sequence[Value]], Value]]]] = {
    "cost": {"weight": ("MAX", greatest)},
    "listSize": {
        "assumedSize": ("NULLABLE_MAX", greatest),
        "slicingArguments": ("NULLABLE_UNION", union),
        "sizedFields": ("NULLABLE_UNION", union),
        "requireOneSlicingArgument": ("NULLABLE_AND", conjunction),
    },
    "requiresScopes": {"scopes": ("DNF_CONJUNCTION", both_requirements)},
    "policy": {"policies": ("DNF_CONJUNCTION", both_requirements)},
}
"""Federation word -> argument -> name of the strategy and the strategy."""
