"""A run driven to its end: the only place that waits for the answers of its calls, and the only task group."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping

from gateway.answering.deadline import Allotted, Cuttable, LateError, cut
from gateway.answering.graph import Graph
from gateway.answering.headers import all_alike
from gateway.execution import Call
from gateway.ground.errors import SubgraphError
from gateway.model.exchange import SubgraphAnswer, SubgraphRequest
from gateway.model.operation import OperationKind
from gateway.subgraphs.signed import CALLER


async def drive(graph: Graph, run: Cuttable, headers: Mapping[str, str], allotted: Allotted) -> bool:
    """Send what is ready as soon as it is ready, until nothing is left or the time is over.

    Whether all came in time; what did not is given to the run as late.
    """
    try:
        with allotted:
            calls = run.ready()
            while len(calls) == 1:
                run.receive(calls[0].fetch, await _send(graph, calls[0], headers, allotted))
                calls = run.ready()
            if calls:
                async with asyncio.TaskGroup() as group:
                    _start(group, graph, run, calls, headers, allotted)
    except LateError:
        cut(run, graph.supergraph.subgraphs, allotted)
        return False
    return True


def _start(
    group: asyncio.TaskGroup,
    graph: Graph,
    run: Cuttable,
    calls: list[Call],
    headers: Mapping[str, str],
    allotted: Allotted,
) -> None:
    for call in calls:
        group.create_task(_fetch(group, graph, run, call, headers, allotted))


async def _fetch(
    group: asyncio.TaskGroup, graph: Graph, run: Cuttable, call: Call, headers: Mapping[str, str], allotted: Allotted
) -> None:
    """One call, then those that its answer makes ready: the first of them in this task, each other in one of its own.

    A function of the module, not a closure: closures that call each other are a cycle, and would keep every answer of
    the run until the garbage collector comes.
    """
    calls = [call]
    while calls:
        _start(group, graph, run, calls[1:], headers, allotted)
        run.receive(calls[0].fetch, await _send(graph, calls[0], headers, allotted))
        calls = run.ready()


async def _send(
    graph: Graph, call: Call, headers: Mapping[str, str], allotted: Allotted
) -> SubgraphAnswer | SubgraphError:
    # Only where there is less time than usual: who has as much as others may share their calls.
    is_short = not allotted.is_usual or allotted.until - asyncio.get_running_loop().time() < graph.patience
    until = allotted.until if is_short else None
    request = request_of(graph, call, headers, until)
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


def request_of(graph: Graph, call: Call, headers: Mapping[str, str], until: float | None = None) -> SubgraphRequest:
    """What is sent for a call: where it goes, and what of the client's headers goes with it."""
    subgraph = graph.supergraph.subgraphs[call.subgraph]
    handed_on = headers if graph.hand_on is all_alike else graph.hand_on(subgraph.name, headers)
    if graph.vouches(call.kind):
        handed_on = {**handed_on, CALLER: headers[CALLER]}
    return SubgraphRequest(subgraph.name, subgraph.url, call.kind, call.body, handed_on, call.fetch, until)


async def _sent(graph: Graph, request: SubgraphRequest) -> SubgraphAnswer:
    with graph.held:  # it may outlive its request
        return await graph.send(request)
