"""A text that is new leaves nothing behind that only a collection of garbage would find, whatever becomes of it.

Each such collection holds the loop: fifty hostile documents at once left a million objects in ten seconds.
"""

from __future__ import annotations

import asyncio
import gc
import json
from collections import Counter
from dataclasses import replace
from itertools import count

import pytest

from gateway.answering.answer import answer
from gateway.answering.graph import Graph
from gateway.answering.lanes import Allowance, Lanes
from gateway.answering.memory import new_memory
from gateway.ground.codes import PublicCode
from gateway.ground.errors import CollectedRequestError, RequestError
from gateway.model.budget import End, TooExpensiveError
from gateway.model.exchange import GraphQLRequest, SubgraphAnswer, SubgraphRequest
from tests.answering.test_budget import graph as network
from tests.leavings import collected
from tools.judge_hostile.documents import SHAPES, Hostile, Shape

HONEST = Hostile(
    "query($id: ID!) { programmes { slug name { de } } idea(id: $id) { title topics { slug } } }", {"id": 1}
)
WRONG = (Hostile("{ nothing { like } this }"), Hostile("{ ideas("), Hostile("query($first: Int!) { ideas { nodes }"))
serial = count()


async def send(request: SubgraphRequest, /) -> SubgraphAnswer:
    return SubgraphAnswer(200, b'{"data":{"programmes":[]}}')


def forgetful() -> Graph:
    """A graph that remembers nothing, so that all is left behind at once; its slow lane ends sooner."""
    return replace(network(), send=send, memory=new_memory(1, 1), lanes=Lanes(Allowance(large=20_000, seconds=60)))


async def ask(graph: Graph, document: Hostile) -> str:
    name = "Q0" if "query Q0" in document.text else None
    text = f"{document.text} # {next(serial)}"
    answered = await answer(graph, GraphQLRequest(text, variables=dict(document.variables), operation_name=name))
    first = (json.loads(answered.body).get("errors") or [{}])[0]
    return str(first.get("extensions", {}).get("code", "data"))


async def left_by(graph: Graph, document: Hostile) -> Counter[str]:
    """The types of what only a collection found."""
    await ask(graph, document)  # what is made once and stays
    gc.collect()
    gc.disable()
    try:
        await ask(graph, document)
        for _ in range(3):
            await asyncio.sleep(0)
        return collected()
    finally:
        gc.enable()


@pytest.mark.parametrize("size", [4, 12, 40])
@pytest.mark.parametrize("shape", SHAPES, ids=lambda shape: shape.__name__)
async def test_a_hostile_document_is_gone_with_its_answer(shape: Shape, size: int) -> None:
    assert not await left_by(forgetful(), shape(size))


@pytest.mark.parametrize("document", [HONEST, *WRONG], ids=lambda document: document.text[:20])
async def test_a_document_is_gone_with_its_answer(document: Hostile) -> None:
    assert not await left_by(replace(forgetful(), structs=False), document)


async def test_an_error_that_is_remembered_keeps_nobody_to_whom_it_was_told() -> None:
    graph = replace(network(), send=send, memory=new_memory())
    for _ in range(2):
        assert await ask_again(graph, "{ nothing }") == "GRAPHQL_VALIDATION_FAILED"
    [error] = graph.memory.operations.latest_values()
    assert isinstance(error, RequestError)
    assert (error.__traceback__, error.__context__, error.__cause__) == (None, None, None)


async def ask_again(graph: Graph, text: str) -> str:
    answered = await answer(graph, GraphQLRequest(text))
    return str(json.loads(answered.body)["errors"][0]["extensions"]["code"])


@pytest.mark.parametrize(
    "error",
    [
        RequestError("no", code=PublicCode.FORBIDDEN, locations=((1, 2),), path=("a",), extensions={"x": 1}),
        CollectedRequestError((RequestError("one"), RequestError("two"))),
        TooExpensiveError(End.TIME),
    ],
    ids=lambda error: type(error).__name__,
)
def test_an_error_made_anew_is_the_same(error: RequestError) -> None:
    try:
        raise error
    except RequestError as raised:
        again = raised.anew()
    assert type(again) is type(error)
    assert (vars(again), again.args, str(again)) == (vars(error), error.args, str(error))
    assert again.__traceback__ is None
