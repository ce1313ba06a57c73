"""Life cycles as tables: from which state which action leads where, and who may do it. Pure.

The same table answers what a mutation may do and what ``viewerActions`` offers.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Generic, TypeVar

from services.kit.changing import Fault, FaultCode

State = TypeVar("State", bound=Enum)
Role = TypeVar("Role", bound=Enum)


@dataclass(frozen=True, slots=True)
class Transition(Generic[State, Role]):
    """``action`` leads from one of ``sources`` to ``target``; one of ``roles`` may do it."""

    action: str
    sources: frozenset[State]
    target: State
    roles: frozenset[Role]


@dataclass(frozen=True, slots=True)
class Deed(Generic[State, Role]):
    """Something that may be done in some states and leads to no other one, such as to comment."""

    action: str
    sources: frozenset[State]
    roles: frozenset[Role]


@dataclass(frozen=True, slots=True)
class LifeCycle(Generic[State, Role]):
    """The whole table of one kind of thing, such as ``idea``."""

    thing: str
    transitions: Sequence[Transition[State, Role]]
    deeds: Sequence[Deed[State, Role]] = ()

    @property
    def rows(self) -> Sequence[Transition[State, Role] | Deed[State, Role]]:
        """Transitions, then deeds."""
        return [*self.transitions, *self.deeds]

    def target(self, action: str, state: State, roles: Iterable[Role]) -> State | Fault:
        """Where the action leads, or why it does not: FORBIDDEN first, so that nobody learns a state by trying."""
        held = frozenset(roles)
        refused = self._refusal([each for each in self.transitions if each.action == action], state, held)
        if refused is not None:
            return refused
        return next(
            each.target
            for each in self.transitions
            if each.action == action and state in each.sources and each.roles & held
        )

    def refusal(self, deed: str, state: State, roles: Iterable[Role]) -> Fault | None:
        """Why a deed may not be done, as of ``target``; None when it may."""
        return self._refusal([each for each in self.deeds if each.action == deed], state, frozenset(roles))

    def _refusal(
        self, named: Sequence[Transition[State, Role] | Deed[State, Role]], state: State, held: frozenset[Role]
    ) -> Fault | None:
        allowed = [each for each in named if each.roles & held]
        if not allowed:
            return Fault(
                FaultCode.FORBIDDEN, "You are not allowed to do this with this {thing}.", (), {"thing": self.thing}
            )
        if any(state in each.sources for each in allowed):
            return None
        states = frozenset(source for each in allowed for source in each.sources)
        places = {"thing": self.thing, "state": state, "states": states}
        return Fault(FaultCode.WRONG_STATE, "This {thing} is {state}; it would have to be {states}.", (), places)

    def actions(self, state: State, roles: Iterable[Role]) -> tuple[str, ...]:
        """What somebody in these roles may do now, in the order of the table; for ``viewerActions``."""
        held = frozenset(roles)
        return tuple(dict.fromkeys(each.action for each in self.rows if state in each.sources and each.roles & held))


def transitions(
    *rows: tuple[str, Iterable[State], State, Iterable[Role]],
) -> tuple[Transition[State, Role], ...]:
    """The rows of a table: action, sources, target, roles."""
    return tuple(
        Transition(action, frozenset(sources), target, frozenset(roles)) for action, sources, target, roles in rows
    )


def deeds(*rows: tuple[str, Iterable[State], Iterable[Role]]) -> tuple[Deed[State, Role], ...]:
    """The rows of a table of deeds: action, states, roles."""
    return tuple(Deed(action, frozenset(sources), frozenset(roles)) for action, sources, roles in rows)


def moves(cycle: LifeCycle[State, Role]) -> Mapping[State, frozenset[State]]:
    """For each state where it can lead at all; for tests and pictures."""
    sources = {source for each in cycle.transitions for source in each.sources}
    return {state: frozenset(each.target for each in cycle.transitions if state in each.sources) for state in sources}
