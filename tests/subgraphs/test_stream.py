"""The second seam: what sends once is lifted to what answers once, failures included."""

from __future__ import annotations

import pytest

from gateway.ground.errors import SubgraphError
from gateway.model.exchange import SubgraphAnswer, SubgraphRequest
from gateway.model.operation import OperationKind
from gateway.subgraphs.stream import Stream, lifted

REQUEST = SubgraphRequest("one", "http://one", OperationKind.QUERY, b"{}")


async def test_one_request_has_one_answer() -> None:
    async def send(request: SubgraphRequest, /) -> SubgraphAnswer:
        return SubgraphAnswer(200, request.body)

    stream: Stream = lifted(send)
    assert [answer async for answer in stream(REQUEST)] == [SubgraphAnswer(200, b"{}")]


async def test_a_failure_ends_the_answers() -> None:
    async def send(request: SubgraphRequest, /) -> SubgraphAnswer:
        raise SubgraphError(request.subgraph, "closed")

    with pytest.raises(SubgraphError):
        [answer async for answer in lifted(send)(REQUEST)]
