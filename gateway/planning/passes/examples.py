"""Small steps for the doctests of the passes."""

from __future__ import annotations

from gateway.model.operation import Field, Fragment, OperationKind
from gateway.model.plan import EntityCall, Key, Representation, RootCall
from gateway.planning.steps import Step, Steps

KEY = (Field("id"),)


def root(number: int, subgraph: str) -> Step:
    """A query's root step."""
    return Step(number, subgraph, OperationKind.QUERY, frozenset(), 0, RootCall((), (Field("f"),)))


def mutation(number: int, subgraph: str, order: int) -> Step:
    """A root step of a mutation."""
    return Step(number, subgraph, OperationKind.MUTATION, frozenset(), order, RootCall((), (Field("f"),)))


def call(number: int, subgraph: str, place: str, *after: int) -> Step:
    """An entity step for the object under the key ``place``."""
    representation = Representation(frozenset({"T"}), "T", KEY, KEY)
    selections = (Fragment("T", (Field("name"),)),)
    calls = (EntityCall("", "", ((Key(place),),), (representation,), selections),)
    return Step(number, subgraph, OperationKind.QUERY, frozenset(after), 0, None, calls)


def shown(steps: Steps) -> list[str]:
    """The steps in a line each: number, subgraph, places, waits."""
    return [_line(step) for step in steps]


def _line(step: Step) -> str:
    places = "+".join(each.name for call in step.calls for path in call.paths for each in path if isinstance(each, Key))
    after = "after " + ",".join(str(each) for each in sorted(step.after)) if step.after else ""
    return " ".join(part for part in (str(step.number), step.subgraph, places, after) if part)
