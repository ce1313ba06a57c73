"""How an operation would be answered, for the page's plan panel; only where the page is served."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from gateway.codes import PublicCode
from gateway.errors import RequestError
from gateway.model.caller import ANONYMOUS
from gateway.model.exchange import GraphQLRequest
from gateway.web.headers import gathered
from gateway.web.negotiation import is_json
from gateway.web.parameters import Source, from_body
from gateway.web.persisted import PersistedQueries
from gateway.web.reading import read_body
from gateway.web.refusal import RefusedError, body_of

ExplainPlan: TypeAlias = Callable[[GraphQLRequest], Mapping[str, Any]]
"""The plan as JSON data. Raises RequestError as the pipeline would."""


def plan_route(explain: ExplainPlan, limit_body: int) -> Route:
    """``POST /graphiql/plan`` with the parameters of a GraphQL request."""

    async def plan(request: Request) -> Response:
        try:
            if not is_json(request.headers.get("content-type", "")):
                raise RefusedError("Send the request as application/json.", code=PublicCode.UNSUPPORTED_MEDIA_TYPE)
            body = await read_body(request.receive, gathered(request.scope["headers"]), limit_body)
            asked = from_body(body, Source({}, ANONYMOUS, PersistedQueries(is_on=False)))
            # Planning may take milliseconds: not on the loop that answers everybody else.
            return JSONResponse(await asyncio.to_thread(explain, asked))
        except RefusedError as error:
            return Response(body_of(error), error.code.status, media_type="application/json")
        except RequestError as error:
            return Response(body_of(error), 400, media_type="application/json")

    return Route("/graphiql/plan", plan, methods=["POST"])
