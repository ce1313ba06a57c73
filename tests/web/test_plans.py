"""The plan panel's address: a plan for a request, refusals as at the graph."""

from __future__ import annotations

from typing import Any

import pytest
from starlette.applications import Starlette

from gateway.ground.codes import PublicCode
from gateway.ground.errors import RequestError
from gateway.model.exchange import GraphQLRequest
from gateway.web.pages.plans import plan_route


@pytest.fixture
def application() -> Starlette:
    async def explain(request: GraphQLRequest) -> dict[str, Any]:
        if request.query == "{":
            raise RequestError("Syntax.", code=PublicCode.GRAPHQL_PARSE_FAILED)
        return {"kind": "QueryPlan", "node": None, "asked": request.operation_name}

    return Starlette(routes=[plan_route(explain, limit_body=100)])


async def test_a_plan_is_given_for_a_request(ask: Any, application: Starlette) -> None:
    reply = await ask(application, "POST", "/graphiql/plan", body={"query": "{ a }", "operationName": "A"})
    assert (reply.status, reply.json) == (200, {"kind": "QueryPlan", "node": None, "asked": "A"})


@pytest.mark.parametrize(
    ("body", "headers", "status", "code"),
    [
        ({"query": "{"}, {}, 400, "GRAPHQL_PARSE_FAILED"),
        ({}, {}, 400, "MISSING_QUERY"),
        (b"{", {}, 400, "INVALID_JSON"),
        ({"query": "x" * 100}, {}, 413, "REQUEST_TOO_LARGE"),
        ({"query": "{ a }"}, {"content-type": "text/plain"}, 415, "UNSUPPORTED_MEDIA_TYPE"),
    ],
)
async def test_refusals_are_those_of_the_graph(
    ask: Any, application: Starlette, body: object, headers: dict[str, str], status: int, code: str
) -> None:
    reply = await ask(application, "POST", "/graphiql/plan", body=body, headers=headers)
    assert (reply.status, reply.code) == (status, code)
