"""What stands in for a service that fails, for whom, and for how long; time is a number that the test holds."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from gateway.ground.errors import SubgraphError
from gateway.model.exchange import SubgraphAnswer, SubgraphRequest
from gateway.model.operation import OperationKind
from gateway.subgraphs.reporting import reported
from gateway.subgraphs.stale import InMemory, Stale

QUERY = SubgraphRequest("cip", "http://cip", OperationKind.QUERY, b"{}", {"accept-language": "de"})
ALLOWED = {"cache-control": "max-age=10, stale-if-error=60"}
PUBLIC = {"cache-control": "public, stale-if-error=60"}
BODY = b'{"data":{"a":1}}'


class Service:
    def __init__(self, answer: SubgraphAnswer) -> None:
        self.answer = answer
        self.is_away = False
        self.now = 0.0
        self.ask = reported(self, {}, stale=Stale(InMemory(1_000_000, lambda: self.now), lambda: self.now))

    async def __call__(self, request: SubgraphRequest, /) -> SubgraphAnswer:
        if self.is_away:
            raise SubgraphError("cip", "It is away.")
        return self.answer


async def stands_in(service: Service, before: SubgraphRequest, after: SubgraphRequest) -> bool:
    """Whether what came for the one is given for the other while the service is away."""
    service.is_away = False
    await service.ask(before)
    service.is_away = True
    try:
        answer = await service.ask(after)
    except SubgraphError:
        return False
    assert (answer.body, bool(answer.as_of), answer.headers) == (BODY, True, {})
    return True


async def test_it_stands_in_as_long_as_it_may() -> None:
    service = Service(SubgraphAnswer(200, BODY, ALLOWED))
    assert await stands_in(service, QUERY, QUERY)
    service.now = 69.9
    assert (await service.ask(QUERY)).as_of
    service.now = 70.1
    with pytest.raises(SubgraphError):
        await service.ask(QUERY)


def with_headers(**headers: str) -> SubgraphRequest:
    return replace(QUERY, headers={**QUERY.headers, **headers})


async def test_nobody_gets_what_another_was_given() -> None:
    anna, berta = with_headers(authorization="Bearer a"), with_headers(authorization="Bearer b")
    traced = with_headers(authorization="Bearer a", traceparent="00-1", **{"x-request-id": "7"})
    own = Service(SubgraphAnswer(200, BODY, ALLOWED))
    assert await stands_in(own, anna, traced), "what is another for each request is no other question"
    assert not await stands_in(own, anna, berta)
    assert not await stands_in(own, anna, QUERY)
    assert not await stands_in(own, anna, replace(anna, body=b"{ }"))
    assert not await stands_in(own, QUERY, with_headers(**{"accept-language": "en"}))
    public = Service(SubgraphAnswer(200, BODY, PUBLIC))
    assert await stands_in(public, anna, berta)
    assert await stands_in(public, anna, QUERY)
    assert await stands_in(public, with_headers(**{"x-civic-caller": "a"}), with_headers(**{"x-civic-caller": "b"}))
    assert not await stands_in(own, with_headers(**{"x-civic-caller": "a"}), with_headers(**{"x-civic-caller": "b"}))
    assert not await stands_in(public, anna, with_headers(**{"accept-language": "en"}))


@pytest.mark.parametrize(
    "answer",
    [
        SubgraphAnswer(200, BODY),
        SubgraphAnswer(200, BODY, {"cache-control": "max-age=60"}),
        SubgraphAnswer(200, BODY, {"cache-control": "no-store, stale-if-error=60"}),
        SubgraphAnswer(200, BODY, ALLOWED, ("session=1",)),
        SubgraphAnswer(200, b'{"data":{"a":null},"errors":[{}]}', ALLOWED),
        SubgraphAnswer(200, b"x", ALLOWED),
        SubgraphAnswer(500, BODY, ALLOWED),
    ],
)
async def test_what_is_not_kept(answer: SubgraphAnswer) -> None:
    assert not await stands_in(Service(answer), QUERY, QUERY)


async def test_mutations_have_no_past() -> None:
    mutation = replace(QUERY, kind=OperationKind.MUTATION)
    assert not await stands_in(Service(SubgraphAnswer(200, BODY, ALLOWED)), mutation, mutation)
    assert not await stands_in(Service(SubgraphAnswer(200, BODY, ALLOWED)), QUERY, mutation)
