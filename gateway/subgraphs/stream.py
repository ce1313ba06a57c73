"""The second seam to the world of the subgraphs: one request, an answer for each event."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Protocol

from gateway.model.exchange import SubgraphAnswer, SubgraphRequest
from gateway.subgraphs.send import Send


class Stream(Protocol):
    """Sends one request and gives its answers as they come; raises SubgraphError, and nothing else, when they end
    before the subgraph ended them. Whoever stops listening closes the iterator, and the call ends.
    """

    def __call__(self, request: SubgraphRequest, /) -> AsyncIterator[SubgraphAnswer]: ...


def lifted(send: Send) -> Stream:
    """A filling that has one answer: that of ``send``."""

    async def stream(request: SubgraphRequest, /) -> AsyncIterator[SubgraphAnswer]:
        yield await send(request)

    return stream
