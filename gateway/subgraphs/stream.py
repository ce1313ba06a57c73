"""The second seam to the world of the subgraphs: one request, and answers to it for as long as it goes on."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from typing import Protocol

from gateway.model.exchange import SubgraphAnswer, SubgraphRequest


class Stream(Protocol):
    """Begins to listen when the first answer is asked for, and ends when it is closed.

    What it gives is an execution result each (GraphQL 6.2.3.2). Raises SubgraphError, and nothing else, when there is
    no answer to give, or no more though the service has not said that it was the last.
    """

    def __call__(self, request: SubgraphRequest, /) -> AsyncGenerator[SubgraphAnswer, None]: ...
