"""Whose service failed and whom to call, in the error: whoever reads it need not look the ministry up."""

from __future__ import annotations

from collections.abc import Mapping

from gateway.ground.errors import SubgraphError
from gateway.model.exchange import SubgraphAnswer, SubgraphRequest
from gateway.model.supergraph import Subgraph
from gateway.subgraphs.send import Send


def accounts(subgraph: Subgraph) -> dict[str, str]:
    """``owner`` and ``contact`` of a subgraph, where they are known."""
    return {key: value for key, value in (("owner", subgraph.owner), ("contact", subgraph.contact)) if value}


def accountable(send: Send, subgraphs: Mapping[str, Subgraph]) -> Send:
    """A filling that adds ``owner`` and ``contact`` to the extensions of what ``send`` raises, where they are known."""
    told = {name: accounts(each) for name, each in subgraphs.items()}

    async def send_accountably(request: SubgraphRequest, /) -> SubgraphAnswer:
        try:
            return await send(request)
        except SubgraphError as error:
            error.extensions = {**told.get(request.subgraph, {}), **error.extensions}
            raise

    return send_accountably
