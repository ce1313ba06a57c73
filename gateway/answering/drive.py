"""A run driven to its end: the only place that waits for the answers of its calls, and the only task group."""

from __future__ import annotations

import asyncio

from gateway.answering.deadline import Allotted, Cuttable, LateError, cut
from gateway.answering.graph import Graph
from gateway.answering.headers import all_alike
from gateway.answering.prepare import Prepared
from gateway.execution import Call
from gateway.ground.errors import SubgraphError
from gateway.model.exchange import SubgraphAnswer, SubgraphRequest
from gateway.model.operation import OperationKind
from gateway.subgraphs.signed import CALLER


async def drive(prepared: Prepared, run: Cuttable, allotted: Allotted) -> bool:
    """Send what is ready as soon as it is ready, until nothing is left or the time is over.

    Whether all came in time; what did not is given to the run as late.
    """
    try:
        with allotted:
            calls = run.ready()
            while len(calls) == 1:
                run.receive(calls[0].fetch, await _send(prepared, calls[0], allotted))
                calls = run.ready()
            if calls:
                async with asyncio.TaskGroup() as group:
                    await _fetch(group, prepared, run, calls, allotted)
    except LateError:
        cut(run, prepared.graph.supergraph.subgraphs, allotted)
        return False
    return True


async def _fetch(
    group: asyncio.TaskGroup, prepared: Prepared, run: Cuttable, calls: list[Call], allotted: Allotted
) -> None:
    """Calls, then those that their answers make ready: the first of them in this task, each other in one of its own.

    A function of the module, not a closure: closures that call each other are a cycle, and would keep every answer of
    the run until the garbage collector comes.
    """
    while calls:
        for other in calls[1:]:
            group.create_task(_fetch(group, prepared, run, [other], allotted))
        run.receive(calls[0].fetch, await _send(prepared, calls[0], allotted))
        calls = run.ready()


async def _send(prepared: Prepared, call: Call, allotted: Allotted) -> SubgraphAnswer | SubgraphError:
    graph = prepared.graph
    # Only where there is less time than usual: who has as much as others may share their calls.
    is_short = not allotted.is_usual or allotted.until - allotted.loop.time() < graph.patience
    until = allotted.until if is_short else None
    request = request_of(prepared, call, until)
    try:
        if call.kind is OperationKind.MUTATION:
            # What has begun must end there, even if the time of the request is over.
            return await graph.deadline.to_its_end(_sent(graph, request), graph.memory.answers.forget)
        if call.missable and graph.hasten is not None:
            return await graph.hasten(graph.send)(request)
        return await graph.send(request)
    except SubgraphError as error:
        # Its traceback holds frames, and one of them the run that will keep it: a cycle.
        return error.with_traceback(None)


def request_of(prepared: Prepared, call: Call, until: float | None = None) -> SubgraphRequest:
    """What is sent for a call: where it goes, and what of the client's headers goes with it."""
    graph, headers = prepared.graph, prepared.headers
    subgraph = graph.supergraph.subgraphs[call.subgraph]
    name, url, kind = subgraph.name, subgraph.url, call.kind
    if graph.hand_on is all_alike and graph.vouch is None:
        return SubgraphRequest(name, url, kind, call.body, headers, call.fetch, until, prepared.alike)
    handed_on = graph.hand_on(name, headers)
    if graph.vouches(kind):
        handed_on = {**handed_on, CALLER: headers[CALLER]}
    return SubgraphRequest(name, url, kind, call.body, handed_on, call.fetch, until)


async def _sent(graph: Graph, request: SubgraphRequest) -> SubgraphAnswer:
    with graph.held:  # it may outlive its request
        return await graph.send(request)
