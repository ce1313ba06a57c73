"""How an operation would be answered, for the page's plan panel; only where the page is served."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import Any, TypeAlias

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from gateway.ground.codes import PublicCode
from gateway.ground.errors import RequestError
from gateway.model.exchange import GraphQLRequest
from gateway.model.refusal import body_of
from gateway.web.http.graphql import Identify, nobody
from gateway.web.http.headers import gathered
from gateway.web.http.negotiation import is_json
from gateway.web.http.parameters import Source, from_body
from gateway.web.http.persisted import PersistedQueries
from gateway.web.http.reading import read_body
from gateway.web.http.refusal import RefusedError

ExplainPlan: TypeAlias = Callable[[GraphQLRequest], Awaitable[Mapping[str, Any]]]
"""The plan as JSON data. Raises RequestError as the graph itself would."""


def plan_route(explain: ExplainPlan, limit_body: int, identify: Identify = nobody) -> Route:
    """``POST /graphiql/plan`` with the parameters of a GraphQL request; the plan is the caller's own."""

    async def plan(request: Request) -> Response:
        try:
            if not is_json(request.headers.get("content-type", "")):
                raise RefusedError("Send the request as application/json.", code=PublicCode.UNSUPPORTED_MEDIA_TYPE)
            headers = gathered(request.scope["headers"])
            caller = await identify(headers)
            body = await read_body(request.receive, headers, limit_body)
            address = request.client.host if request.client else ""
            asked = from_body(body, Source({}, caller, PersistedQueries(is_on=False), address))
            return JSONResponse(await explain(asked))
        except RequestError as error:
            return Response(body_of(error), error.code.status, media_type="application/json")

    return Route("/graphiql/plan", plan, methods=["POST"])
