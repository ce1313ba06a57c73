"""A service that hangs is found out within seconds; one that is only slow is waited for. On a clock that skips."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field

import pytest

from gateway.ground.by_subgraph import for_all
from gateway.ground.errors import SubgraphError
from gateway.model.exchange import SubgraphAnswer, SubgraphRequest
from gateway.model.operation import OperationKind
from gateway.subgraphs.breaker import Breaker, Phase, Rules, breaking
from gateway.subgraphs.deadline import Deadline
from gateway.subgraphs.failures import StatusError
from gateway.subgraphs.patience import within_each
from gateway.subgraphs.silence import QUESTION, Silence, listening_for
from tests.subgraphs.test_deadline import on_a_skipping_clock

GOOD = SubgraphAnswer(200, b'{"data":{}}')
QUERY = SubgraphRequest("cip", "http://cip", OperationKind.QUERY, b"{}")
MUTATION = SubgraphRequest("cip", "http://cip", OperationKind.MUTATION, b"{}")


@dataclass
class World:
    """``takes``: seconds of a call; ``says``: of the question whether it is there, or what it fails with."""

    takes: float = 1000.0
    says: float | SubgraphError = 1000.0
    asked: int = 0
    breakers: dict[str, Breaker] = field(default_factory=dict)
    ended: list[tuple[float, str]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.clock = asyncio.get_running_loop().time
        deadlines: dict[float, Deadline] = {}
        self.send = breaking(within_each(self.call, for_all(30.0), deadlines), Rules(), self.breakers, clock=self.clock)
        self.silence = Silence(self.sound, 3.0, self.breakers, deadlines.values(), clock=self.clock)

    async def call(self, request: SubgraphRequest, /) -> SubgraphAnswer:
        await asyncio.sleep(self.takes)
        return GOOD

    async def sound(self, request: SubgraphRequest, /) -> SubgraphAnswer:
        assert request.body == QUESTION
        self.asked += 1
        if isinstance(self.says, SubgraphError):
            raise self.says
        await asyncio.sleep(self.says)
        return GOOD

    async def ask(self, request: SubgraphRequest = QUERY) -> None:
        try:
            await self.send(request)
            said = "answered"
        except SubgraphError as error:
            said = error.code.value
        self.ended.append((self.clock(), said))


@on_a_skipping_clock
async def test_one_that_hangs_lets_its_readers_go_within_seconds() -> None:
    world = World()
    async with listening_for(world.silence):
        await asyncio.gather(world.ask(), world.ask())
        assert [(round(at, 1), said) for at, said in world.ended] == [(4.0, "SUBREQUEST_TIMEOUT")] * 2
        assert world.breakers["cip"].phase is Phase.OPEN
        await world.ask()
        assert world.ended[-1] == (world.ended[0][0], "SUBREQUEST_CIRCUIT_OPEN"), "at once"


@on_a_skipping_clock
async def test_a_probe_of_one_that_hangs_on_takes_no_longer_and_doubles_the_pause() -> None:
    world = World(breakers={"cip": Breaker(Rules(), Phase.OPEN, until=1.0, pause=5.0)})
    await asyncio.sleep(1.5)
    async with listening_for(world.silence):
        await world.ask()
    (at, said), breaker = world.ended[0], world.breakers["cip"]
    assert (said, breaker.phase, breaker.pause) == ("SUBREQUEST_TIMEOUT", Phase.OPEN, 10.0)
    assert at <= 1.5 + 1.0 + 0.5 + 3.0


@pytest.mark.parametrize("says", [0.1, StatusError("cip", "no", SubgraphAnswer(503, b"", {}))])
def test_one_that_is_slow_but_there_is_waited_for(says: float | SubgraphError) -> None:
    @on_a_skipping_clock
    async def waited_for() -> None:
        world = World(takes=12.0, says=says)
        async with listening_for(world.silence):
            await asyncio.gather(*(world.ask() for _ in range(30)))
        assert {said for _, said in world.ended} == {"answered"}
        assert 10 < world.asked < 30, "once in a while, however many wait"

    waited_for()


@on_a_skipping_clock
async def test_one_that_answers_somebody_is_not_asked() -> None:
    world = World(takes=12.0)
    async with listening_for(world.silence):
        slow = asyncio.ensure_future(world.ask())
        world.takes = 0.1
        await asyncio.sleep(0.05)
        for _ in range(24):
            await world.ask()
            await asyncio.sleep(0.4)
        slow.cancel()
        await asyncio.gather(slow, return_exceptions=True)
    assert world.asked == 0


@on_a_skipping_clock
async def test_what_changes_something_is_waited_for_to_its_end() -> None:
    world = World()
    async with listening_for(world.silence):
        await asyncio.gather(world.ask(MUTATION), world.ask())
    assert [(round(at), said) for at, said in world.ended] == [(4, "SUBREQUEST_TIMEOUT"), (30, "SUBREQUEST_TIMEOUT")]
