"""Entity calls of one request that go to the same place, or ask the same of different places, become one."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace

from gateway.model.budget import UNLIMITED, Budget
from gateway.model.operation import Field, Selections
from gateway.model.plan import EntityCall, MergePath, Representation
from gateway.planning.passes.join_paths import joined_paths
from gateway.planning.steps import Steps
from gateway.planning.tree import merge_selections


def join_calls(steps: Steps, budget: Budget = UNLIMITED) -> Steps:
    """First by place, then by what is asked.

    >>> from gateway.planning.passes.examples import call, shown
    >>> from gateway.planning.steps import merged
    >>> first, second = call(0, "b", "x"), call(1, "b", "y")
    >>> [one] = join_calls(merged((first, second), [(first, second)]))
    >>> len(one.calls), len(one.calls[0].paths)
    (1, 2)
    """
    return tuple(replace(step, calls=_same_question(_same_place(step.calls, budget), budget)) for step in steps)


def _same_place(calls: tuple[EntityCall, ...], budget: Budget) -> tuple[EntityCall, ...]:
    """Calls with the same path: the representations of each type are made of one key, or the calls stay apart."""
    found: list[EntityCall] = []
    numbers: dict[tuple[MergePath, ...], list[int]] = defaultdict(list)
    for call in calls:
        here = numbers[call.paths]
        budget.spend(1 + len(here))
        for number in here:
            joined = both(found[number], call)
            if joined is not None:
                found[number] = joined
                break
        else:
            here.append(len(found))
            found.append(call)
    return tuple(found)


def both(first: EntityCall, second: EntityCall) -> EntityCall | None:
    """Two calls for the same objects as one, or None where one representation cannot stand for both."""
    representations = list(first.representations)
    for new in second.representations:
        overlapping = [each for each in representations if each.on & new.on]
        if not overlapping:
            if _is_asked_more(first, second, new):
                return None
            representations.append(new)
            continue
        known = overlapping[0]
        if len(overlapping) > 1 or (known.on, known.typename, known.key) != (new.on, new.typename, new.key):
            return None
        sent = merge_selections(known.selections + new.selections)
        if _is_ambiguous(sent):
            return None
        representations[representations.index(known)] = replace(known, selections=sent)
    selections = merge_selections(first.selections + second.selections)
    context = tuple(dict.fromkeys(first.context + second.context))
    return replace(first, representations=tuple(representations), selections=selections, context=context)


def _is_asked_more(first: EntityCall, second: EntityCall, new: Representation) -> bool:
    """An @interfaceObject answers for all its runtime types alike: what one of them @requires, another has not sent."""
    alike = [each for each in first.representations if each.typename == new.typename]
    return any(each.selections != new.selections for each in alike) or (
        bool(alike) and first.selections != second.selections
    )


def _is_ambiguous(selections: Selections) -> bool:
    """A representation can hold a field once; two fields may @require it with different arguments."""
    names = [each.name for each in selections if isinstance(each, Field)]
    return len(names) != len(set(names)) or any(_is_ambiguous(each.selections) for each in selections)


def _same_question(calls: tuple[EntityCall, ...], budget: Budget) -> tuple[EntityCall, ...]:
    found: dict[object, list[EntityCall]] = defaultdict(list)
    for call in calls:
        found[call.representations, call.selections, call.context].append(call)
    return tuple(
        replace(same[0], paths=joined_paths((path for call in same for path in call.paths), budget))
        for same in found.values()
    )
