"""Stories told step by step, so that a house can be stopped before each step; and what is left of one in the end."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from services.kit.chores import Chores
from tests.acceptance.conftest import AWAY, Town

ID = re.compile(r"\b[a-z]+_[A-Za-z0-9]{8,}\b")
REFUSALS = (AWAY, "UNAVAILABLE")
"""How a house that is away is told: of a field, or in the payload of a house that had to ask it."""


@dataclass(slots=True)
class Told:
    """A story that is going on. ``known``: what later steps need of earlier ones, by the names that steps give it."""

    town: Town
    known: dict[str, str] = field(default_factory=dict)


Step = Callable[[Told], Awaitable[None]]


def does(person: str, number: int, keeps: str = "", **variables: Any) -> Step:
    """A saved operation with one verb. Variables may be functions of the story; ``keeps``: ``name=path`` of the
    payload, whose value later steps know by the name.
    """

    async def step(told: Told) -> None:
        given = {name: each(told) if callable(each) else each for name, each in variables.items()}
        payload = await told.town.done(person, number, **given)
        if keeps:
            name, _, path = keeps.partition("=")
            for part in path.split("."):
                payload = payload[part]
            told.known[name] = str(payload)

    return step


def later(**time: float) -> Step:
    async def step(told: Told) -> None:
        told.town.later(**time)

    step.__name__ = "later"
    return step


def chores_of(house: str, chores: Sequence[Any]) -> Step:
    """What a house does every minute is done now; a house that is away does it when it is back."""

    async def step(told: Told) -> None:
        assert house in told.town.standing, AWAY
        doing = Chores(told.town.standing[house].database, told.town.clock, chores)
        await doing.round()
        assert doing.report() == {}

    return step


def of(name: str) -> Callable[[Told], str]:
    """What an earlier step has kept."""
    return lambda told: told.known[name]


async def tell(town: Town, story: Sequence[Step], stopped: str | None = None) -> Told:
    """The story, step by step; before each step ``stopped`` is switched off. Who was refused because of that asks the
    same again when it is back; what was done without it is done.
    """
    told = Told(town)
    for step in story:
        if stopped is None or step.__name__ == "later":
            await step(told)
            continue
        await town.stop(stopped)
        is_done = await _tried(told, step)
        await town.settle()  # the others go on without it
        await town.start(stopped)
        if not is_done:
            await step(told)
        await town.settle()
    await town.settle()
    return told


async def _tried(told: Told, step: Step) -> bool:
    try:
        await step(told)
    except AssertionError as refused:
        assert any(each in str(refused) for each in REFUSALS), refused
        return False
    return True


async def left_of(told: Told) -> Mapping[str, Any]:
    """Who was told what, what the journals and the outboxes hold, and what the copies say: without ids."""
    names = {value: f"<{name}>" for name, value in told.known.items()}

    def plain(row: Sequence[Any]) -> tuple[str, ...]:
        return tuple(ID.sub(lambda found: names.get(found[0], "<id>"), str(each)) for each in row)

    asked = {
        "notifications": ("marketplace", "SELECT kind, recipient_id FROM notification"),
        "journal": ("marketplace", "SELECT entity_type, action, from_state, to_state, actor_id FROM journal"),
        "journal of cip": ("cip", "SELECT entity_type, action, from_state, to_state, actor_id FROM journal"),
        "events": ("marketplace", "SELECT kind, subject_type FROM outbox"),
        "events of cip": ("cip", "SELECT kind, subject_type FROM outbox"),
        "actors in cip": ("cip", "SELECT id, kind, state FROM actor_fact"),
        "mandates in cip": ("cip", "SELECT member_id, organisation_id FROM acts_for"),
        "actors in the lab": ("civic_data_lab", "SELECT id, kind, state FROM actor_fact"),
        "mandates in the lab": ("civic_data_lab", "SELECT member_id, organisation_id FROM acts_for"),
        "parked": ("marketplace", "SELECT 1 FROM inbox_parked"),
        "parked in cip": ("cip", "SELECT 1 FROM inbox_parked"),
    }
    return {
        what: Counter(plain(row) for row in await told.town.rows(house, sql)) for what, (house, sql) in asked.items()
    }
