"""The walk over a life cycle finds what a service does otherwise than its table says."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from services.kit.changing import Fault
from tests.kit.life_cycles import Walk, differences
from tests.kit.test_transitions import CYCLE, Role, State

PERSONS = {"owner": frozenset({Role.OWNER}), "staff": frozenset({Role.STAFF}), "stranger": frozenset[Role]()}


@dataclass(slots=True)
class Letters:
    """A service of one letter that obeys the table, but for ``wrong``: an action that it lets everybody do."""

    wrong: str = ""
    state: State = State.DRAFT
    reads: list[str] = field(default_factory=list)

    async def put(self, state: State) -> str:
        self.state = state
        return "letter"

    async def state_of(self, thing: str) -> State:
        return self.state

    async def move(self, action: str, person: str) -> list[str]:
        led = CYCLE.target(action, self.state, PERSONS[person])
        if isinstance(led, Fault):
            if action != self.wrong:
                return [led.code.value]
            led = State.GONE
        self.state = led
        return []

    async def send(self, person: str, thing: str) -> list[str]:
        return await self.move("send", person)

    async def withdraw(self, person: str, thing: str) -> list[str]:
        return await self.move("withdraw", person)

    async def read(self, person: str, thing: str) -> list[str]:
        refused = CYCLE.refusal("read", self.state, PERSONS[person])
        return [] if refused is None else [refused.code.value]

    async def offered(self, person: str, thing: str) -> set[str]:
        return set(CYCLE.actions(self.state, PERSONS[person])) - {self.wrong}


def walk(letters: Letters) -> Walk[State, Role]:
    do = {"send": letters.send, "withdraw": letters.withdraw, "read": letters.read}
    return Walk(CYCLE, State, PERSONS, letters.put, letters.state_of, do, letters.offered)


async def test_who_obeys_differs_in_nothing() -> None:
    assert await differences(walk(Letters())) == []


async def test_what_is_done_against_the_table_is_found() -> None:
    found = await differences(walk(Letters("send")))
    assert "stranger in DRAFT, send: [] and GONE, not ['FORBIDDEN'] and DRAFT" in found
    assert "owner in DRAFT: offered ['withdraw'], not ['send', 'withdraw']" in found


async def test_what_nobody_does_is_found() -> None:
    letters = Letters()
    found = await differences(replace(walk(letters), do={"send": letters.send, "read": letters.read}))
    assert found == ["nobody does withdraw"]
