"""How each call ended: told to who shows how subgraphs do, to who counts, and in the error whose service it was; and
what came before stands in for what did not come now.
"""

from __future__ import annotations

from collections.abc import Mapping, MutableMapping
from types import MappingProxyType

from gateway.ground.codes import PublicCode
from gateway.ground.errors import SubgraphError
from gateway.model.exchange import SubgraphAnswer, SubgraphRequest
from gateway.model.standing import State, SubgraphState, noted_state
from gateway.model.supergraph import Subgraph
from gateway.observe.events import Fetched, Observe, nobody_hears
from gateway.subgraphs.accountable import accounts
from gateway.subgraphs.send import Send
from gateway.subgraphs.stale import Stale

NONE_KNOWN: Mapping[str, Subgraph] = MappingProxyType({})


def reported(
    send: Send,
    states: MutableMapping[str, SubgraphState],
    observe: Observe = nobody_hears,
    subgraphs: Mapping[str, Subgraph] = NONE_KNOWN,
    stale: Stale | None = None,
) -> Send:
    """Writes into ``states`` how each subgraph does (for /health/ready), tells ``observe``, and adds owner and contact
    to the error's extensions where they are known. A call that is cancelled has no end. ``stale``: what stands in for
    answers that do not come; None: nothing.
    """
    named = {name: accounts(each) for name, each in subgraphs.items()}
    fine: dict[str, Fetched] = {}

    async def send_reported(request: SubgraphRequest, /) -> SubgraphAnswer:
        name = request.subgraph
        try:
            answer = await send(request)
        except SubgraphError as error:
            state = State.OPEN if error.code is PublicCode.SUBREQUEST_CIRCUIT_OPEN else State.FAILING
            states[name] = noted_state(states.get(name), state, error.code)
            observe(Fetched(name, error.code))
            error.extensions = {**named.get(name, {}), **error.extensions}
            kept = None if stale is None else await stale.stand_in(request)
            if kept is None:
                raise
            return kept
        before = states.get(name)
        if before is None or before.state is not State.OK:
            states[name] = noted_state(before, State.OK)
        observe(fine.get(name) or fine.setdefault(name, Fetched(name)))
        if stale is not None and "cache-control" in answer.headers:
            await stale.keep(request, answer)
        return answer

    return send_reported
