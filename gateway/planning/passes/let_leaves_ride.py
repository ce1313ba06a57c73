"""A step that nothing waits for rides along in a later request to the same subgraph."""

from __future__ import annotations

from gateway.planning.steps import Step, Steps, levels, merged


def let_leaves_ride(steps: Steps) -> Steps:
    """Saves a request and makes no plan deeper: the later request is sent in any case.

    >>> from gateway.planning.passes.examples import call, root, shown
    >>> early, middle = call(1, "b", "x", 0), call(2, "c", "y", 0)
    >>> shown(let_leaves_ride((root(0, "a"), early, middle, call(3, "b", "z", 2))))
    ['0 a', '2 c y after 0', '3 b z+x after 0,2']
    """
    while True:
        ride = _ride(steps)
        if ride is None:
            return steps
        steps = merged(steps, [ride])


def _ride(steps: Steps) -> tuple[Step, Step] | None:
    level = levels(steps)
    awaited = frozenset(number for step in steps for number in step.after)
    for step in steps:
        if not step.can_share or step.number in awaited:
            continue
        for other in steps:
            fits = other.can_share and other.subgraph == step.subgraph and other.order == step.order
            if fits and level[other.number] > level[step.number]:
                return other, step
    return None
