"""Entity calls to one subgraph that become ready at the same level go in one request."""

from __future__ import annotations

from collections import defaultdict

from gateway.model.budget import UNLIMITED, Budget
from gateway.planning.steps import Step, Steps, levels, merged


def batch_ready_together(steps: Steps, budget: Budget = UNLIMITED) -> Steps:
    """Steps of one level never wait for each other, so that this makes no plan deeper.

    >>> from gateway.planning.passes.examples import call, root, shown
    >>> shown(batch_ready_together((root(0, "a"), call(1, "b", "x", 0), call(2, "b", "y", 0))))
    ['0 a', '1 b x+y after 0']
    """
    level = levels(steps)
    groups: dict[tuple[str, int, int], list[Step]] = defaultdict(list)
    for step in steps:
        if step.can_share:
            groups[step.subgraph, step.order, level[step.number]].append(step)
    return merged(steps, [tuple(group) for group in groups.values() if len(group) > 1])
