"""The start of a run invites a former member and shows the token; nothing that goes wrong there ends the run."""

from __future__ import annotations

import asyncio
import json
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from tests.serving import served
from tools.run.invitation import INVITED, invitation

REFUSED = {"data": {"inviteFormerMember": {"token": None, "errors": [{"message": "It was claimed."}]}}}
UNKNOWN = {"errors": [{"message": "Cannot query field 'inviteFormerMember'."}]}


async def invited(answer: object) -> tuple[str, list[dict[str, Any]], list[str | None]]:
    """What is shown, what the graph was asked, and with which token."""
    asked: list[dict[str, Any]] = []
    tokens: list[str | None] = []

    async def token(request: Request) -> Response:
        assert await request.json() == {"persona": "cip"}
        return Response('{"access_token": "t1"}')

    async def graph(request: Request) -> Response:
        asked.append(await request.json())
        tokens.append(request.headers.get("authorization"))
        return Response(answer if isinstance(answer, str) else json.dumps(answer))

    routes = [Route("/auth/token", token, methods=["POST"]), Route("/graphql", graph, methods=["POST"])]
    async with served(Starlette(routes=routes), HttpToolsProtocol) as port:
        return await asyncio.to_thread(invitation, f"http://127.0.0.1:{port}"), asked, tokens


async def test_the_token_is_shown() -> None:
    shown, (asked,), tokens = await invited({"data": {"inviteFormerMember": {"token": "abc", "errors": []}}})
    assert (shown, asked["variables"], tokens) == ("abc", {"number": INVITED}, ["Bearer t1"])


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (REFUSED, "It was claimed."),
        (UNKNOWN, "Cannot query field"),
        ({"data": None}, "no reason was given"),
        ("not JSON", "JSONDecodeError"),
        ([], "AttributeError"),
    ],
)
async def test_why_there_is_none_is_said(answer: object, reason: str) -> None:
    shown, _, _ = await invited(answer)
    assert shown.startswith("none could be made (")
    assert reason in shown


def test_a_gateway_that_is_away_is_no_reason_to_end() -> None:
    assert invitation("http://127.0.0.1:9").startswith("none could be made (")
