"""Several issuers, one list of them for gateway and services: a token that passes the one passes the others."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import aiohttp
import jwt
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from gateway.doors import identify_of
from gateway.ground.errors import ConfigurationError, RequestError
from gateway.settings import read_settings
from services.kit.errors import StartError, UnauthenticatedError
from services.kit.identity import verifier_of
from services.kit.issuers import read_issuers
from services.kit.settings import read_settings as read_service_settings
from tests.kit.tokens import FOR_EVER, Issuer, new_issuer
from tests.serving import served
from tests.web.whole import gateway


@dataclass
class World:
    """Two identity providers: one with a key address, one with discovery only, whose roles lie deep."""

    one: Issuer = field(default_factory=lambda: new_issuer("k1"))
    two: Issuer = field(default_factory=lambda: new_issuer("k2"))
    base: str = ""
    asked: int = 0
    says: str = ""
    gate: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def issuers(self) -> list[dict[str, Any]]:
        return [
            {"issuer": "https://one.example", "jwks_url": f"{self.base}/one", "audience": ["graph", "other"]},
            {
                "name": "staff",
                "issuer": f"{self.base}/two",
                "discovery": f"{self.base}/two/.well-known/openid-configuration",
                "audience": "staff",
                "scopes": "realm_access.roles",
                "algorithms": ["EdDSA"],
            },
        ]

    def of_one(self, **claims: Any) -> str:
        return self.one.token(**{"iss": "https://one.example", "aud": "graph", "scope": "a b", **claims})

    def of_two(self, **claims: Any) -> str:
        usual = {"iss": f"{self.base}/two", "aud": "staff", "realm_access": {"roles": ["c"]}}
        return self.two.token(**{**usual, **claims})

    async def keys_one(self, _: Request) -> Response:
        self.asked += 1
        await self.gate.wait()
        return Response(self.one.jwks, media_type="application/json")

    async def discovery(self, _: Request) -> Response:
        return JSONResponse({"issuer": self.says or f"{self.base}/two", "jwks_uri": f"{self.base}/two/keys"})

    async def keys_two(self, _: Request) -> Response:
        return Response(self.two.jwks, media_type="application/json")


@pytest.fixture
async def world() -> AsyncIterator[World]:
    made = World()
    made.gate.set()
    routes = [
        Route("/one", made.keys_one),
        Route("/two/.well-known/openid-configuration", made.discovery),
        Route("/two/keys", made.keys_two),
    ]
    async with served(Starlette(routes=routes), HttpToolsProtocol) as port:
        made.base = f"http://127.0.0.1:{port}"
        yield made


def written(world: World, **more: Any) -> str:
    return json.dumps([{**each, **more} for each in world.issuers])


async def both(world: World, token: str) -> tuple[Any, Any]:
    """Subject and scopes as the gateway and as a service see them; None: refused."""
    door = identify_of(read_settings({"GATEWAY_ISSUERS": written(world)}), None)
    verifier = verifier_of(read_service_settings({"AUTH_ISSUERS": written(world)}, "CIP", 1))
    try:
        caller = await door({b"authorization": f"Bearer {token}".encode()})
        first: Any = (caller.subject, caller.scopes)
    except RequestError as error:
        assert error.code == "UNAUTHENTICATED"
        first = None
    try:
        known = await verifier.caller(f"Bearer {token}")
        second: Any = known and (known.sub, known.scopes)
    except UnauthenticatedError:
        second = None
    return first, second


async def test_each_token_is_checked_by_its_own_issuer(world: World) -> None:
    expected = ("somebody", frozenset({"a", "b"}))
    assert await both(world, world.of_one()) == (expected, expected)
    assert await both(world, world.of_one(aud=["x", "other"])) == (expected, expected)
    expected = ("somebody", frozenset({"c"}))
    assert await both(world, world.of_two()) == (expected, expected)
    expected = ("somebody", frozenset())
    assert await both(world, world.of_two(realm_access={}, scope="a")) == (expected, expected), "nowhere else"


async def test_what_no_issuer_signed_for_us_passes_nowhere(world: World) -> None:
    head = {"kid": "k1", "crit": ["x"], "x": 1}
    claims = {"iss": "https://one.example", "aud": "graph", "sub": "s", "exp": FOR_EVER}
    bad = [
        world.of_one(iss="https://third.example"),
        world.of_one(iss=None),
        world.of_one(iss=f"{world.base}/two"),
        world.of_two(iss="https://one.example"),
        world.of_two(aud="graph"),
        world.of_one(nbf=FOR_EVER - 1),
        world.of_one(exp=1000),
        world.of_one(exp=None),
        world.of_one(sub=None),
        world.of_one(aud=None),
        world.of_two(realm_access={"roles": 7}),
        jwt.encode(claims, world.one.key, algorithm="EdDSA", headers=head),
        jwt.encode(claims, "secret" * 8, algorithm="HS256", headers={"kid": "k1"}),
        jwt.encode(claims, "", algorithm="none", headers={"kid": "k1"}),
        "x",
        "a.b.c",
    ]
    for token in bad:
        assert await both(world, token) == (None, None), token


async def test_a_discovery_that_speaks_for_another_is_not_believed(world: World) -> None:
    world.says = "https://one.example"
    door = identify_of(read_settings({"GATEWAY_ISSUERS": written(world)}), None)
    with pytest.raises(Exception, match="keys to check tokens with cannot be had"):
        await door({b"authorization": f"Bearer {world.of_two()}".encode()})


async def test_nobody_is_refused_while_keys_are_rotated(world: World) -> None:
    """A key address that takes its time, a new key in mid-traffic: who comes meanwhile waits."""
    door = identify_of(read_settings({"GATEWAY_ISSUERS": written(world)}), None)
    await door.ready()

    async def ask(token: str) -> str | None:
        return (await door({b"authorization": f"Bearer {token}".encode()})).subject

    old = world.of_one(sub="old")
    assert await ask(old) == "old"
    world.one, world.asked = new_issuer("k3"), 0
    world.gate.clear()
    waiting = [asyncio.ensure_future(ask(world.of_one(sub=f"new {number}"))) for number in range(20)]
    await asyncio.sleep(0)
    assert await ask(old) == "old", "the old ones are good until the new keys are there"
    world.gate.set()
    assert await asyncio.gather(*waiting) == [f"new {number}" for number in range(20)]
    assert world.asked == 1
    with pytest.raises(RequestError):
        await ask(old)  # a key that is gone ends the tokens that it signed
    for number in range(50):
        with pytest.raises(RequestError):
            await ask(new_issuer(f"invented {number}").token(iss="https://one.example", aud="graph"))
    assert world.asked <= 3, "invented keys cost one question in a while"


SDL = """
  extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@authenticated", "@requiresScopes"])
  type Query { who: String mine: String @authenticated staff: String @requiresScopes(scopes: [["staff"]]) }
"""


async def answer(request: Request) -> Response:
    told = request.headers.get("authorization", "")
    return JSONResponse({"data": {"who": told, "mine": told, "staff": told}})


async def ask(url: str, query: str = "{ who }", **headers: str) -> tuple[int, Any, Mapping[str, str]]:
    async with (
        aiohttp.ClientSession() as session,
        session.post(url, json={"query": query}, headers=headers) as reply,
    ):
        return reply.status, await reply.json(content_type=None), reply.headers


async def test_tokens_in_other_places_are_handed_on_where_services_look(world: World) -> None:
    issuers = world.issuers
    issuers[0] |= {"header": "X-Token", "scheme": ""}
    issuers[1] |= {"cookie": "session"}
    settings = {"GATEWAY_ISSUERS": json.dumps(issuers), "GATEWAY_CORS_ORIGINS": "https://portal.example"}
    async with gateway(read_settings(settings), {"one": (SDL, answer)}) as url:
        own = url.removesuffix("/graphql")
        one, two = world.of_one(), world.of_two()

        async def told(**headers: str) -> str:
            status, body, _ = await ask(url, **headers)
            return str(body["data"]["who"]) if status == 200 else str(status)

        assert await told(**{"x-token": one}) == f"Bearer {one}"
        assert await told(authorization=f"Bearer {two}") == f"Bearer {two}"
        assert await told(authorization=f"Bearer {one}") == "401", "it does not come that way"
        assert await told(cookie=f"a=b; session={two}", origin=own) == f"Bearer {two}"
        assert await told(cookie=f"session={two}", origin="https://portal.example") == f"Bearer {two}"
        for origin in ("https://evil.example", "null"):
            assert await told(cookie=f"session={two}", origin=origin) == "", "a foreign page has nobody's rights"
        assert await told(cookie=f"session={two}") == ""


async def test_a_closed_gateway_asks_for_a_login(world: World) -> None:
    settings = {"GATEWAY_ISSUERS": written(world), "GATEWAY_REQUIRE_AUTHENTICATION": "true"}
    async with gateway(read_settings(settings), {"one": (SDL, answer)}) as url:
        status, body, headers = await ask(url)
        assert (status, body["errors"][0]["extensions"]["code"]) == (401, "UNAUTHENTICATED")
        assert headers["www-authenticate"] == 'Bearer realm="civic"'
        status, _, headers = await ask(url, authorization="Bearer x")
        assert (status, headers["www-authenticate"]) == (401, 'Bearer realm="civic", error="invalid_token"')
        assert (await ask(url, authorization=f"Bearer {world.of_one()}"))[0] == 200


async def test_an_operation_is_refused_as_a_whole_where_that_is_wanted(world: World) -> None:
    settings = {"GATEWAY_ISSUERS": written(world), "GATEWAY_UNAUTHORISED": "reject"}
    async with gateway(read_settings(settings), {"one": (SDL, answer)}) as url:
        status, body, headers = await ask(url, "{ who x: mine }")
        assert (status, headers["www-authenticate"], "data" in body) == (401, 'Bearer realm="civic"', False)
        assert body["errors"][0]["extensions"] == {"unauthorised": [["x"]], "code": "UNAUTHENTICATED"}
        status, body, _ = await ask(url, "{ who mine staff }", authorization=f"Bearer {world.of_one()}")
        assert (status, body["errors"][0]["extensions"]["unauthorised"]) == (403, [["staff"]])
        assert body["errors"][0]["extensions"]["code"] == "FORBIDDEN"
        assert (await ask(url, "{ who mine }", authorization=f"Bearer {world.of_one()}"))[0] == 200


@pytest.mark.parametrize(
    "wrong",
    [
        "{}",
        '[{"issuer": "a"}]',
        '[{"issuer": "a", "audience": "b", "jwks_url": "ftp://x"}]',
        '[{"issuer": "a", "audience": "b", "jwks_url": "https://x", "discovery": "https://x"}]',
        '[{"issuer": "a", "audience": "b", "jwks_url": "https://x", "algorithms": ["HS256"]}]',
        '[{"issuer": "a", "audience": "b", "jwks_url": "https://x", "algoritms": ["EdDSA"]}]',
        '[{"issuer": "a", "audience": "b", "jwks_url": "https://x"}, {"issuer": "a", "audience": "c",'
        ' "jwks_url": "https://x"}]',
        "/nowhere/issuers.json",
    ],
)
def test_a_wrong_list_stops_the_start_here_and_there(wrong: str) -> None:
    with pytest.raises(ConfigurationError):
        read_settings({"GATEWAY_ISSUERS": wrong})
    with pytest.raises(StartError):
        read_issuers(wrong)
