"""A service that hangs is found out within seconds; one that is only slow is waited for. On a clock that skips."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from itertools import pairwise

import pytest

from gateway.ground.by_subgraph import for_all
from gateway.ground.errors import SubgraphError
from gateway.model.exchange import SubgraphAnswer, SubgraphRequest
from gateway.model.operation import OperationKind
from gateway.subgraphs.breaker import Breaker, Phase, Rules, breaking
from gateway.subgraphs.deadline import Deadline
from gateway.subgraphs.failures import StatusError, UnreachableError
from gateway.subgraphs.patience import within_each
from gateway.subgraphs.silence import QUESTION, Silence, listening_for
from tests.subgraphs.test_deadline import on_a_skipping_clock

GOOD = SubgraphAnswer(200, b'{"data":{}}')
QUERY = SubgraphRequest("cip", "http://cip", OperationKind.QUERY, b"{}")
MUTATION = SubgraphRequest("cip", "http://cip", OperationKind.MUTATION, b"{}")


@dataclass
class World:
    """``takes``: seconds of a call; ``says``: of the question whether it is there, or what it fails with."""

    takes: float | SubgraphError = 1000.0
    says: float | SubgraphError = 1000.0
    asked: int = 0
    taken: int = 0
    questions: list[float] = field(default_factory=list)
    breakers: dict[str, Breaker] = field(default_factory=dict)
    ended: list[tuple[float, str]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.clock = asyncio.get_running_loop().time
        deadlines: dict[float, Deadline] = {}
        self.send = breaking(within_each(self.call, for_all(30.0), deadlines), Rules(), self.breakers, clock=self.clock)
        self.silence = Silence(
            self.sound, 3.0, self.breakers, deadlines.values(), clock=self.clock, addresses={"cip": "http://cip"}
        )

    async def call(self, request: SubgraphRequest, /) -> SubgraphAnswer:
        self.taken += 1
        return await self.answer(self.takes)

    async def answer(self, how: float | SubgraphError) -> SubgraphAnswer:
        if isinstance(how, SubgraphError):
            raise how
        await asyncio.sleep(how)
        return GOOD

    async def sound(self, request: SubgraphRequest, /) -> SubgraphAnswer:
        assert request.body == QUESTION
        self.asked += 1
        self.questions.append(self.clock())
        return await self.answer(self.says)

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


REFUSED = UnreachableError("cip", "Nobody is there.")
FAULT = StatusError("cip", "no", SubgraphAnswer(500, b"", {}))


@on_a_skipping_clock
async def test_one_that_is_back_is_let_in_at_once() -> None:
    """It was killed, and starts anew after 12 s: no reader tries it before, and none waits for a pause after."""
    world = World(takes=REFUSED, says=REFUSED)
    async with listening_for(world.silence):
        for _ in range(20):
            await world.ask()
        breaker = world.breakers["cip"]
        assert (breaker.phase, breaker.is_gone) == (Phase.OPEN, True)
        for _ in range(48):
            await asyncio.sleep(0.25)
            await world.ask()
        assert world.taken == 20, "nobody tried it, though its pause was over"
        times = [round(at, 2) for at in world.questions]
        assert times[:4] == [0.25, 0.5, 1.0, 2.0], "sooner at first, and never more often than each second later"
        assert {round(later - sooner, 2) for sooner, later in pairwise(times[3:])} == {1.0}
        world.takes = world.says = 0.01
        back = world.clock()
        while world.ended[-1][1] != "answered":
            await asyncio.sleep(0.05)
            await world.ask()
        assert world.ended[-1][0] - back <= 1.0 + 0.25 + 0.1
        await world.ask()
        await world.ask()
        assert breaker.phase is Phase.CLOSED
        asked = world.asked
        await asyncio.sleep(60)
        assert world.asked == asked, "it is not asked any longer"


@on_a_skipping_clock
async def test_one_that_hung_is_let_in_when_it_goes_on() -> None:
    world = World()
    async with listening_for(world.silence):
        await world.ask()
        assert world.breakers["cip"].phase is Phase.OPEN
        for _ in range(100):
            await asyncio.sleep(0.5)
            await world.ask()
        assert world.taken == 1, "nobody waits for it again"
        world.takes = world.says = 0.01
        await asyncio.sleep(3.0 + 1.0 + 0.25)  # the question that hangs is given up, and the next one is answered
        await world.ask()
        assert world.ended[-1][1] == "answered"


@on_a_skipping_clock
async def test_of_a_crowd_one_at_a_time_tries_one_that_is_back() -> None:
    world = World(takes=0.5, says=0.01, breakers={"cip": Breaker(Rules(), Phase.OPEN, until=60.0, is_gone=True)})
    async with listening_for(world.silence):
        await asyncio.sleep(1.0)
        for number in range(1, 4):
            await asyncio.gather(*(world.ask() for _ in range(50)))
            assert world.taken == number
        assert world.breakers["cip"].phase is Phase.CLOSED


@on_a_skipping_clock
async def test_one_that_fails_its_readers_gets_its_rest_though_it_is_there() -> None:
    world = World(takes=FAULT, says=0.01)
    async with listening_for(world.silence):
        for _ in range(20):
            await world.ask()
        while world.taken < 23:
            await asyncio.sleep(0.05)
            await world.ask()
    assert world.clock() == pytest.approx(5 + 10 + 20, abs=0.5), "as long as ever"


@on_a_skipping_clock
async def test_a_reader_tries_it_once_a_minute_though_no_question_finds_its_way() -> None:
    world = World(takes=REFUSED, says=REFUSED)
    async with listening_for(world.silence):
        for _ in range(20):
            await world.ask()
        world.takes = 0.01
        while world.ended[-1][1] != "answered":
            await asyncio.sleep(0.25)
            await world.ask()
    assert world.clock() == pytest.approx(60, abs=1)
