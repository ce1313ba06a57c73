"""Entity calls for the same objects become one call where one of them takes values from a context."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

from gateway.model.budget import UNLIMITED, Budget
from gateway.planning.passes.join_calls import both
from gateway.planning.steps import Step, Steps, levels, merged


def join_contexts(steps: Steps, budget: Budget = UNLIMITED) -> Steps:
    """A field that takes a value from an enclosing object; one request can bring others of the same object, too.

    >>> from gateway.planning.passes.examples import call, in_context, root, shown
    >>> shown(join_contexts((root(0, "a"), in_context(1, "b", "x", "v", 0), in_context(2, "b", "x", "w", 0))))
    ['0 a', '2 b x after 0']
    >>> shown(join_contexts((root(0, "a"), call(1, "b", "x", 0), in_context(2, "b", "x", "v", 0))))
    ['0 a', '2 b x after 0']
    """
    while any(call.context for step in steps for call in step.calls):
        pair = _pair(steps, budget)
        if pair is None:
            break
        later, earlier = pair
        call = both(later.calls[0], earlier.calls[0])
        whole = merged(steps, [pair])
        calls = (call,) if call else later.calls
        steps = tuple(replace(step, calls=calls) if step.number == later.number else step for step in whole)
    return steps


def _pair(steps: Steps, budget: Budget) -> tuple[Step, Step] | None:
    """Two steps that fit together; nothing waits for the earlier one, or both are ready at once."""
    level = levels(steps)
    awaited = frozenset(number for step in steps for number in step.after)
    single = [step for step in steps if len(step.calls) == 1]
    budget.spend(len(single) ** 2)
    for earlier, later in product(single, repeat=2):
        if earlier.calls[0].context or later.calls[0].context:
            is_apart = level[later.number] == level[earlier.number] or (
                level[later.number] > level[earlier.number] and earlier.number not in awaited
            )
            if later is not earlier and is_apart and _fit(later, earlier):
                return later, earlier
    return None


def _fit(first: Step, second: Step) -> bool:
    one, other = first.calls[0], second.calls[0]
    return (first.subgraph, first.order, one.paths) == (second.subgraph, second.order, other.paths) and both(
        one, other
    ) is not None
