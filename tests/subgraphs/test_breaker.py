"""A service that fails is asked less, and soon again when it answers; counted on a clock that only the test moves."""

from __future__ import annotations

import asyncio

import pytest
from msgspec.structs import replace

from gateway.ground.errors import SubgraphError
from gateway.model.exchange import SubgraphAnswer, SubgraphRequest
from gateway.model.operation import OperationKind
from gateway.subgraphs.breaker import Breaker, Phase, Rules, breaking
from gateway.subgraphs.failures import ClosedError, StatusError, UnreachableError
from gateway.subgraphs.retrying import again

QUERY = SubgraphRequest("cip", "http://cip", OperationKind.QUERY, b"{}")
GOOD = SubgraphAnswer(200, b'{"errors":[{"message":"not found"}]}')


class Service:
    """Fails with what it is given, while it is given something. ``now``: the seconds of this world."""

    def __init__(self, failure: SubgraphError | None = None) -> None:
        self.failure = failure
        self.asked = 0
        self.now = 0.0
        self.slept: list[float] = []

    async def __call__(self, request: SubgraphRequest, /) -> SubgraphAnswer:
        self.asked += 1
        if self.failure is not None:
            raise self.failure
        return GOOD

    def clock(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)


def status(number: int, **headers: str) -> StatusError:
    return StatusError("cip", "no GraphQL", SubgraphAnswer(number, b"", headers))


async def outcome(send: object) -> str:
    try:
        await send(QUERY)  # type: ignore[operator]
    except SubgraphError as error:
        return error.code.value
    return "answered"


async def test_a_subgraph_that_always_fails_gets_a_tenth_of_the_calls() -> None:
    service = Service(status(503))
    breakers: dict[str, Breaker] = {}
    send = breaking(again(service, clock=service.clock, sleep=service.sleep), Rules(), breakers, service.clock)
    said = []
    for number in range(200):
        service.now = number * 0.05
        said.append(await outcome(send))
    assert service.asked <= 25
    assert said.count("SUBREQUEST_CIRCUIT_OPEN") >= 175
    assert breakers["cip"].phase is Phase.OPEN


async def test_it_says_when_to_come_back_and_closes_after_three_good_probes() -> None:
    service = Service(UnreachableError("cip", "gone"))
    breakers: dict[str, Breaker] = {}
    send = breaking(service, Rules(calls=2), breakers, service.clock)
    assert [await outcome(send) for _ in range(3)][-1] == "SUBREQUEST_CIRCUIT_OPEN"
    with pytest.raises(SubgraphError) as caught:
        await send(QUERY)
    assert caught.value.extensions["retryAfter"] == 5.0
    service.now = 5.0
    assert await outcome(send) == "SUBREQUEST_HTTP_ERROR", "one probe"
    service.now = 14.0
    assert await outcome(send) == "SUBREQUEST_CIRCUIT_OPEN", "a bad one doubles the time"
    service.now, service.failure = 15.0, None
    phases = []
    for _ in range(3):
        assert await outcome(send) == "answered"
        phases.append(breakers["cip"].phase)
    assert phases == [Phase.HALF_OPEN, Phase.HALF_OPEN, Phase.CLOSED]


async def test_one_probe_at_a_time_and_one_that_is_given_up_counts_for_nothing() -> None:
    service = Service(UnreachableError("cip", "gone"))
    go = asyncio.Event()

    async def held(request: SubgraphRequest, /) -> SubgraphAnswer:
        await go.wait()
        return await service(request)

    breakers: dict[str, Breaker] = {"cip": Breaker(Rules(), Phase.OPEN, until=5.0, pause=5.0)}
    send = breaking(held, Rules(), breakers, service.clock)
    service.now, service.failure = 6.0, None
    probe = asyncio.ensure_future(send(QUERY))
    await asyncio.sleep(0)
    assert await outcome(send) == "SUBREQUEST_CIRCUIT_OPEN"
    probe.cancel()
    await asyncio.gather(probe, return_exceptions=True)
    go.set()
    assert await outcome(send) == "answered"


async def test_answers_with_errors_and_refusals_of_the_service_never_count() -> None:
    service = Service()
    breakers: dict[str, Breaker] = {}
    send = breaking(service, Rules(calls=1, share=0.01), breakers, service.clock)
    for failure in (None, status(400), status(404)):
        service.failure = failure
        for _ in range(30):
            await outcome(send)
    assert breakers["cip"].phase is Phase.CLOSED


@pytest.mark.parametrize(
    ("failure", "asked"),
    [
        (UnreachableError("cip", "gone"), 3),
        (ClosedError("cip", "closed"), 2),
        (status(502), 2),
        (status(503, **{"retry-after": "1"}), 2),
        (status(503, **{"retry-after": "2"}), 1),
        (status(500), 1),
        (SubgraphError("cip", "late"), 1),
    ],
)
async def test_only_what_most_likely_never_began_is_asked_again(failure: SubgraphError, asked: int) -> None:
    service = Service(failure)
    await outcome(again(service, clock=service.clock, sleep=service.sleep))
    assert service.asked == asked
    assert all(0.02 <= each <= 1.0 for each in service.slept)
    with pytest.raises(SubgraphError):
        await again(service, sleep=service.sleep)(replace(QUERY, kind=OperationKind.MUTATION))
    assert service.asked == asked + 1


async def test_retries_are_rare_when_everything_fails_and_free_again_later() -> None:
    service = Service(UnreachableError("cip", "gone"))
    send = again(service, clock=service.clock, sleep=service.sleep)
    for _ in range(100):
        await outcome(send)
    assert service.asked == 100 + 10 + 10, "nobody was there, so those that were let looked once more"
    service.now = 60.0
    await outcome(send)
    assert service.asked == 120 + 3


@pytest.mark.parametrize(("gone", "said"), [(0.0999, "answered"), (0.2, "SUBREQUEST_HTTP_ERROR")])
async def test_one_that_only_starts_anew_costs_nobody_an_answer(gone: float, said: str) -> None:
    """Whenever somebody asks it: while it is away, or in the moment when it goes."""
    for asked in range(0, 100, 9):
        service = Service()
        service.now = asked / 1000

        async def starting(request: SubgraphRequest, /, service: Service = service) -> SubgraphAnswer:
            service.failure = None if service.now >= gone else UnreachableError("cip", "gone")
            if service.asked == 0 and service.now == 0:
                service.failure = ClosedError("cip", "closed")
            return await service(request)

        async def sleep(seconds: float, service: Service = service) -> None:
            service.now += seconds

        assert await outcome(again(starting, clock=service.clock, sleep=sleep)) == said
        assert service.asked <= 3


class Hanging(Service):
    """Answers nobody until it is let go."""

    def __init__(self) -> None:
        super().__init__()
        self.go = asyncio.Event()

    async def __call__(self, request: SubgraphRequest, /) -> SubgraphAnswer:
        await self.go.wait()
        return await super().__call__(request)


async def given_up(asking: asyncio.Task[SubgraphAnswer]) -> None:
    asking.cancel()
    await asyncio.gather(asking, return_exceptions=True)


@pytest.mark.parametrize(("waited", "phase"), [(4.9, Phase.CLOSED), (5.0, Phase.OPEN)])
async def test_who_waited_long_in_vain_counts_and_who_did_not_wait_does_not(waited: float, phase: Phase) -> None:
    service, breakers = Hanging(), {"cip": Breaker(Rules(calls=3))}
    send = breaking(service, Rules(), breakers, service.clock)
    asking = [asyncio.ensure_future(send(QUERY)) for _ in range(3)]
    await asyncio.sleep(0)
    service.now = waited
    for each in asking:
        await given_up(each)
    assert breakers["cip"].phase is phase


async def test_a_probe_that_was_waited_for_in_vain_is_a_bad_one() -> None:
    service, breakers = Hanging(), {"cip": Breaker(Rules(), Phase.OPEN, until=5.0, pause=5.0)}
    send = breaking(service, Rules(), breakers, service.clock)
    service.now = 6.0
    probe = asyncio.ensure_future(send(QUERY))
    await asyncio.sleep(0)
    service.now = 12.0
    await given_up(probe)
    assert (breakers["cip"].phase, breakers["cip"].until) == (Phase.OPEN, 22.0)


async def test_what_began_before_it_opened_is_no_probe() -> None:
    """A service that hung: its old calls end, one way or the other, while it is probed."""
    service, breakers = Hanging(), {"cip": Breaker(Rules(calls=1))}
    send = breaking(service, Rules(), breakers, service.clock)
    old = [asyncio.ensure_future(send(QUERY)) for _ in range(3)]
    await asyncio.sleep(0)
    service.now = 6.0
    await given_up(old[0])
    phases = [breakers["cip"].phase]
    service.now = 11.0
    probe = asyncio.ensure_future(send(QUERY))
    await asyncio.sleep(0)
    await given_up(old[1])
    phases.append(breakers["cip"].phase)
    assert phases == [Phase.OPEN, Phase.HALF_OPEN], "the old one says nothing of today"
    assert await outcome(send) == "SUBREQUEST_CIRCUIT_OPEN", "and leaves no room for a second probe"
    service.go.set()
    await asyncio.gather(old[2], probe)
    assert breakers["cip"].good == 1, "one probe was good"
