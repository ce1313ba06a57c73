"""Who waits for a step need not also wait for what that step waits for."""

from __future__ import annotations

from dataclasses import replace

from gateway.model.budget import UNLIMITED, Budget
from gateway.planning.steps import Steps


def drop_implied_waits(steps: Steps, budget: Budget = UNLIMITED) -> Steps:
    """The transitive reduction of the steps' dependencies.

    >>> from gateway.planning.passes.examples import call, root, shown
    >>> shown(drop_implied_waits((root(0, "a"), call(1, "b", "x", 0), call(2, "c", "y", 0, 1))))
    ['0 a', '1 b x after 0', '2 c y after 1']
    """
    by_number = {step.number: step for step in steps}
    known: dict[int, frozenset[int]] = {}

    def earlier(number: int) -> frozenset[int]:
        if number not in known:
            after = by_number[number].after
            known[number] = after.union(*(earlier(each) for each in after))
            budget.spend(1 + len(known[number]) // 8)
        return known[number]

    def needed(after: frozenset[int]) -> frozenset[int]:
        budget.spend(len(after))
        implied = frozenset().union(*(earlier(each) for each in after))
        return after - implied

    return tuple(replace(step, after=needed(step.after)) for step in steps)
