"""Deadline and sharing, over plain functions in place of the network."""

from __future__ import annotations

import asyncio

import pytest
from msgspec.structs import replace

from gateway.ground.errors import SubgraphError
from gateway.model.exchange import SubgraphAnswer, SubgraphRequest
from gateway.model.operation import OperationKind
from gateway.model.standing import State, SubgraphState, noted_state
from gateway.subgraphs.failures import ClosedError
from gateway.subgraphs.patience import TIMED_OUT, shared, within
from gateway.subgraphs.reporting import reported
from gateway.subgraphs.retrying import again

QUERY = SubgraphRequest("cip", "http://cip", OperationKind.QUERY, b'{"query":"{a}"}', {"authorization": "Bearer a"})


class Service:
    """A service that answers when it is let go, and counts how often it was asked."""

    def __init__(self, failure: SubgraphError | None = None) -> None:
        self.asked = 0
        self.go = asyncio.Event()
        self.failure = failure

    async def __call__(self, request: SubgraphRequest, /) -> SubgraphAnswer:
        self.asked += 1
        await self.go.wait()
        if self.failure:
            raise self.failure
        return SubgraphAnswer(200, b"%d" % self.asked)


async def settle() -> None:
    for _ in range(5):
        await asyncio.sleep(0)


async def test_a_service_that_takes_too_long_costs_only_the_deadline() -> None:
    with pytest.raises(SubgraphError, match=r"'cip' did not answer within 0.01 s") as caught:
        await within(Service(), 0.01)(QUERY)
    assert (caught.value.service, caught.value.code) == ("cip", TIMED_OUT)


async def test_identical_queries_under_way_together_are_one_call() -> None:
    service = Service()
    send = shared(service)
    calls = [asyncio.create_task(send(QUERY)) for _ in range(5)]
    await settle()
    service.go.set()
    assert {answer.body for answer in await asyncio.gather(*calls)} == {b"1"}
    assert service.asked == 1
    assert (await send(QUERY)).body == b"2", "an answer is shared, never kept"


@pytest.mark.parametrize(
    "other",
    [
        replace(QUERY, headers={"authorization": "Bearer b"}),
        replace(QUERY, headers={}),
        replace(QUERY, body=b'{"query":"{b}"}'),
        replace(QUERY, subgraph="marketplace"),
    ],
)
async def test_nothing_is_shared_between_requests_that_differ(other: SubgraphRequest) -> None:
    service = Service()
    send = shared(service)
    calls = [asyncio.create_task(send(QUERY)), asyncio.create_task(send(other))]
    await settle()
    assert service.asked == 2
    service.go.set()
    await asyncio.gather(*calls)


async def test_mutations_are_never_shared() -> None:
    service = Service()
    send = shared(service)
    mutation = replace(QUERY, kind=OperationKind.MUTATION)
    calls = [asyncio.create_task(send(mutation)), asyncio.create_task(send(mutation))]
    await settle()
    assert service.asked == 2
    service.go.set()
    await asyncio.gather(*calls)


async def test_when_the_first_caller_goes_away_the_next_one_asks() -> None:
    service = Service()
    send = shared(service)
    first, second, third = (asyncio.create_task(send(QUERY)) for _ in range(3))
    await settle()
    first.cancel()
    await settle()
    assert service.asked == 2
    service.go.set()
    assert (await second).body == (await third).body == b"2"
    with pytest.raises(asyncio.CancelledError):
        await first


async def test_a_follower_that_goes_away_disturbs_nobody() -> None:
    service = Service()
    send = shared(service)
    first, second, third = (asyncio.create_task(send(QUERY)) for _ in range(3))
    await settle()
    second.cancel()
    await settle()
    service.go.set()
    assert (await first).body == (await third).body == b"1"


async def test_a_failure_reaches_all_who_wait_and_is_not_kept() -> None:
    service = Service(SubgraphError("cip", "gone"))
    send = shared(service)
    calls = [asyncio.create_task(send(QUERY)) for _ in range(3)]
    await settle()
    service.go.set()
    outcomes = await asyncio.gather(*calls, return_exceptions=True)
    assert [str(outcome) for outcome in outcomes] == ["gone"] * 3
    assert service.asked == 1
    with pytest.raises(SubgraphError):
        await send(QUERY)
    assert service.asked == 2


async def test_a_query_is_asked_again_only_when_the_connection_was_closed() -> None:
    failures: list[SubgraphError] = [ClosedError("cip", "closed"), SubgraphError("cip", "other")]

    async def send(request: SubgraphRequest, /) -> SubgraphAnswer:
        raise failures.pop(0)

    with pytest.raises(SubgraphError, match="other"):
        await again(send)(QUERY)
    assert failures == []
    failures[:] = [SubgraphError("cip", "other"), ClosedError("cip", "closed")]
    with pytest.raises(SubgraphError, match="other"):
        await again(send)(QUERY)
    assert len(failures) == 1
    with pytest.raises(ClosedError):
        await again(send)(replace(QUERY, kind=OperationKind.MUTATION))
    assert failures == []


async def test_how_a_subgraph_answered_last_is_noted() -> None:
    answers: list[SubgraphAnswer | SubgraphError] = [
        SubgraphAnswer(200, b""),
        SubgraphError("cip", "The service is gone."),
    ]

    async def send(request: SubgraphRequest, /) -> SubgraphAnswer:
        found = answers.pop(0)
        if isinstance(found, SubgraphError):
            raise found
        return found

    states: dict[str, SubgraphState] = {}
    await reported(send, states)(QUERY)
    fine = states["cip"]
    assert (fine.state, fine.code, fine.is_reached) == (State.OK, None, True)
    with pytest.raises(SubgraphError):
        await reported(send, states)(QUERY)
    ill = states["cip"]
    assert (ill.state, ill.code, ill.is_reached) == (State.FAILING, "SUBREQUEST_HTTP_ERROR", True)
    assert noted_state(ill, State.FAILING, ill.code) is ill, "while nothing changes it stands since when"
