"""A step that nothing waits for rides along in a later request to the same subgraph."""

from __future__ import annotations

from collections import defaultdict

from gateway.model.budget import UNLIMITED, Budget
from gateway.planning.steps import Step, Steps, levels, merged


def let_leaves_ride(steps: Steps, budget: Budget = UNLIMITED) -> Steps:
    """Saves a request and makes no plan deeper: the later request is sent in any case.

    >>> from gateway.planning.passes.examples import call, root, shown
    >>> early, middle = call(1, "b", "x", 0), call(2, "c", "y", 0)
    >>> shown(let_leaves_ride((root(0, "a"), early, middle, call(3, "b", "z", 2))))
    ['0 a', '2 c y after 0', '3 b z+x after 0,2']
    """
    # A ride changes neither a level nor who is awaited: the later request waits for more that is earlier than it.
    level = levels(steps)
    awaited = frozenset(number for step in steps for number in step.after)
    while True:
        budget.spend(len(steps))
        ride = _ride(steps, level, awaited)
        if ride is None:
            return steps
        steps = merged(steps, [ride])


def _ride(steps: Steps, level: dict[int, int], awaited: frozenset[int]) -> tuple[Step, Step] | None:
    together: dict[tuple[str, int], list[Step]] = defaultdict(list)
    for step in steps:
        if step.can_share:
            together[step.subgraph, step.order].append(step)
    for step in steps:
        if step.can_share and step.number not in awaited:
            for other in together[step.subgraph, step.order]:
                if level[other.number] > level[step.number]:
                    return other, step
    return None
