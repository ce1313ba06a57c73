"""Requests while they are put together: chosen paths -> steps. A finished step becomes a Fetch of the plan."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TypeAlias

from gateway.model.budget import Budget
from gateway.model.operation import OperationKind
from gateway.model.plan import EntityCall, RootCall


@dataclass(frozen=True, slots=True)
class Step:
    """One request. ``after``: the numbers of those whose answers it needs. ``order``: as in Fetch.

    ``calls`` have neither alias nor variable yet.
    """

    number: int
    subgraph: str
    kind: OperationKind
    after: frozenset[int]
    order: int = 0
    root: RootCall | None = None
    calls: tuple[EntityCall, ...] = ()

    @property
    def can_share(self) -> bool:
        """True for entity calls: they may share a request."""
        return bool(self.calls)


Steps: TypeAlias = tuple[Step, ...]
Pass: TypeAlias = Callable[[Steps, Budget], Steps]


def levels(steps: Steps) -> dict[int, int]:
    """Number -> how many steps must be answered before it, one after the other."""
    by_number = {step.number: step for step in steps}
    found: dict[int, int] = {}
    for step in steps:
        _level(step.number, by_number, found)
    return found


def _level(number: int, by_number: Mapping[int, Step], found: dict[int, int]) -> int:
    # Not a closure: one that calls itself is a cycle, and keeps what it sees until the garbage collector comes.
    if number not in found:
        after = by_number[number].after
        found[number] = 1 + max((_level(earlier, by_number, found) for earlier in after), default=-1)
    return found[number]


def in_order(steps: Steps) -> Steps:
    """Each step after those that it waits for; numbered anew from 0."""
    level = levels(steps)
    ordered = sorted(steps, key=lambda step: (step.order, level[step.number], step.number))
    numbers = {step.number: number for number, step in enumerate(ordered)}
    return tuple(
        replace(step, number=numbers[step.number], after=frozenset(numbers[earlier] for earlier in step.after))
        for step in ordered
    )


def merged(steps: Steps, groups: Iterable[tuple[Step, ...]]) -> Steps:
    """Each group as one step under the number of its first. No step of a group may wait for another one of it."""
    became: dict[int, int] = {}
    whole: dict[int, Step] = {}
    for group in groups:
        first = group[0]
        became |= {step.number: first.number for step in group}
        after = frozenset().union(*(step.after for step in group))
        calls = tuple(call for step in group for call in step.calls)
        whole[first.number] = replace(first, after=after, calls=calls)
    return tuple(_redirected(each, became) for each in _survivors(steps, became, whole))


def _survivors(steps: Steps, became: dict[int, int], whole: dict[int, Step]) -> Iterator[Step]:
    for step in steps:
        if became.get(step.number, step.number) == step.number:
            yield whole.get(step.number, step)


def _redirected(step: Step, became: dict[int, int]) -> Step:
    return replace(step, after=frozenset(became.get(earlier, earlier) for earlier in step.after))
