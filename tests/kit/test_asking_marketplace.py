"""An idea asked of the marketplace over HTTP: with the caller's token, a second try, then UNAVAILABLE."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web

from services.kit.errors import UnavailableError
from services.kit.marketplace import TRIES, asks_marketplace

IDEA: dict[str, Any] = {
    "id": "idea_1",
    "version": 2,
    "status": "PUBLISHED",
    "title": "T",
    "summary": "S",
    "problem": "P",
    "solution": "L",
    "commonGoodBenefit": "G",
    "viewerCanEdit": True,
    "topics": [{"slug": "work"}],
    "team": [
        {"role": "OWNER", "actor": {"__typename": "Member", "id": "m", "displayName": "M", "sector": "SCIENCE"}},
        {
            "role": "CO_AUTHOR",
            "actor": {"__typename": "Organisation", "id": "o", "displayName": "O", "sector": "WELFARE"},
        },
    ],
}
ANSWER = {"data": {"idea": IDEA}}
NO_ANSWERS: list[Any] = [
    {"errors": [{"message": "x"}], "data": None},
    {"data": {}},
    [],
    {"data": {"idea": {"id": "x"}}},
]


HOUSES: list[str | None] = []
"""The tokens of houses that came."""


@asynccontextmanager
async def marketplace(*answers: Any) -> AsyncIterator[tuple[str, list[str | None]]]:
    """A server on a free port: one answer after the other, the last one for ever; and the tokens that came."""
    came: list[str | None] = []

    async def answer(request: web.Request) -> web.Response:
        came.append(request.headers.get("authorization"))
        HOUSES.append(request.headers.get("x-civic-house"))
        return web.json_response(answers[min(len(came), len(answers)) - 1])

    app = web.Application()
    app.router.add_post("/graphql", answer)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    port = runner.addresses[0][1]
    try:
        yield f"http://127.0.0.1:{port}/graphql", came
    finally:
        await runner.cleanup()


async def test_an_idea_is_asked_with_the_callers_token() -> None:
    async with marketplace(ANSWER) as (address, came), asks_marketplace({"marketplace": address}) as ask:
        idea = await ask("token", "idea_1")
    assert idea is not None
    assert (idea.version, idea.may_edit, idea.topic_slugs) == (2, True, ("work",))
    assert [(each.actor_id, each.is_organisation) for each in idea.team] == [("m", False), ("o", True)]
    assert came == ["Bearer token"]


async def test_a_house_says_that_it_asks(tmp_path: Path) -> None:
    """Where only signed calls count (AUTH_GATEWAY_JWKS), the caller's token alone would be anybody's."""
    file = tmp_path / "token"
    file.write_text("own\n")
    async with marketplace(ANSWER) as (address, _), asks_marketplace({"marketplace": address}, file) as ask:
        await ask("token", "idea_1")
        file.write_text("renewed\n")
        await ask("token", "idea_1")
    assert HOUSES[-2:] == ["Bearer own", "Bearer renewed"]


@pytest.mark.parametrize("wrong", NO_ANSWERS)
async def test_what_is_no_answer_is_asked_once_more(wrong: Any) -> None:
    async with (
        marketplace(wrong, {"data": {"idea": None}}) as (address, came),
        asks_marketplace({"marketplace": address}) as ask,
    ):
        assert await ask(None, "idea_1") is None
    assert came == [None, None]
    async with marketplace(wrong) as (address, came), asks_marketplace({"marketplace": address}) as ask:
        with pytest.raises(UnavailableError):
            await ask("token", "idea_1")
    assert len(came) == TRIES


@pytest.mark.parametrize("addresses", [{}, {"marketplace": "http://127.0.0.1:9/graphql"}])
async def test_without_a_marketplace_nothing_can_be_said(addresses: dict[str, str]) -> None:
    async with asks_marketplace(addresses) as ask:
        with pytest.raises(UnavailableError):
            await ask("token", "idea_1")
