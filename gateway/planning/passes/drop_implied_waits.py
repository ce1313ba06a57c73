"""Who waits for a step need not also wait for what that step waits for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from gateway.model.budget import UNLIMITED, Budget
from gateway.planning.steps import Step, Steps


def drop_implied_waits(steps: Steps, budget: Budget = UNLIMITED) -> Steps:
    """The transitive reduction of the steps' dependencies.

    >>> from gateway.planning.passes.examples import call, root, shown
    >>> shown(drop_implied_waits((root(0, "a"), call(1, "b", "x", 0), call(2, "c", "y", 0, 1))))
    ['0 a', '1 b x after 0', '2 c y after 1']
    """
    before = _Before({step.number: step for step in steps}, budget)
    return tuple(replace(step, after=before.needed(step.after)) for step in steps)


@dataclass(frozen=True, slots=True)
class _Before:
    by_number: Mapping[int, Step]
    budget: Budget
    known: dict[int, frozenset[int]] = field(default_factory=dict)

    def needed(self, after: frozenset[int]) -> frozenset[int]:
        self.budget.spend(len(after))
        implied = frozenset().union(*(self.all_of(each) for each in after))
        return after - implied

    def all_of(self, number: int) -> frozenset[int]:
        """What a step waits for, at once or through others."""
        if number not in self.known:
            after = self.by_number[number].after
            self.known[number] = after.union(*(self.all_of(each) for each in after))
            self.budget.spend(1 + len(self.known[number]) // 8)
        return self.known[number]
