"""Entity calls for the same objects that take values from different contexts become one call."""

from __future__ import annotations

from dataclasses import replace

from gateway.model.budget import UNLIMITED, Budget
from gateway.planning.passes.join_calls import both
from gateway.planning.steps import Step, Steps, levels, merged


def join_contexts(steps: Steps, budget: Budget = UNLIMITED) -> Steps:
    """Two fields of one object may each take a value from an enclosing one; one request can bring both.

    >>> from gateway.planning.passes.examples import in_context, root, shown
    >>> shown(join_contexts((root(0, "a"), in_context(1, "b", "x", "v", 0), in_context(2, "b", "x", "w", 0))))
    ['0 a', '2 b x after 0']
    """
    while True:
        pair = _pair(steps, budget)
        if pair is None:
            return steps
        later, earlier = pair
        call = both(later.calls[0], earlier.calls[0])
        whole = merged(steps, [pair])
        calls = (call,) if call else later.calls
        steps = tuple(replace(step, calls=calls) if step.number == later.number else step for step in whole)


def _pair(steps: Steps, budget: Budget) -> tuple[Step, Step] | None:
    """Two steps that fit together; nothing waits for the earlier one, or both are ready at once."""
    level = levels(steps)
    awaited = frozenset(number for step in steps for number in step.after)
    with_context = [step for step in steps if any(call.context for call in step.calls)]
    for earlier in with_context:
        budget.spend(len(with_context))
        for later in with_context:
            is_apart = level[later.number] == level[earlier.number] or (
                level[later.number] > level[earlier.number] and earlier.number not in awaited
            )
            if later is not earlier and is_apart and _fit(later, earlier):
                return later, earlier
    return None


def _fit(first: Step, second: Step) -> bool:
    return (first.subgraph, first.order, first.calls[0].paths) == (
        second.subgraph,
        second.order,
        second.calls[0].paths,
    ) and both(first.calls[0], second.calls[0]) is not None
