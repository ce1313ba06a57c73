"""The in-process filling gives what the network filling gives."""

from __future__ import annotations

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from gateway.errors import SubgraphError
from gateway.model.exchange import SubgraphRequest
from gateway.model.operation import OperationKind
from gateway.subgraphs.inside import Inside

QUERY = SubgraphRequest("cip", "http://cip/graphql?x=1", OperationKind.QUERY, b'{"query":"{a}"}', {"x-a": "b"})


async def echo(request: Request) -> Response:
    content = {
        "body": await request.json(),
        "header": request.headers["x-a"],
        "type": request.headers["content-type"],
        "query": str(request.url.query),
    }
    return JSONResponse(content, 201, {"X-Answer": "yes"})


async def test_an_application_is_called_as_over_the_network() -> None:
    send = Inside({"cip": Starlette(routes=[Route("/graphql", echo, methods=["POST"])])})
    answer = await send(QUERY)
    assert answer.status == 201
    assert answer.body == b'{"body":{"query":"{a}"},"header":"b","type":"application/json","query":"x=1"}'
    assert answer.headers["x-answer"] == "yes"


async def test_an_application_that_fails_costs_only_its_fields() -> None:
    async def broken(scope: object, receive: object, send: object) -> None:
        raise RuntimeError("secret")

    with pytest.raises(SubgraphError) as caught:
        await Inside({"cip": broken})(QUERY)
    assert caught.value.message == "The service 'cip' failed."


async def test_an_application_that_says_nothing_is_an_error() -> None:
    async def silent(scope: object, receive: object, send: object) -> None:
        pass

    with pytest.raises(SubgraphError, match="did not answer"):
        await Inside({"cip": silent})(QUERY)


async def test_an_unknown_subgraph_is_an_error() -> None:
    with pytest.raises(SubgraphError, match="does not run in this process"):
        await Inside({})(QUERY)
