"""Root fields of a mutation run one after the other, each with all that belongs to it."""

from __future__ import annotations

from dataclasses import replace

from gateway.model.budget import UNLIMITED, Budget
from gateway.model.operation import OperationKind
from gateway.model.plan import RootCall
from gateway.planning.steps import Step, Steps


def chain_mutations(steps: Steps, budget: Budget = UNLIMITED) -> Steps:
    """GraphQL 6.2.2: the next root field begins when everything below the one before it is done.

    Neighbours of one subgraph share a request when the first of them needs nothing from elsewhere: the subgraph itself
    keeps their order.

    >>> from gateway.planning.passes.examples import mutation, shown
    >>> shown(chain_mutations((mutation(0, "a", order=0), mutation(1, "b", order=1), mutation(2, "b", order=2))))
    ['0 a', '1 b after 0']
    """
    if not any(step.kind is OperationKind.MUTATION for step in steps):
        return steps
    chained: list[Step] = []
    positions = sorted({step.order for step in steps})
    for position in positions:
        here = [step for step in steps if step.order == position]
        budget.spend((len(steps) + len(chained)) // 8)
        first = next(step for step in here if step.kind is OperationKind.MUTATION)
        before = [step for step in chained if step.order == (chained[-1].order if chained else None)]
        if len(before) == 1 and before[0].subgraph == first.subgraph and before[0].root and first.root:
            chained[-1] = whole = replace(before[0], root=_both(before[0].root, first.root))
            rest = [step for step in here if step is not first]
            chained += [_moved(step, first.number, whole) for step in rest]
        else:
            waits = frozenset(step.number for step in before)
            chained += [replace(step, after=step.after | waits) for step in here]
    return tuple(chained)


def _both(first: RootCall, second: RootCall) -> RootCall:
    return RootCall((), first.selections + second.selections)


def _moved(step: Step, old: int, whole: Step) -> Step:
    after = frozenset(whole.number if number == old else number for number in step.after)
    return replace(step, after=after, order=whole.order)
