"""Preparing beside the event loop: each piece of work in its lane, and once for all who ask for it meanwhile."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any, TypeAlias, TypeVar, cast

from gateway.answering.graph import Graph
from gateway.answering.lanes import Account, caller_name
from gateway.answering.prepare import Prepared, Steps, Work, preparing, preparing_to_run
from gateway.ground.errors import RequestError
from gateway.model.budget import TooExpensiveError
from gateway.model.exchange import GraphQLRequest
from gateway.operations import read_some_variables

V = TypeVar("V")
NameCaller: TypeAlias = Callable[[], str]


def prepare_to_run(graph: Graph, request: GraphQLRequest) -> Awaitable[Prepared]:
    """Within what one request may take. Raises RequestError, of which BusyError and TooExpensiveError are two."""
    return work_out(graph, _naming(request), preparing_to_run(graph, request))


def prepare_to_look(graph: Graph, request: GraphQLRequest) -> Awaitable[Prepared]:
    """The same where only the plan is wanted: variables that it does not depend on need no values."""
    return work_out(graph, _naming(request), preparing(graph, request, read_some_variables))


def _naming(request: GraphQLRequest) -> NameCaller:
    return partial(caller_name, request.caller.subject, request.address)


async def work_out(graph: Graph, name_caller: NameCaller, steps: Steps[V]) -> V:
    """What the steps come to, each worked out in its lane. Raises RequestError."""
    try:
        work = next(steps)
        # Who asks is of interest only where there is something to work out.
        account = Account(graph.lanes, name_caller())
        while True:
            work = steps.send(await _result(graph, account, work))
    except StopIteration as ended:
        return cast(V, ended.value)


async def _result(graph: Graph, account: Account, work: Work[Any]) -> Any:
    if work.memory is None:
        return await account.run(work.do, is_last=work.is_last)
    result = await graph.memory.flights.share((id(work.memory), work.key), partial(_counted, account, work))
    work.memory.put(work.key, result)
    return result


async def _counted(account: Account, work: Work[V]) -> V | RequestError:
    """What can be remembered: that the steps do not suffice is so each time, that the time did not is not."""
    try:
        return await account.run(work.do, is_last=work.is_last)
    except TooExpensiveError as error:
        if error.end is not None:
            raise
        return error.anew()
