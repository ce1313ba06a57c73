"""The one seam to the world of the subgraphs: one method, several fillings (network, in-process, a plain function)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol, TypeAlias

from gateway.model.exchange import SubgraphAnswer, SubgraphRequest


class Send(Protocol):
    """Sends one request; raises SubgraphError, and nothing else, when there is no answer to give."""

    async def __call__(self, request: SubgraphRequest, /) -> SubgraphAnswer: ...


Change: TypeAlias = Callable[[SubgraphRequest], SubgraphRequest]
"""What an attempt says besides. It never waits, so it need not be a wrapper."""
