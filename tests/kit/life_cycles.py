"""Walks a table of a life cycle over a running service: every action, as every person, in every state.

A house says how a thing is put into a state (``put``), how each action is done (``do``, the codes that came back) and
what is offered (``offered``); the table says what must come of it. What differs comes back as sentences.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Generic, TypeVar

from services.kit.changing import Fault
from services.kit.transitions import LifeCycle

State = TypeVar("State", bound=Enum)
Role = TypeVar("Role", bound=Enum)
Do = Callable[[str, str], Awaitable[list[str]]]
"""(person, id of the thing) -> the codes of the faults, none when it was done."""


def sees_everything(person: str, state: Enum) -> bool:
    return True


def never(person: str, action: str) -> bool:
    return False


@dataclass(frozen=True, slots=True)
class Walk(Generic[State, Role]):
    """``persons``: by name the roles that they have for the thing. ``elsewhere``: actions of the table that are no
    mutation of this walk (background work, another house's verb). ``sees``: who may know of the thing at all.
    ``barred``: whose (person, action) is refused before the thing is looked at: no member, or without the scope.
    ``repeats``: actions that answer alike where the thing is already there, as a client repeats them.
    """

    cycle: LifeCycle[State, Role]
    states: Iterable[State]
    persons: Mapping[str, frozenset[Role]]
    put: Callable[[State], Awaitable[str]]
    state_of: Callable[[str], Awaitable[State]]
    do: Mapping[str, Do]
    offered: Callable[[str, str], Awaitable[set[str]]] | None = None
    elsewhere: frozenset[str] = frozenset()
    sees: Callable[[str, State], bool] = sees_everything
    barred: Callable[[str, str], bool] = never
    repeats: frozenset[str] = frozenset()

    @property
    def actions(self) -> set[str]:
        return {each.action for each in self.cycle.rows}


async def differences(walk: Walk[State, Role]) -> list[str]:
    """Where the service does not do what the table says; the table must be walked whole."""
    found = [f"nobody does {action}" for action in sorted(walk.actions - set(walk.do) - walk.elsewhere)]
    found += [f"the table does not know {action}" for action in sorted(set(walk.do) - walk.actions)]
    for person in walk.persons:
        for state in walk.states:
            found += await _offers(walk, person, state)
            for action in walk.do:
                found += await _difference(walk, person, state, action)
    return found


async def _offers(walk: Walk[State, Role], person: str, state: State) -> list[str]:
    if walk.offered is None or not walk.sees(person, state):
        return []
    came = await walk.offered(person, await walk.put(state))
    said = set(walk.cycle.actions(state, walk.persons[person]))
    return [] if came == said else [f"{person} in {state.value}: offered {sorted(came)}, not {sorted(said)}"]


async def _difference(walk: Walk[State, Role], person: str, state: State, action: str) -> list[str]:
    thing = await walk.put(state)
    codes, after = _expected(walk, person, state, action)
    came = await walk.do[action](person, thing)
    now = await walk.state_of(thing)
    if (came, now) == (codes, after):
        return []
    return [f"{person} in {state.value}, {action}: {came} and {now.value}, not {codes} and {after.value}"]


def _expected(walk: Walk[State, Role], person: str, state: State, action: str) -> tuple[list[str], State]:
    """The codes, and the state after it."""
    roles = walk.persons[person]
    if walk.barred(person, action):
        return ["FORBIDDEN"], state
    if not walk.sees(person, state):
        return ["NOT_FOUND"], state
    if any(each.action == action for each in walk.cycle.deeds):
        refused = walk.cycle.refusal(action, state, roles)
        return ([] if refused is None else [refused.code.value]), state
    led = walk.cycle.target(action, state, roles)
    if not isinstance(led, Fault):
        return [], led
    is_there = action in walk.repeats and any(
        each.action == action and each.target is state and each.roles & roles for each in walk.cycle.transitions
    )
    return ([] if is_there else [led.code.value]), state
