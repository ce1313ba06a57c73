"""What a policy guards is open over the web to whoever logged in strongly enough, and to nobody else."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from pathlib import Path

import aiohttp
import pytest
from starlette.requests import Request
from starlette.responses import Response

from gateway.identity.signing import KEY_FILE, write_key_pair
from gateway.settings import Settings, read_settings
from tests.web.whole import gateway

SCHEMA = """
extend schema @link(url: "https://specs.apollo.dev/federation/v2.6", import: ["@policy"])
type Query { hello: String }
type Mutation { submit: Boolean @policy(policies: [["assurance_substantial"]]) }
"""
PERSONS = [
    {"id": "strong", "name": "Strong", "acr": "STORK-QAA-Level-3"},
    {"id": "weak", "name": "Weak", "acr": "STORK-QAA-Level-1"},
    {"id": "silent", "name": "Silent"},
]
POLICIES = "assurance_substantial=gateway.guard.assurance:is_substantial"


@pytest.fixture
def settings(tmp_path: Path, request: pytest.FixtureRequest) -> Settings:
    write_key_pair(tmp_path)
    (tmp_path / "personas.json").write_text(json.dumps(PERSONS), encoding="utf-8")
    environment = {
        "GATEWAY_DEV_ISSUER_KEY": str(tmp_path / KEY_FILE),
        "GATEWAY_DEV_PERSONAS": str(tmp_path / "personas.json"),
        "GATEWAY_POLICIES": getattr(request, "param", POLICIES),
    }
    return read_settings(environment)


@pytest.fixture
def asked() -> list[str]:
    return []


@pytest.fixture
async def url(settings: Settings, asked: list[str]) -> AsyncIterator[str]:
    async def service(request: Request) -> Response:
        asked.append((await request.json())["query"])
        return Response('{"data":{"submit":true}}', media_type="application/json")

    async with gateway(settings, {"cip": (SCHEMA, service)}) as address:
        yield address


async def submit(url: str, person: str | None) -> tuple[object, list[str]]:
    """What the mutation gave, and the codes of its errors."""
    async with aiohttp.ClientSession() as session:
        headers = {}
        if person:
            async with session.post(f"{url.removesuffix('/graphql')}/auth/token", json={"persona": person}) as reply:
                headers = {"authorization": f"Bearer {(await reply.json())['access_token']}"}
        async with session.post(url, json={"query": "mutation { submit }"}, headers=headers) as reply:
            answer = await reply.json(content_type=None)
            return answer["data"], [each["extensions"]["code"] for each in answer.get("errors", [])]


@pytest.mark.parametrize(
    ("person", "data", "codes"),
    [
        ("strong", {"submit": True}, []),
        ("weak", {"submit": None}, ["FORBIDDEN"]),
        ("silent", {"submit": None}, ["FORBIDDEN"]),
        (None, {"submit": None}, ["UNAUTHENTICATED"]),
    ],
)
async def test_only_a_strong_login_submits(
    url: str, asked: list[str], person: str | None, data: object, codes: list[str]
) -> None:
    assert await submit(url, person) == (data, codes)
    assert len(asked) == (0 if codes else 1), "the service hears of it only from whoever may"


@pytest.mark.parametrize("settings", [""], indirect=True)
async def test_without_the_setting_nobody_submits(url: str, asked: list[str]) -> None:
    assert await submit(url, "strong") == ({"submit": None}, ["FORBIDDEN"])
    assert asked == []
