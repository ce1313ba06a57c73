"""One trip per level: rows back in the order of the keys, by one helper.

A loader collects the keys of one level of a query and hands them to a store function in one call.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Awaitable, Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from strawberry.dataloader import DataLoader

Key = TypeVar("Key", bound=Hashable)
Parameters = TypeVar("Parameters", bound=Hashable)
Row = TypeVar("Row")
Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class Asked(Generic[Key, Parameters]):
    """A parent's key and the arguments of the field, such as a page: the key of a loader with parameters."""

    key: Key
    parameters: Parameters


def in_order(keys: Iterable[Key], rows: Iterable[Row], key_of: Callable[[Row], Key]) -> list[Row | None]:
    """For each key its row or None.

    >>> in_order(["b", "x", "a"], ["apple", "banana"], lambda row: row[0])
    ['banana', None, 'apple']
    """
    found = {key_of(row): row for row in rows}
    return [found.get(key) for key in keys]


def grouped(keys: Iterable[Key], rows: Iterable[Row], key_of: Callable[[Row], Key]) -> list[list[Row]]:
    """For each key its rows, in the order in which they came.

    >>> grouped(["b", "x", "a"], ["apple", "avocado", "banana"], lambda row: row[0])
    [['banana'], [], ['apple', 'avocado']]
    """
    found: defaultdict[Key, list[Row]] = defaultdict(list)
    for row in rows:
        found[key_of(row)].append(row)
    return [found.get(key, []) for key in keys]


def asked(
    answer: Callable[[Sequence[Key], Parameters], Awaitable[Sequence[Value]]],
) -> DataLoader[Asked[Key, Parameters], Value]:
    """A loader for fields with arguments: one trip for each distinct set of arguments in a level (mostly one).

    ``answer`` gives one value per key, in the order of the keys.
    """

    async def load(wishes: list[Asked[Key, Parameters]]) -> list[Value]:
        values: dict[Asked[Key, Parameters], Value] = {}
        for parameters in dict.fromkeys(wish.parameters for wish in wishes):
            same = [wish for wish in wishes if wish.parameters == parameters]
            values.update(zip(same, await answer([wish.key for wish in same], parameters), strict=True))
        return [values[wish] for wish in wishes]

    return DataLoader(load)
